"""Friction as gaps: faults that come and go, segments that fall short, rushes that bring nobody; with their dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from wegweiser.domain.friction import Friction
from wegweiser.i18n import LANGUAGES, Count, Day, Share, Shown, Text, both, read
from wegweiser.levers.found import ENOUGH, HIGH, Found
from wegweiser.maps import Figures
from wegweiser.personas import titles
from wegweiser.stats import wilson

MOST = 8
"""No more than these are told on a map, most customers beyond expectation first."""
_TOLD_ELSEWHERE = frozenset({"loop", "way back"})
"""Kinds the transitions tell already; see `ways_back`."""
_SAID = {
    "burst": "{n} visits, {times} more than usual; fewer reach “{goal}”",
    "fault": "{share} of {n} visits meet “{place}”",
    "fault after": "{share} of {n} visits with “{step}” meet “{place}”",
    "contact": "{share} of {n} visits meet “{place}”",
    "nowhere": "{share} of {n} visits do not reach “{goal}”",
    "unreached": "After “{place}”, {share} of {n} visits do not come to “{goal}”",
    "exit": "{share} of {n} visits with “{place}” end there",
    "error exit": "{share} of {n} contacts with “{place}” are the last of a visit",
    "back": "{share} of {n} visits with “{place}” go back to “{other}”",
    "repeat": "“{place}” again within seconds: {share} of {n} repeats",
    "slow": "{share} of {n} visits with “{place}” stay unusually long",
}
"""What happens, by what is told of it; `nowhere` is about whole visits."""


def frictions(figures: Figures) -> Iterator[Found]:
    """Yield where it chafes in a stretch of days or in a segment, after a fault, or in a hurry."""
    seen: Counter[str] = Counter()
    told = [row for row in figures.results.friction if row.customers >= ENOUGH and not _left_out(row)]
    # A fault with its days explains what stands after it: however many segments chafe, it is told.
    told.sort(key=lambda row: not (row.what == "fault" and row.since and not row.segment))
    for row in told[:MOST]:
        name = _id(row)
        seen[name] += 1
        yield _found(row, f"{name}_{seen[name]}" if seen[name] > 1 else name, figures)


def _left_out(row: Friction) -> bool:
    """Return whether others tell it, or it is none: who comes again has bought, and calls about what was bought."""
    return row.kind in _TOLD_ELSEWHERE or (row.what == "contact" and row.segment == "visit=again")


def without_repeats(found: Iterable[Found]) -> list[Found]:
    """Return what was found without faults that friction tells with their dates and customers."""
    every = list(found)
    dated = {one.refs[0] for one in every if one.id.startswith("cl_friction_fault_")}
    return [one for one in every if not (one.id.startswith("cl_fault_") and one.refs[0] in dated)]


def _id(row: Friction) -> str:
    """Return an id that stays where the days of a window move with new data."""
    parts = (row.what, row.touchpoint, row.other, row.segment)
    return "cl_friction_" + "_".join(part.replace("=", "_") for part in parts if part)


def _found(row: Friction, name: str, figures: Figures) -> Found:
    goal = figures.goals[0]
    phase = figures.touchpoint(row.touchpoint).phase if row.touchpoint else None
    return Found(
        id=name,
        phase=phase or figures.goal_phase(goal.id),
        text=_placed(row, _said(row, figures)),
        detail=_expected(row),
        result="friction",
        # Most of those concerned would have left anyway: what weighs is how many more did.
        customers=round(row.weight),
        harm=row.weight if row.what == "fault" else None,
        weighs=_weighs(row, figures),
        share=wilson(row.sessions, _of(row)),
        as_of=row.recorded_until,
        refs=tuple(ref for ref in (row.touchpoint, row.other, None if row.touchpoint else goal.id) if ref),
    )


def _said(row: Friction, figures: Figures) -> Text:
    """Return what happens, in the words of the touchpoints."""
    values: dict[str, Shown] = {
        "share": Share(row.sessions / _of(row)),
        "n": Count(_of(row)),
        "step": figures.name(row.step) if row.step else "",
        "place": figures.name(row.touchpoint) if row.touchpoint else "",
        "other": figures.name(row.other) if row.other else "",
        "goal": figures.goals[0].name,
    }
    if row.what == "burst":
        more = Share(row.sessions / row.of_sessions / row.expected - 1)
        rush = _SAID["burst"]
        return both(rush, n=row.sessions, times=more, goal=values["goal"])
    place = row.what if row.touchpoint else "nowhere"
    told = _SAID["error exit" if row.kind == "error exit" else "fault after" if row.step else place]
    return both(told, **values)


def _of(row: Friction) -> int:
    """Return the visits a share is of: for a fault those that reach its step, where it is known."""
    return row.of_step if row.step else row.of_sessions


def _placed(row: Friction, said: Text) -> Text:
    """Return a sentence with the days and the segment it is about."""
    if row.since and row.until:
        when = both("{since} to {until}", since=Day(row.since), until=Day(row.until))
        said = both("{when}: {text}", when=when, text=said)
    return both("{segment}: {text}", segment=_segment(row.segment), text=said) if row.segment else said


def _segment(segment: str) -> Text:
    """Return a segment in words, as personas name traits: 'Language German', 'First visits'."""
    name, _, value = segment.partition("=")
    if name == "visit":
        return both("First visits") if value == "first" else both("Later visits")
    told = titles.told(name, "", value)
    return {language: (text := read(told, language))[:1].upper() + text[1:] for language in LANGUAGES}


def _weighs(row: Friction, figures: Figures) -> float | None:
    """Return the customers a gap between segments is judged by: medium at most, for who they are may explain it."""
    if row.segment is None or row.since is not None:
        return None
    return min(row.weight, HIGH * figures.summary.customers - 1)


def _expected(row: Friction) -> Text:
    values: dict[str, Shown] = {"customers": Count(row.customers), "expected": Share(_usual(row))}
    if row.what == "burst":
        return both("{customers} customers. Usual: the weeks around, by weekday. No proof of a cause.", **values)
    if row.since:
        return both("{customers} customers; {expected} on other days. No proof of a cause.", **values)
    if row.segment:
        return both("{customers} customers; {expected} elsewhere. No proof of a cause.", **values)
    return both("{customers} customers; {expected} would be usual. No proof of a cause.", **values)


def _usual(row: Friction) -> float:
    return row.step_expected if row.step else row.expected
