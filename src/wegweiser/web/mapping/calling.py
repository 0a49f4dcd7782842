"""What a change is about, as people call it: the phase “Order”, the statement “It was quick”."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from wegweiser.domain.editing import Change, Thing
from wegweiser.errors import Conflict
from wegweiser.i18n import LANGUAGES, Language, message, read
from wegweiser.maps import Plan, editing

KINDS = {
    Thing.FIELD: "Field",
    Thing.PHASE: "Phase",
    Thing.LANE: "Lane",
    Thing.STEP: "Step",
    Thing.TOUCHPOINT: "Touchpoint",
    Thing.CLAIM: "Statement",
    Thing.METRIC: "Metric",
    Thing.POINT: "Point of the curve",
    Thing.HIDDEN: "Rejected proposal",
    Thing.PLACED: "Moved touchpoint",
    Thing.SEEN: "Proposal that was seen",
    Thing.OLDER: "Text that fell behind",
}
"""The message that names each kind of thing."""
NAMING = ("text", "name", "title", "quote", "label")
"""The fields a thing may be called by, the best first."""
_LONGEST = 60


def in_words(problem: Conflict, plan: Plan, changes: Iterable[Change], language: Language) -> Conflict:
    """Return a conflict whose things are called as people call them.

    Args:
        problem: what was found, its things as `<thing>:<id>`.
        plan: the newest plan, whose names come first.
        changes: those that could not be made, for what the plan has no more.
        language: whose words.
    """
    found = {f"{one.thing}:{one.id}": one for one in (*changes, *_things(plan))}
    things = [_called(found[name], language) if name in found else name for name in problem.things]
    return Conflict(dict.fromkeys(things), problem.rest)


def _things(plan: Plan) -> Sequence[Change]:
    """Return every single thing of a plan."""
    return editing.diff(msgspec.convert({"id": plan.id, "title": "", "phases": []}, Plan), plan)


def _called(change: Change, language: Language) -> str:
    raw = change.after or change.before
    thing = msgspec.json.decode(raw).get("is") if raw else None
    kind = message(KINDS[change.thing], language)
    words = next(said(thing, language), "") if isinstance(thing, dict) else ""
    return message("{kind} “{name}”", language, kind=kind, name=words[:_LONGEST]) if words else kind


def said(thing: dict[str, Any], language: Language) -> Iterator[str]:
    """Yield the words of a thing, the best first: its text or name, else its value."""
    if thing and set(thing) <= set(LANGUAGES):
        yield read(thing, language)
    yield from (read(thing[name], language) for name in (*NAMING, "line") if thing.get(name))
    if "value" in thing:
        yield number(thing["value"], language)


def number(value: float, language: Language) -> str:
    r"""Return a number as people write it.

    Example:
        >>> number(-1.5, "de") == "\N{MINUS SIGN}1,5", number(2.0, "en")
        (True, '2')
    """
    told = f"{value:g}".replace("-", "\N{MINUS SIGN}")
    return told.replace(".", ",") if language == "de" else told
