"""What a funnel's numbers mean, said beside them: its rule in words, and what the shares are of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from wegweiser.domain.funnels import Funnel, Ties
from wegweiser.i18n import LANGUAGES, Shown, Span, Text, both, read

_NOTE = (
    "Counted are {units}: contacts {order}{rules}. Share, interval: of the first step. Going on: of the step before."
)
_NOTE_CLOSING = (
    "Counted are {units}: contacts {order}{rules}. Share, interval: of the first step, open ones left out. "
    "Going on: of the step before. "
    "km: of those at the step before, the share that came here within the window, Kaplan-Meier with the open ones."
)
_ORDERS = {
    "ordered": "in this order, others between allowed",
    "strict": "in this order, directly one after another",
    "any": "in any order",
}
_UNITS = {"customer": "customers", "session": "visits", "attempt": "attempts"}


def funnel_note(funnel: Funnel) -> str:
    """Return the message that says what the numbers are."""
    return _NOTE_CLOSING if funnel.closes else _NOTE


def funnel_rule(funnel: Funnel) -> dict[str, Shown]:
    """Return the values of that message."""
    return {"order": both(_ORDERS[funnel.order]), "rules": _rules(funnel), "units": both(_UNITS[funnel.unit])}


def _rules(funnel: Funnel) -> Text:
    said: list[Text] = []
    if funnel.within is not None:
        said.append(both("within {length} of the first", length=Span(funnel.within)))
    if funnel.step_within is not None:
        lengths = [gap for gap in funnel.gaps if gap is not None]
        said.append(both("each within {length} of the one before", length=_joined(lengths)))
    if funnel.exclude:
        said.append(both("none with {names} between", names=", ".join(funnel.exclude)))
    if funnel.optional:
        said.append(both("{names} may be left out", names=", ".join(funnel.optional)))
    if funnel.hold is not None:
        said.append(both("with the same {property}", property=funnel.hold))
    if funnel.ties == Ties.SAME_MOMENT:
        said.append(both("those of one moment in whatever order fits"))
    if funnel.ties == Ties.LATER:
        said.append(both("each later than the one before"))
    return {language: "".join(f", {read(text, language)}" for text in said) for language in LANGUAGES}


def _joined(lengths: Sequence[timedelta]) -> Text:
    """Return lengths of time with strokes between, each once."""
    return {
        language: " / ".join(dict.fromkeys(Span(length).shown(language) for length in lengths))
        for language in LANGUAGES
    }
