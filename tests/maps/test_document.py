"""The document: round trip, schema, evidence mix, and lint."""

from __future__ import annotations

import json
from datetime import date

import pytest
from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.journey_maps import Cell, JourneyMap, MapPhase, TouchpointCard
from wegweiser.maps import document, draft, join, template, templates
from wegweiser.maps.lanes import DEFAULT_LANES

SMALL = JourneyMap(
    id="journey",
    title="First order",
    phases=(MapPhase(id="look", name="Look"),),
    lanes=DEFAULT_LANES,
    cells=(Cell(lane="goal", phase="look", claims=(Claim(id="cl_a", text="Be seen"),)),),
    as_of=date(2026, 10, 31),
)


def with_claim(claim: Claim) -> JourneyMap:
    """Return the small map with one more claim."""
    return replace(SMALL, cells=(*SMALL.cells, Cell(lane="gap", phase="look", claims=(claim,))))


@pytest.mark.parametrize("name", templates())
def test_a_template_map_survives_the_way_to_json_and_back(name):
    """What is written reads back equal, and writes the same bytes again."""
    drawn = join(template(name))
    text = document.encode(drawn)
    assert document.decode(text) == drawn
    assert document.encode(document.decode(text)) == text


def test_a_measured_map_survives_the_way_to_json_and_back(shop_figures, shop_plan):
    """Shares, durations and evidence come back as they were."""
    drawn = join(shop_plan, draft(shop_plan, shop_figures()))
    assert document.decode(document.encode(drawn)) == drawn


def test_the_schema_is_json_and_names_what_the_document_holds():
    """Every field of a map is described, claims with their statuses."""
    schema = json.loads(json.dumps(document.schema()))
    defined = schema["$defs"]
    assert set(defined["JourneyMap"]["required"]) == {"id", "title", "phases", "lanes"}
    assert set(defined["Status"]["enum"]) == {status.value for status in Status}


def test_the_evidence_mix_counts_each_status_once():
    """One assumption and one expired measurement: the map says so."""
    old = Claim(
        id="cl_b", text="B", status=Status.MEASURED, evidence=("ev",), n=30, as_of=date(2026, 1, 1),
        valid_until=date(2026, 3, 31),
    )  # fmt: skip
    mix = document.evidence_mix(with_claim(old))
    assert (mix[Status.ASSUMPTION], mix[Status.STALE], sum(mix.values())) == (1, 1, 2)


def test_evidence_nobody_lists_is_named_beside_what_is_known():
    """Ana's claim rests on ev_q; the map knows ev_1."""
    known = Evidence(id="ev_1", kind="document", source="Interviews")
    changed = replace(with_claim(Claim(id="cl_b", text="B", evidence=("ev_1", "ev_q"))), evidence=(known,))
    (found,) = document.lint(changed)
    assert found.text["en"] == "cl_b rests on ev_q, which no evidence is called; known: ev_1"


def test_hidden_ids_that_match_nothing_are_listed(shop_figures, shop_plan):
    """A generated claim may be hidden; a misspelt one is named with the nearest."""
    found = draft(shop_plan, shop_figures())
    card = found.touchpoints[0].id
    plan = replace(shop_plan, hide=(card, f"{card}x", "qqqq"))
    misses = [f for f in document.lint(join(plan, found), plan, found) if f.rule == "hides_nothing"]
    assert [finding.text["en"] for finding in misses] == [
        f"hide lists {card}x, but nothing generated is called that; did you mean {card}?",
        "hide lists qqqq, but nothing generated is called that",
    ]


def test_nothing_generated_is_to_be_mended(shop_figures, shop_plan):
    """What is drafted from data names its evidence and fits in print."""
    found = draft(shop_plan, shop_figures())
    rules = {finding.rule for finding in document.lint(join(shop_plan, found), shop_plan, found)}
    assert not rules & {"no_evidence", "long_text", "hides_nothing"}


def test_a_clean_map_has_no_findings():
    """Nothing to mend, nothing said."""
    assert document.lint(SMALL) == ()


@pytest.mark.parametrize(
    ("changed", "rule", "where"),
    [
        (with_claim(Claim(id="cl_b", text="x" * 81)), "long_text", "cl_b"),
        (with_claim(Claim(id="cl_b", text={"en": "Only English"})), "one_language", "cl_b"),
        (
            with_claim(
                Claim(id="cl_b", text="B", status=Status.INFERRED, evidence=("ev_1",), valid_until=date(2026, 1, 1))
            ),
            "expired",
            "cl_b",
        ),
        (with_claim(Claim(id="cl_b", text="B", evidence=("ev_1",))), "no_evidence", "cl_b"),
        (replace(SMALL, cells=()), "no_goal", "look"),
        (
            replace(SMALL, touchpoints=(TouchpointCard(id="shop", phase="gone", name="Shop", icon="store"),)),
            "orphan_touchpoint",
            "shop",
        ),
    ],
)
def test_what_is_wrong_with_a_map_is_listed(changed, rule, where):
    """Each rule finds its one flaw, in words of both languages."""
    found = [finding for finding in document.lint(changed) if finding.rule == rule]
    assert [finding.where for finding in found] == [where]
    assert found[0].text["en"] != found[0].text["de"]
