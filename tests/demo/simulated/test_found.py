"""One run of the whole product on the simulated company: its map, levers and personas name what was planted."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from sklearn.metrics import adjusted_rand_score

from wegweiser import demo
from wegweiser.bootstrap import workspace_at
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.personas import PersonaSet
from wegweiser.domain.questions import Answered
from wegweiser.domain.voices import Heard
from wegweiser.i18n import read
from wegweiser.workspace import Config, Outputs, Workspace

from .test_truths import memberships

CUSTOMERS = 2_000
KINDS = {"price_hunters", "advice_seekers", "regulars", "gift_buyers"}


@dataclass(frozen=True)
class Product:
    """What a person holds in her hands after a run, and what was planted."""

    ws: Workspace
    journey_map: JourneyMap
    personas: PersonaSet
    heard: Heard
    truth: dict[str, Any]

    def claims(self, start: str) -> list[str]:
        """Return the ids of the claims of the map that begin so."""
        return [claim.id for cell in self.journey_map.cells for claim in cell.claims if claim.id.startswith(start)]

    def said(self, claim: str) -> str:
        """Return the English words of a claim on the map."""
        return next(read(one.text, "en") for cell in self.journey_map.cells for one in cell.claims if one.id == claim)


@pytest.fixture(scope="session", params=[pytest.param(1), pytest.param(2, marks=pytest.mark.soak)])
def product(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Return what one run says of a year of 2,000 customers."""
    folder = tmp_path_factory.mktemp("found")
    plan = demo.simulate(folder, customers=CUSTOMERS, seed=request.param)
    truth = json.loads((folder / "truth.json").read_bytes())
    with workspace_at(folder, Config.of_demo(plan)) as ws:
        ws.run(Outputs(folder / "maps", ("en",), ("json",)))
        drawn = msgspec.json.decode((folder / "maps" / "journey-map.json").read_bytes(), type=JourneyMap)
        personas = msgspec.json.decode((folder / "maps" / "personas.json").read_bytes(), type=PersonaSet)
        yield Product(ws, drawn, personas, ws.heard(), truth)


def test_the_hotline_hurts_and_nothing_else_does(product):
    """It is the only touchpoint whose whole interval lies below 0, for everybody and for every persona asked."""
    reported = [point for point in product.journey_map.curve if point.series == "survey"]
    below = {point.touchpoint for point in reported if point.hi is not None and point.hi < 0}
    assert below == {product.truth["painful_touchpoint"]["touchpoint"]}
    assert "cl_feeling_hotline" in product.claims("cl_feeling_")
    drivers = {lever.touchpoint for lever in product.journey_map.levers if lever.id.startswith("lv_driver_")}
    assert "hotline" in drivers


def test_the_hotline_heads_the_map(product):
    """Of all gaps it harms most: no break-off that is usual stands before it."""
    finding = product.journey_map.finding
    assert read(finding.text, "en").startswith("Biggest gap \u2013 Felt at “Call to the hotline”: \u2212")
    harms = [claim.harm or 0.0 for cell in product.journey_map.cells for claim in cell.claims]
    assert finding.harm == max(harms)


def test_retargeting_only_looks_good_and_the_newsletter_works(product):
    """The hold-outs are levers of grade A: the one's interval holds 0, the other's lies above it."""
    levers = {lever.id: lever for lever in product.journey_map.levers}
    retargeting, letter = (levers[f"lv_experiment_{name}_holdout"] for name in ("retargeting", "newsletter"))
    assert {retargeting.grade, letter.grade} == {"A"}
    assert retargeting.effect.lo <= 0 <= retargeting.effect.hi
    assert letter.effect.lo > 0
    assert (letter.rank, retargeting.rank) == (1, None)
    assert "the money could be spent elsewhere" in read(retargeting.doubt, "en")


def test_rain_jackets_are_cheaper_online_and_nothing_else_breaks(product):
    """Discounts differ for the planted products only; prices and stock agree everywhere."""
    broken = Counter(row["kind"] for row in product.ws.consistency.summary().rows() if row["broken"])
    assert set(broken) == {"discount"}
    breaks = product.ws.consistency.breaks("discount", top=500).rows()
    assert {row["object"] for row in breaks} == set(product.truth["discount_online_only"]["products"])
    assert {(round(row["high"], 2), row["low"]) for row in breaks} == {(0.2, 0.0)}
    (told,) = product.claims("cl_break_")
    assert "20% off on “Website”, none on “Store”" in product.said(told)
    assert "lv_break_discount_web_store" in {lever.id for lever in product.journey_map.levers}


def test_one_question_has_no_answer(product):
    """All that is asked and not answered is asked about an opened tent, on the map and in what was heard."""
    unanswered = [one for one in product.heard.questions if one.answered is Answered.NO]
    assert unanswered
    strange = [
        read(one.text, "de") for one in unanswered if not re.search("zelt|tent", read(one.text, "de"), re.IGNORECASE)
    ]
    assert strange == []
    assert any("no answer" in product.said(claim) for claim in product.claims("cl_question_"))


def test_what_drifts_in_month_nine_has_its_date_and_nothing_else_is_at_fault(product):
    """The app's fault is on the map since the release, and a complaint follows late parcels; no other fault is told."""
    (fault,) = product.claims("cl_friction_fault_")
    assert fault == "cl_friction_fault_app_checkout_error"
    since = datetime.strptime(product.said(fault).split(" to ")[0], "%d %b %Y").replace(tzinfo=UTC).date()
    assert abs((since - date(2025, 9, 8)).days) <= 14
    share = int(re.search(r"(\d+)% of \d+ visits with “Checkout in the app”", product.said(fault))[1]) / 100
    assert 0.2 < share < 0.4
    (late,) = product.claims("cl_drift_")
    assert late == "cl_drift_delivery_days_late"
    since = datetime.strptime(product.said(late)[6:].split(":")[0], "%d %b %Y").replace(tzinfo=UTC).date()
    assert abs((since - date(2025, 9, 1)).days) <= 14
    dated = [claim for claim in product.claims("cl_friction_") if re.match(r"\d+ \w+ 2025", product.said(claim))]
    assert [claim for claim in dated if "_app_" not in claim and "_complaint" not in claim] == []
    late = [lever for lever in product.journey_map.levers if lever.id == "lv_driver_delivery_days_late"]
    assert len(late) == 1


def test_only_regulars_skip_looking_when_they_buy_again(product):
    """Of the personas one buys again without consideration in most cases, the one regulars are in."""
    found, truth = memberships(product.ws), product.truth["membership"]
    kinds = {group: Counter(truth[name] for name in found if found[name] == group) for group in set(found.values())}
    skips = {
        group: product.ws.journeys.among(f"persona:{group}").loyalty("purchase").one()["share"] or 0 for group in kinds
    }
    often = {group for group, share in skips.items() if share > 0.5}
    assert {kinds[group].most_common(1)[0][0] for group in often} == {product.truth["loyalty_loop"]["persona"]}
    assert len(often) == 1


def test_the_phase_after_the_purchase_breaks_the_promise_and_no_other(product):
    """Effortless service is told on the map with what was promised; honest advice keeps its word."""
    assert [(one.value, one.phase) for one in product.heard.discords] == [("effortless", "retention")]
    (claim,) = product.claims("cl_discord_")
    assert "effortless" in claim
    assert "promised" in product.said(claim)


def test_four_personas_and_those_who_never_bought(product):
    """Each planted kind has one persona, agreement with the truth is 0.85; one more group never bought anything."""
    found, truth = memberships(product.ws), product.truth["membership"]
    customers = sorted(name for name in truth if name in found)
    score = adjusted_rand_score([truth[name] for name in customers], [found[name] for name in customers])
    assert score >= 0.85
    main = {group: Counter(truth[name] for name in customers if found[name] == group) for group in set(found.values())}
    buyers = [counted.most_common(1)[0][0] for counted in main.values() if counted.total() >= 50]
    assert sorted(buyers) == sorted(KINDS)
    assert len(product.personas.personas) in {4, 5}


def test_personas_have_a_voice_and_a_curve(product):
    """Those asked often enough stand beside everybody on the map, and their sedcards hold feelings and questions."""
    beside = {persona.id for persona in product.journey_map.beside}
    assert 2 <= len(beside) <= 4
    assert {point.persona for point in product.journey_map.curve if point.persona} == beside
    cards = {persona.id: persona for persona in product.personas.personas}
    assert all(cards[name].feelings for name in beside)
    assert any(cards[name].questions for name in beside)


def test_nothing_is_lost_where_nothing_could_follow(product):
    """No loss is of all visits: banners, letters, faults and what another channel sells are on nobody's way."""
    losses = [cell for cell in product.journey_map.cells if cell.lane == "gap"]
    every = [claim for cell in losses for claim in cell.claims if claim.id.startswith("cl_loss_")]
    assert [
        claim.id for claim in (*every, product.journey_map.finding) if claim.share and claim.share.value > 0.95
    ] == []


def test_every_lane_of_the_map_says_something(product):
    """No lane of the simulated company's map is empty."""
    filled = {cell.lane for cell in product.journey_map.cells if cell.claims}
    cells = {lane.id for lane in product.journey_map.lanes} - {"touchpoints", "steps", "feeling", "metric"}
    assert cells - filled <= {"association", "backstage", "support"}
    assert product.journey_map.touchpoints
    assert product.journey_map.curve
    assert product.journey_map.metrics
