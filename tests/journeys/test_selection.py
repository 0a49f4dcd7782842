"""The same questions, asked of some customers or of a period.

Ana: ad view view cart buy | buy.   Ben: ad view cart view cart.   Cem: view (71 days) view buy.
The log begins on 2 March 2026 at nine; Ana's second purchase is on 4 March, Cem comes back on 12 May.
"""

from __future__ import annotations

from datetime import date, datetime
from hashlib import md5
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pyarrow as pa
import pytest

from wegweiser.collect import tables as collected
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.identity import MEMBERSHIP
from wegweiser.journeys.selection import Selection


def identifier(who):
    """Return a person's id, as the shop gives it."""
    return int(md5(who.encode(), usedforsecurity=False).hexdigest()[:15], 16)


@pytest.fixture
def known(cast):
    """Return the shop with two personas and the countries of Ana and Cem."""
    ids = pa.array([identifier(who) for who in ("Ana", "Ben", "Cem")], pa.int64())
    people = {"profile_id": ids, "persona_id": ["pe_1", "pe_2", "pe_1"], "probability": [0.9, 0.8, 0.7]}
    cast.publish(MEMBERSHIP, "all", pa.table(people), {})
    never = pa.array([None, None], pa.timestamp("us"))
    subjects = pa.array([identifier("Ana"), identifier("Cem")], pa.int64())
    traits = {"subject_id": subjects, "name": ["country"] * 2, "value": ["AT", "DE"], "occurred_at": never}
    cast.publish(collected.TRAIT, "one", pa.table(traits), {})
    return cast.journeys


@pytest.mark.parametrize(
    ("selections", "customers", "steps"),
    [
        (["persona:pe_1"], 2, 9),
        (["persona:pe_2"], 1, 5),
        (["trait:country=AT"], 1, 6),
        (["touch:ad"], 2, 11),
        (["touch:(ad | buy)"], 3, 14),
        (["pattern:view ->> buy"], 2, 9),
        (["pattern:view -> buy", "persona:pe_1"], 1, 3),
        (["period:2026-03"], 3, 12),
        (["period:2026-05"], 1, 2),
        (["period:2026-03-03.."], 2, 3),
        (["period:..2026-03-02"], 3, 11),
        (["period:2026-03", "pattern:buy"], 1, 6),
        (["period:2027-01"], 0, 0),
    ],
)
def test_only_the_selected_are_counted(known, selections, customers, steps):
    """Customers and contacts are those a reader of the log would pick."""
    found = known.among(*selections).summary().one()
    assert (found["customers"], found["steps"]) == (customers, steps)


def test_one_selection_can_follow_another(known):
    """Whoever met the ad and, of those, bought: Ana."""
    found = known.among("touch:ad").among("touch:buy")
    assert found.goals().one()["converted"] == 2
    assert found.touchpoints().note["en"].endswith("Only of: touch:ad, touch:buy.")
    assert found.touchpoints().note["de"].endswith("Nur von: touch:ad, touch:buy.")


def test_events_without_a_touchpoint_are_the_groups_own(known):
    """Cem's noise is nobody else's."""
    assert known.among("persona:pe_2").summary().one()["unmapped_events"] == 0
    assert known.among("persona:pe_1").summary().one()["unmapped_events"] == 1
    assert [row["events"] for row in known.among("touch:buy").unmapped().rows()] == [1]


def test_a_persons_first_contact_in_a_period_is_the_first(known):
    """From 3 March on Ana begins with her second purchase and Cem with his view in May; both are customers."""
    later = known.among("period:2026-03-03..")
    starts = [row for row in later.transitions(ends=True).rows() if row["source"] == "(start)"]
    assert {row["target"]: row["transitions"] for row in starts} == {"buy": 1, "view": 1}
    assert {tuple(row["path"]) for row in later.paths().rows()} == {("buy",), ("view", "buy")}
    assert later.patterns.search("^ buy $").one()["matches"] == 1
    assert later.patterns.search("^ view", unit="session").one()["of"] == 2


def test_what_follows_a_period_is_no_next_contact(known):
    """By the end of 2 March, Ana's history ends with her first purchase and Cem's with his view."""
    early = known.among("period:2026-03-02")
    ends = [row for row in early.transitions(ends=True).rows() if row["target"] == "(end)"]
    assert {row["source"]: row["transitions"] for row in ends} == {"buy": 1, "cart": 1, "view": 1}
    assert early.summary().one()["until"] < datetime(2026, 3, 3)  # noqa: DTZ001  (stored times carry no zone)


def test_journeys_opened_in_a_period_are_followed_to_their_end(shop):
    """Ana opens her journey in March and buys in April: it is a converted journey of March, whole."""
    shop.load([("Ana", 24, "help"), ("Ana", 24 * 5, "ad"), ("Ana", 24 * 27, "view"), ("Ana", 24 * 30, "buy")])
    shop.build()
    march, april = shop.journeys.among("period:2026-03"), shop.journeys.among("period:2026-04")
    late = shop.journeys.among("period:2026-03-05..2026-03-31")
    assert march.goals().one()["converted"] == 1
    assert march.paths("purchase").rows()[0]["path"] == ["help", "ad", "view", "buy"]
    moves = {(row["source"], row["target"]) for row in march.transitions("purchase", ends=True).rows()}
    assert moves == {("(start)", "help"), ("help", "ad"), ("ad", "view"), ("view", "buy"), ("buy", "(end)")}
    assert march.patterns.search("^ help ->> buy $", "purchase").one()["matches"] == 1
    assert march.touchpoints().column("touchpoint") == ["ad", "help", "view"]
    assert [row["month"] for row in march.months("purchase").rows()] == [date(2026, 4, 1)]
    walked = march.moves.matrix("purchase", depth=4).rows()
    assert {row["touchpoint"] for row in walked} >= {"help", "ad", "view", "buy"}
    assert (late.goals().one()["converted"], april.goals().one()["converted"]) == (0, 0)
    assert april.touchpoints().column("touchpoint") == ["buy"]


def asked(part):
    """Return what is asked of the journeys in a part of the answers; some parts ask something else."""
    spec = spec_from_file_location(part, Path(__file__).parents[1] / "asked" / f"{part}.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return vars(module).get("CALLS", {})


BASIC = {
    "summary": lambda j: j.summary(),
    "touchpoints": lambda j: j.touchpoints(),
    "phases": lambda j: j.phases(),
    "goals": lambda j: j.goals(),
    "transitions": lambda j: j.transitions(ends=True),
    "transitions of a goal": lambda j: j.transitions("purchase", ends=True),
    "paths": lambda j: j.paths("purchase", collapse=True),
    "loops": lambda j: j.loops(),
    "dropoff": lambda j: j.dropoff("purchase"),
    "repeats": lambda j: j.repeats("purchase"),
    "loyalty": lambda j: j.loyalty("purchase"),
    "months": lambda j: j.months("purchase"),
    "campaigns": lambda j: j.campaigns(),
    "responses": lambda j: j.responses(),
}
PARTS = ("basic", *sorted(path.stem for path in (Path(__file__).parents[1] / "asked").glob("*.py")))


@pytest.mark.parametrize("part", PARTS)
def test_everybody_selected_is_everybody(known, part):
    """Every answer there is is the same where the group holds all customers and the period all time."""
    everybody = known.among("touch:any", "period:2026-01..2026-12")
    calls = BASIC if part == "basic" else asked(part)
    told = {name: ask(everybody).rows() for name, ask in calls.items()}
    assert told == {name: ask(known).rows() for name, ask in calls.items()}


def test_a_day_begins_where_the_customers_are(cast):
    """Half past eleven at night in UTC is the next day in Berlin."""
    cast.load([("Dan", 14.5, "ad")], file="two")
    cast.build()
    from wegweiser.journeys import Journeys  # noqa: PLC0415  (the only test that needs a zone)

    berlin = Journeys(cast.warehouse, cast.registry, zone="Europe/Berlin")
    assert "ad" in berlin.among("period:2026-03-03").touchpoints().column("touchpoint")
    assert cast.journeys.among("period:2026-03-03").summary().one()["steps"] == 0


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2026-03", date(2026, 3, 1), date(2026, 3, 31)),
        ("2026-01..2026-12", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02..", date(2024, 2, 1), None),
        ("..2024-02", None, date(2024, 2, 29)),
        ("2026-01-15..2026-02-03", date(2026, 1, 15), date(2026, 2, 3)),
        ("2026-01-15", date(2026, 1, 15), date(2026, 1, 15)),
    ],
)
def test_a_period_is_written_in_months_or_days(text, since, until):
    """Both ends belong to the period, and either may be left out."""
    selection = Selection.read(f"period:{text}")
    assert (selection.since, selection.until) == (since, until)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("pe_1", "not written as kind:value"),
        ("persona:", "not written as kind:value"),
        ("trait:country", "not written as trait:name=value"),
        ("period:march", "is no period"),
        ("period:2026-13", "is no period"),
        ("period:2026-05..2026-03", "has no day in it"),
        ("period:..", "has no day in it"),
        ("pattern:view ->", "expected a touchpoint"),
    ],
)
def test_a_selection_that_makes_no_sense_is_refused(known, text, problem):
    """The message says what is wrong with it."""
    with pytest.raises(InvalidSetting, match=problem):
        known.among(text)


def test_a_name_nobody_knows_has_a_nearest_right_one(known):
    """Kinds, personas, traits, their values and touchpoints are looked up."""
    for text, near in [
        ("persna:pe_1", "persona"),
        ("persona:pe_3", "pe_"),
        ("trait:contry=AT", "country"),
        ("trait:country=at", "Known: AT, DE"),
        ("touch:veiw", "view"),
    ]:
        with pytest.raises(UnknownName, match=near):
            known.among(text)
    with pytest.raises(InvalidSetting, match="two of the kind touch"):
        known.among("touch:ad", "touch:buy")
    with pytest.raises(InvalidSetting, match="selects nothing"):
        known.among()
