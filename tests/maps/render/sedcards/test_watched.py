from __future__ import annotations

import msgspec
from deck import p
from rich_deck import RICH

from wegweiser.domain.estimates import Proportion
from wegweiser.domain.personas import PersonaShare
from wegweiser.maps.render.sedcards.watched import watched

HUES = [0, 1, 2]


def test_changes_that_call_for_a_look_are_loud():
    """A split is an alarm, a new share is none."""
    told = watched(RICH, HUES, "en")
    assert [(alarm.kind, alarm.loud) for alarm in told.alarms] == [("split", True), ("share", False)]
    assert told.earlier[0].kind == "renamed"


def test_changes_of_few_people_are_not_told():
    """A share of twelve people would be a number in disguise."""
    few = msgspec.structs.replace(RICH.changes[1], after=Proportion(0.1, 0.05, 0.2, 12, 120))
    told = watched(msgspec.structs.replace(RICH, changes=(few,)), HUES, "en")
    assert told.alarms == ()


def test_trends_share_one_scale_and_break_where_too_few_stand_behind():
    """A month of nineteen people is a gap; a persona with one month has no trend."""
    months = [PersonaShare("pe_saver", f"2026-0{month}", p(0.3, 1000)) for month in (1, 2, 4, 5)]
    few = PersonaShare("pe_saver", "2026-03", Proportion(0.1, 0.0, 0.2, 19, 190))
    once = PersonaShare("pe_handy", "2026-01", p(0.2, 1000))
    told = watched(msgspec.structs.replace(RICH, over_time=(*months, few, once)), HUES, "en")
    assert [trend.name for trend in told.trends] == ["Paula Spar"]
    assert [[x for x, _ in run] for run in told.trends[0].runs] == [[0.0, 0.25], [0.75, 1.0]]
    assert told.periods == ("2026-01", "2026-05")


def test_rules_say_how_often_they_agree():
    """The fidelity of the set is a sentence; without it there is none."""
    assert watched(RICH, HUES, "en").fidelity.startswith("Rules learnt on other people put 92.0% (89.0\u201395.0%)")
    assert watched(msgspec.structs.replace(RICH, fidelity=None), HUES, "en").fidelity == ""
