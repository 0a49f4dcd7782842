"""What the cells of closed lists read as: states, roles, kinds, weekdays, and what stands for a touchpoint."""

from __future__ import annotations

from wegweiser.i18n import Language, message

_LISTED = frozenset(
    {
        "gap_from",
        "goes_with",
        "importance_from",
        "impression",
        "kind",
        "metric",
        "model",
        "model_max",
        "model_min",
        "quantile",
        "role",
        "saw",
        "state",
        "status",
        "typical",
        "verdict",
        "what",
        "within_model",
    }
)
"""Columns whose cells are ids of a closed list."""
_WORDS = {
    "(any)": "(any)",
    "(bad)": "(bad)",
    "(baseline)": "(baseline)",
    "(converted)": "(converted)",
    "(end)": "(end)",
    "(left)": "(left)",
    "(no contact)": "(no contact)",
    "(other)": "(other)",
    "(start)": "(start)",
    "added": "added",
    "agreement": "agreement",
    "alone": "alone",
    "answer": "answer",
    "assist": "assist",
    "association": "association",
    "assumption": "assumption",
    "availability": "availability",
    "back": "back",
    "bad": "bad",
    "break": "a contradiction",
    "burst": "burst",
    "call": "call",
    "change": "change",
    "choice": "choice",
    "closer": "closer",
    "coded": "coded comment",
    "comment": "comment",
    "contact": "contact",
    "contradicted": "contradicted",
    "converting": "converting",
    "decay": "decay",
    "derived": "derived",
    "discount": "discount",
    "drop-off": "drop-off",
    "dwell": "stay",
    "effort": "effort",
    "error exit": "error exit",
    "events": "events",
    "events of sources no longer named": "events of sources no longer named",
    "events without touchpoint": "events without touchpoint",
    "exit": "exit",
    "expectation": "expectation",
    "experience": "experience",
    "failed": "failed",
    "fault": "fault",
    "feeling": "feeling",
    "files loaded": "files loaded",
    "files waiting": "files waiting",
    "first": "first contact",
    "follows": "follows",
    "follows so far": "follows so far",
    "fragile": "fragile",
    "gain": "gain",
    "ignored": "left aside",
    "importance": "importance",
    "inferred": "inferred",
    "last": "last contact",
    "last_non_direct": "last contact, direct left out",
    "leaving": "leaving it",
    "linear": "linear",
    "loaded": "loaded",
    "markov_1": "Markov chain of order 1",
    "markov_2": "Markov chain of order 2",
    "markov_3": "Markov chain of order 3",
    "measured": "measured",
    "median": "median",
    "message": "message",
    "met": "contact",
    "missing": "missing",
    "mixed": "mixed",
    "neither": "neither",
    "note": "note",
    "offers": "offers",
    "opener": "opener",
    "other": "other than that",
    "p90": "90th percentile",
    "pain": "pain",
    "position": "by position",
    "price": "price",
    "q25": "lower quartile",
    "q75": "upper quartile",
    "recommend": "recommendation",
    "reloaded": "reloaded",
    "reordered": "reordered",
    "repeat": "repeat",
    "repeated": "repeated",
    "respondent": "respondent",
    "review": "review",
    "rows in quarantine": "rows in quarantine",
    "satisfaction": "satisfaction",
    "segment": "segment",
    "shapley": "Shapley",
    "slow": "slow",
    "sources": "sources",
    "stable": "stable",
    "stale": "stale",
    "stated": "stated",
    "supported": "supported",
    "ticket": "ticket",
    "time": "time",
    "touchpoints": "touchpoints",
    "touchpoints proposed": "touchpoints proposed",
    "trait": "trait",
    "unchanged": "unchanged",
    "unclear": "unclear",
    "unique_linear": "linear, each once",
    "unreached": "unreached",
    "validated": "validated",
    "weight": "weight",
    "yes_no": "yes or no",
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def word(column: str, value: object, language: Language) -> str | None:
    """Return what a cell reads as in the language, or None where its value is no id of a closed list.

    Example:
        >>> word("state", "loaded", "de"), word("weekday", 1, "de"), word("target", "(end)", "de")
        ('geladen', 'Montag', '(Ende)')
        >>> word("optional", True, "de"), word("touchpoint", "first", "de")
        ('ja', None)
    """
    if isinstance(value, bool):
        return message("yes" if value else "no", language)
    if column == "weekday" and isinstance(value, int):
        return message(_WEEKDAYS[value - 1], language)
    if isinstance(value, str) and value in _WORDS and (column in _LISTED or value.startswith("(")):
        return message(_WORDS[value], language)
    return None
