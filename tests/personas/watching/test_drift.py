"""What happened to personas between two looks, on counts worked by hand."""

import msgspec
import pyarrow as pa
import pytest

from wegweiser.domain.personas import ChangeKind, PersonaShare
from wegweiser.errors import UnknownName
from wegweiser.i18n import read
from wegweiser.personas.watching import Snapshot, changes, over_time, renamed, shifts
from wegweiser.personas.watching.drift import Centre
from wegweiser.stats import wilson
from wegweiser.warehouse import Table


def look(sizes, centres=None):
    """Return a snapshot of personas with these sizes."""
    return Snapshot(
        names={key: f"Persona {key}" for key in sizes},
        sizes=sizes,
        covered=sum(sizes.values()),
        centres=centres or {},
        spreads=dict.fromkeys(centres or {}, 1.0),
        called={},
    )


def members(**groups):
    """Return memberships: persona id with its range of profiles."""
    rows = [(profile, key) for key, people in groups.items() for profile in people]
    return pa.table({"profile_id": [p for p, _ in rows], "persona_id": [k for _, k in rows]})


def kinds(found):
    """Return kind and persona of each change."""
    return [(change.kind, change.persona) for change in found]


def test_the_same_look_twice_changes_nothing():
    """Same sizes, same centres, same people."""
    one = look({"a": 100, "b": 100}, {"x": {"a": Centre(1.0, 1.0, 100), "b": Centre(0.0, 1.0, 100)}})
    people = members(a=range(100), b=range(100, 200))
    assert changes(one, one, people, people) == ()


def test_a_persona_whose_people_go_two_ways_has_split():
    """100 of a become 50 in a and 50 in the new c: split, new, and a's share fell from 50 to 25 %."""
    before, after = look({"a": 100, "b": 100}), look({"a": 50, "b": 100, "c": 50})
    found = changes(
        before, after, members(a=range(100), b=range(100, 200)),
        members(a=range(50), c=range(50, 100), b=range(100, 200)),
    )  # fmt: skip
    assert kinds(found) == [(ChangeKind.NEW, "c"), (ChangeKind.SPLIT, "a"), (ChangeKind.SHARE, "a")]
    assert found[1].others == ("a", "c")
    assert found[2].q is not None
    assert found[2].q < 0.001
    assert read(found[1].text, "de").startswith("„Persona a“ hat sich geteilt")


def test_two_personas_that_become_one_have_merged():
    """The personas a and b, 100 people each, are both a now: b is gone, a has merged a and b."""
    found = changes(
        look({"a": 100, "b": 100, "c": 100}), look({"a": 200, "c": 100}),
        members(a=range(100), b=range(100, 200), c=range(200, 300)), members(a=range(200), c=range(200, 300)),
    )  # fmt: skip
    assert (ChangeKind.GONE, "b") in kinds(found)
    merged = next(change for change in found if change.kind is ChangeKind.MERGED)
    assert (merged.persona, merged.others) == ("a", ("a", "b"))


def test_personas_that_swap_people_and_names_are_not_renamed():
    """Both stay and mix, and their names change places: only that few people are the same is told."""
    before, after = look({"a": 100, "b": 100}), look({"a": 100, "b": 100})
    swapped = msgspec.structs.replace(after, names={"a": "Persona b", "b": "Persona a"})
    was = members(a=range(100), b=range(100, 200))
    now = members(a=[*range(50), *range(100, 150)], b=[*range(50, 100), *range(150, 200)])
    assert {change.kind for change in changes(before, swapped, was, now)} == {ChangeKind.TURNOVER}


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ({"a": "App customers"}, {"a": "Evening customers"}, {"a": "App customers"}),
        ({"a": "App customers", "b": "Quiet"}, {"a": "Quiet", "b": "App customers"}, {}),
        ({"a": "Typical customers"}, {"a": "Typical customers (2)"}, {}),
        ({"a": "App customers"}, {"a": "App customers"}, {}),
    ],
)
def test_a_new_name_is_told_where_it_says_something_new(was, now, told):
    """Names that only change places, or say nothing, are no news."""
    assert renamed(was, now) == told


def test_small_moves_of_share_and_centre_are_no_alarm():
    """50 to 51 % of 400 and a tenth of a standard deviation: chance, or too little to tell."""
    before = look({"a": 200, "b": 200}, {"x": {"a": Centre(0.0, 1.0, 200)}})
    after = look({"a": 204, "b": 196}, {"x": {"a": Centre(0.1, 1.0, 204)}})
    people = members(a=range(200), b=range(200, 400))
    assert changes(before, after, people, people) == ()


def test_a_centre_that_moves_is_a_drift():
    """From 0 to 0.5 standard deviations with 200 people on both sides: z = 5."""
    before = look({"a": 200, "b": 200}, {"x": {"a": Centre(0.0, 1.0, 200)}})
    after = look({"a": 200, "b": 200}, {"x": {"a": Centre(0.5, 1.0, 200)}})
    people = members(a=range(200), b=range(200, 400))
    found = changes(before, after, people, people)
    assert kinds(found) == [(ChangeKind.DRIFT, "a")]
    assert found[0].size == 0.5


def test_other_people_under_the_same_id_are_a_turnover():
    """Of 100 people of a 30 stayed and 70 changed with b: the overlap is 30 of 170."""
    before = members(a=range(100), b=range(100, 200))
    after = members(a=[*range(30), *range(100, 170)], b=[*range(30, 100), *range(170, 200)])
    found = changes(look({"a": 100, "b": 100}), look({"a": 100, "b": 100}), before, after)
    turnover = [change for change in found if change.kind is ChangeKind.TURNOVER]
    assert [(c.persona, c.size) for c in turnover] == [("a", 0.1765), ("b", 0.1765)]


def test_a_share_that_jumps_in_the_last_full_month_is_told():
    """30 % in three months, 60 % in the fourth; the fifth is not over and does not count."""
    months = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]
    hits = [60, 60, 60, 120, 2]
    shares = [PersonaShare("a", m, wilson(h, 200)) for m, h in zip(months, hits, strict=True)]
    shares += [PersonaShare("b", m, wilson(200 - h, 200)) for m, h in zip(months, hits, strict=True)]
    found = shifts(shares, {"a": "Ana's kind", "b": "Ben's kind"})
    assert [(c.persona, c.after and c.after.value) for c in found] == [("a", 0.6), ("b", 0.4)]
    assert shifts(shares[:2], {}) == ()


def test_shares_over_time_count_active_members(town_warehouse, town):
    """Every customer of the town is active in every quarter; shares of a quarter sum to one."""
    kinds_of = town[2]
    people = pa.table({"profile_id": list(kinds_of), "persona_id": [f"pe_{k + 1}" for k in kinds_of.values()]})
    found = over_time(town_warehouse, Table("step"), people, period="quarter")
    assert [share.period for share in found] == ["2026-Q1"] * 3 + ["2026-Q2"] * 3
    assert sum(share.share.value for share in found[:3]) == pytest.approx(1)
    assert len(over_time(town_warehouse, Table("step"), people)) == 18
    with pytest.raises(UnknownName, match="month"):
        over_time(town_warehouse, Table("step"), people, period="week")
