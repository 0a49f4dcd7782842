"""On which days a touchpoint could be met at all, by its sources."""

from __future__ import annotations

from datetime import date

from wegweiser.domain.touchpoints import Signature
from wegweiser.journeys.reasons.recorded import met
from wegweiser.journeys.registry import Rule

MAY, JUNE, LATER = date(2024, 5, 1), date(2024, 6, 1), date(2026, 9, 1)


def signatures(*told):
    """Return signatures, one per source and event."""
    return [Signature(code, source, event, "web", "") for code, (source, event) in enumerate(told)]


def test_a_touchpoint_could_be_met_on_every_day_of_its_source():
    """The error came up in June alone, but the shop's log has May, too; the help desk's days are not its days."""
    known = signatures(("shop", "view"), ("shop", "error"), ("desk", "call"))
    days = {0: [MAY, JUNE], 1: [JUNE], 2: [LATER]}
    found = met(known, [Rule(code, code, None, None) for code in range(3)], days)
    assert found == {0: {MAY, JUNE}, 1: {MAY, JUNE}, 2: {LATER}}


def test_files_with_the_same_events_are_of_one_kind():
    """Two of three events are the same in May and June, so an error of June was looked for in May; a call is not."""
    known = signatures(
        ("may", "view"), ("may", "cart"), ("june", "view"), ("june", "cart"), ("june", "error"), ("desk", "view")
    )
    days = {0: [MAY], 2: [JUNE], 5: [LATER]}
    assert met(known, [Rule(4, 7, None, None)], days) == {7: {MAY, JUNE}}


def test_a_source_is_there_on_days_on_which_it_has_nothing_to_say():
    """Nobody calls on 2 May, which counts; after 3 May the desk is silent for 15 days, which are not its days."""
    days = [date(2024, 5, 1), date(2024, 5, 3), date(2024, 5, 18)]
    found = met(signatures(("desk", "call")), [Rule(0, 0, None, None)], {0: days})[0]
    assert sorted(day.day for day in found) == [1, 2, 3, 18]
    assert len(met(signatures(("desk", "call")), [Rule(0, 0, None, None)], {0: [days[1], date(2024, 5, 17)]})[0]) == 15
