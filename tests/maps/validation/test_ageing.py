"""Claims grow stale by their day, by numbers that moved, and by what comes and goes."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import Estimate
from wegweiser.domain.journey_maps import Cell, TouchpointCard
from wegweiser.domain.validations import Cause, Validity
from wegweiser.maps.validation import ageing
from wegweiser.maps.validation.places import changed
from wegweiser.stats import wilson

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def on(shop_map, day, **claims):
    """Return the map of a later day, some of its claims changed."""
    later = replace(shop_map, as_of=day)
    return changed(later, lambda one: replace(one, as_of=day if one.as_of else None, **claims.get(one.id, {})))


@pytest.fixture
def written(shop_map):
    """Return the map with the loss in a person's own words, which do not change by themselves."""
    return changed(shop_map, lambda one: replace(one, author="human") if one.id == "cl_loss" else one)


def causes(found):
    """Return cause and whether it says its new number itself, by claim."""
    return {one.claim: (one.cause, one.renewed) for one in found}


def test_a_claim_counts_until_its_day(shop_map):
    """Measured figures count 180 days, what is read in texts 90; the assumptions never did."""
    assert ageing.stale(shop_map, None, date(2026, 5, 30)) == ()
    texts = ageing.stale(shop_map, None, date(2026, 5, 31))
    assert causes(texts) == {"cl_price": (Cause.EXPIRED, False)}
    assert texts[0].reason == {"en": "Counted until 30 May 2026.", "de": "Galt bis 30.05.2026."}
    later = causes(ageing.stale(shop_map, None, date(2026, 8, 29)))
    assert set(later) == {"cl_price", "cl_felt", "cl_loss", "cl_m_goal", "cl_tp"}
    assert ageing.stale(shop_map, None, date(2026, 8, 29), Validity(measured_days=400, inferred_days=400)) == ()


def test_a_number_that_moved_makes_a_persons_words_stale(written):
    """40 % of 1000 became 50 %: beyond both intervals, and no chance among five tests."""
    earlier = ageing.snapshot(written)
    now = on(written, APRIL, cl_loss={"share": wilson(500, 1000)})
    (found,) = ageing.stale(now, earlier, APRIL)
    assert (found.claim, found.cause, found.renewed) == ("cl_loss", Cause.MOVED, False)
    assert found.reason["en"] == (
        "Was 40% of 1,000 (37.0–43.1%) on 1 Mar 2026, is 50% of 1,000 (46.9–53.1%) now: more than chance."
    )
    loss = next(c for c in ageing.marked(now, [found]).claims() if c.id == "cl_loss")
    assert (loss.status, loss.evidence, loss.share) == (Status.STALE, ("ev_events",), wilson(500, 1000))
    assert loss.detail["en"].endswith("Before: measured.")


def test_a_headline_of_the_one_name_all_had_is_held_against_none(shop_map):
    """68 % of 139 were of one sentence and 9.3 % of 2,815 of another; told apart by their ids, each is its own."""
    one = next(claim for claim in shop_map.claims() if claim.id == "cl_loss")
    then = replace(shop_map, finding=replace(one, id="cl_finding", share=wilson(94, 139)))
    now = replace(then, as_of=APRIL, finding=replace(then.finding, share=wilson(262, 2815)))
    assert "cl_finding" not in causes(ageing.stale(now, ageing.snapshot(then), APRIL))
    told = replace(then, finding=replace(then.finding, id="cl_finding_loss_cart"))
    again = replace(now, finding=replace(now.finding, id="cl_finding_loss_cart"))
    assert causes(ageing.stale(again, ageing.snapshot(told), APRIL))["cl_finding_loss_cart"] == (Cause.MOVED, True)


def test_a_generated_claim_that_moved_says_so_and_stands(shop_map):
    """A rule writes its words anew with every number: the change is told, and the claim stays measured."""
    now = on(shop_map, APRIL, cl_loss={"share": wilson(500, 1000)})
    found = ageing.stale(now, ageing.snapshot(shop_map), APRIL)
    assert causes(found) == {"cl_loss": (Cause.MOVED, True)}
    assert ageing.marked(now, found) == now


def test_chance_is_no_drift(written):
    """43 % instead of 40 % lies within the interval; six people more of 100 are nothing among five tests."""
    now = on(written, APRIL, cl_loss={"share": wilson(430, 1000)}, cl_m_goal={"share": wilson(46, 100)})
    assert ageing.stale(now, ageing.snapshot(written), APRIL) == ()


def test_holm_holds_back_what_one_test_alone_would_call(written):
    """44.5 % against 40 % has p = 0.04 for itself, and 0.16 as the surest of four."""
    now = on(written, APRIL, cl_loss={"share": wilson(445, 1000)})
    earlier = ageing.snapshot(written)
    assert ageing.stale(now, earlier, APRIL) == ()
    alone = replace(earlier, claims={"cl_loss": earlier.claims["cl_loss"]})
    assert causes(ageing.stale(now, alone, APRIL)) == {"cl_loss": (Cause.MOVED, False)}


def test_slow_drift_is_seen_and_stays_until_the_words_change(written):
    """Three points a month are chance each time; against the day the words were written, May is not."""
    steps = {APRIL: 440, MAY: 480, date(2026, 6, 1): 481}
    earlier, stale_on = ageing.snapshot(written), []
    for day, hits in steps.items():
        now = on(written, day, cl_loss={"share": wilson(hits, 1000)})
        stale_on += [day for one in ageing.stale(now, earlier, day) if one.claim == "cl_loss"]
        earlier = ageing.snapshot(now, earlier)
    assert stale_on == [MAY, date(2026, 6, 1)]
    anew = on(written, date(2026, 7, 1), cl_loss={"text": "Half of them leave", "share": wilson(481, 1000)})
    assert causes(ageing.stale(anew, earlier, date(2026, 7, 1))) == {"cl_loss": (Cause.MOVED, True)}
    assert ageing.snapshot(anew, earlier).claims["cl_loss"].figure == wilson(481, 1000)


def test_what_a_claim_speaks_of_can_go(written):
    """No event of the till comes any more: what a person says of it is stale, the assumption about it is none."""
    now = replace(on(written, APRIL), touchpoints=())
    assert causes(ageing.stale(now, ageing.snapshot(written), APRIL)) == {"cl_loss": (Cause.GONE, False)}


def test_a_new_touchpoint_makes_claims_about_its_whole_phase_stale(shop_map):
    """A letter comes into the phase: a tested word about buying as such wants a look, one about the till does not."""
    tested = {"status": Status.VALIDATED, "evidence": ("ev_v",), "n": 50, "as_of": MARCH}
    whole = Claim("cl_whole", "Buying is easy", **tested)
    cells = (*shop_map.cells, Cell("association", "buy", (whole,)))
    before = replace(changed(shop_map, lambda c: replace(c, **tested) if c.id == "cl_waited" else c), cells=cells)
    letter = TouchpointCard("letter", "buy", {"en": "Letter", "de": "Brief"}, "tag", share=wilson(30, 100))
    earlier = ageing.snapshot(before)
    now = replace(before, as_of=APRIL, touchpoints=(*before.touchpoints, letter))
    found = ageing.stale(now, earlier, APRIL)
    assert causes(found) == {"cl_whole": (Cause.UNSEEN, False)}
    assert found[0].reason == {
        "en": "“Letter” came up after 1 Mar 2026.",
        "de": "„Brief“ kam nach dem 01.03.2026 hinzu.",
    }
    again = replace(now, as_of=MAY)
    assert causes(ageing.stale(again, ageing.snapshot(now, earlier), MAY)) == {"cl_whole": (Cause.UNSEEN, False)}


def test_figures_of_too_few_or_of_another_unit_are_not_compared(written):
    """Nineteen people say nothing, and days are no points."""
    few = on(written, MARCH, cl_loss={"share": wilson(1, 19)})
    now = on(written, APRIL, cl_loss={"share": wilson(900, 1000)})
    assert ageing.stale(now, ageing.snapshot(few), APRIL) == ()
    points = on(written, MARCH, cl_loss={"share": None, "estimate": Estimate(1.0, 0.9, 1.1, 100, "days")})
    days = on(written, APRIL, cl_loss={"share": None, "estimate": Estimate(9.0, 8.9, 9.1, 100, "points")})
    assert ageing.stale(days, ageing.snapshot(points), APRIL) == ()


def test_a_snapshot_keeps_figures_and_no_words(shop_map):
    """What customers wrote is not kept longer than their texts; a map without a day is not remembered."""
    kept = ageing.snapshot(shop_map)
    assert "cost" not in str(kept)
    assert (kept.claims["cl_loss"].figure, kept.touchpoints, kept.known) == (
        wilson(400, 1000),
        {"till": MARCH},
        ("buy", "look", "m_goal"),
    )
    assert ageing.snapshot(replace(shop_map, as_of=None)) is None
