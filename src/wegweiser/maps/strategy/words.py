"""The words around the figures of a strategy sheet."""

from __future__ import annotations

from wegweiser.i18n import Language, message

_WORDS = {
    "title": "Strategy by channel",
    "lead": "One sheet per channel: what it is for, whom it meets, which part it plays, and what to try next.",
    "aim": "Aim",
    "no_aim": "No aim is written down for:",
    "decide": "Decide that first, in journey.yaml.",
    "touchpoints": "Touchpoints",
    "role": "Part it plays",
    "no_role": "No conversions to tell by, or too few.",
    "phases": "Where it works",
    "personas": "Who uses it",
    "no_personas": "No personas were found.",
    "contacts_share": "share of a persona's contacts",
    "others": "others",
    "figures": "In figures",
    "levers": "Levers",
    "no_levers": "No lever on this channel yet.",
    "actions": "Next actions",
    "no_actions": "Nothing to propose without a lever.",
    "why": "Because",
    "watch": "Watch",
    "try": "Try it",
    "proposal": "Proposals from the playbook: to be tried, not proven.",
    "grade": "Grade",
    "rank": "Rank",
}


def words(language: Language) -> dict[str, str]:
    """Return every word in the language."""
    return {name: message(_WORDS[name], language) for name in _WORDS}
