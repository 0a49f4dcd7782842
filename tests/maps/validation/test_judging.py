"""Results become verdicts, and verdicts move claims without losing what was there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import Estimate
from wegweiser.domain.journey_maps import Band, Cell, JourneyMap, Lane, LaneType, MapPhase
from wegweiser.domain.validations import Method, Validation, Verdict
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import read
from wegweiser.maps.validation import decided, judged, threshold
from wegweiser.stats import wilson

ON = date(2026, 3, 9)
TEST = Validation("v_waited", "cl_waited", Method.SURVEY, "Did you wait?", 0.5, 100, item="holds")


@pytest.mark.parametrize(
    ("hits", "n", "verdict", "status"),
    [
        (70, 100, Verdict.SUPPORTED, Status.VALIDATED),
        (30, 100, Verdict.CONTRADICTED, Status.CONTRADICTED),
        (52, 100, Verdict.UNCLEAR, Status.ASSUMPTION),
        (19, 19, None, Status.ASSUMPTION),
    ],
)
def test_the_interval_against_the_threshold_decides(shop_map, hits, n, verdict, status):
    """70 of 100 are 60 to 78 %, 30 are 22 to 40 %, 52 are both; 19 are fewer than a fifth of those planned."""
    one = decided(TEST, wilson(hits, n), ON)
    assert one.verdict is verdict
    waited = next(c for c in judged(shop_map, [one]).claims() if c.id == "cl_waited")
    assert waited.status is status


def test_a_mean_decides_where_one_was_planned(shop_map):
    """A rating of -1.0 to -0.7 supports that it feels at most -0.5; a share says nothing about it."""
    felt = Validation("v_felt", "cl_felt", Method.SURVEY, "How was it?", -0.5, 100, at_most=True, of_mean=True)
    one = decided(felt, Estimate(-0.85, -1.0, -0.7, 90), ON)
    assert one.verdict is Verdict.SUPPORTED
    claim = next(c for c in judged(shop_map, [one]).claims() if c.id == "cl_felt")
    assert (claim.status, claim.n, claim.valid_until) == (Status.VALIDATED, 120, date(2027, 3, 9))
    assert read(threshold(one), "de") == "höchstens \u22120,5"
    with pytest.raises(InvalidSetting, match=r"a mean of -0\.5 is needed"):
        decided(felt, wilson(5, 10), ON)
    with pytest.raises(InvalidSetting, match=r"a share of 0\.5 is needed"):
        decided(TEST, Estimate(0.5, 0.4, 0.6, 50), ON)


def test_a_contradiction_stays_in_sight_with_what_was_there_before(shop_map):
    """The loss was measured; the check that contradicts it stands beside the old evidence, and the detail says so."""
    check = Validation("v_loss", "cl_loss", Method.DATA_CHECK, "Is it so?", 0.32, 278, planned_on=date(2026, 3, 2))
    found = judged(shop_map, [decided(check, wilson(30, 300), ON)])
    loss = next(c for c in found.claims() if c.id == "cl_loss")
    assert (loss.status, loss.evidence) == (Status.CONTRADICTED, ("ev_events", "ev_v_loss"))
    assert loss.share == wilson(400, 1000)
    assert loss.detail == {
        "en": "Contradicted by a check on 9 Mar 2026: 10% of 300 (7.1–13.9%); needed: at least 32%. Before: measured.",
        "de": "Widerlegt durch eine Datenprüfung am 09.03.2026: 10\u00a0% von 300 (7,1–13,9\u00a0%); "
        "nötig: mindestens 32\u00a0%. Vorher: gemessen.",
    }
    proof = next(e for e in found.evidence if e.id == "ev_v_loss")
    assert (proof.kind, proof.n, proof.since, proof.until) == ("event_query", 300, date(2026, 3, 2), ON)
    assert [(one.id, one.was) for one in found.validations] == [("v_loss", Status.MEASURED)]


def test_the_later_of_two_tests_moves_the_claim_last(shop_map):
    """Supported in March and contradicted in May: contradicted, with both tests in sight."""
    first = decided(TEST, wilson(70, 100), ON)
    later = Validation("v_again", "cl_waited", Method.INTERVIEW, "What happened?", 0.25, 12)
    found = judged(shop_map, [decided(later, wilson(0, 14), date(2026, 5, 4)), first])
    waited = next(c for c in found.claims() if c.id == "cl_waited")
    assert (waited.status, waited.evidence) == (Status.CONTRADICTED, ("ev_v_waited", "ev_v_again"))
    assert "Before: assumption." in waited.detail["en"]
    assert "Before: validated." in waited.detail["en"]


def test_a_test_nobody_decided_changes_nothing_but_the_list(shop_map):
    """A planned test is on the map, and every claim as it was."""
    found = judged(shop_map, [TEST])
    assert found.claims() == shop_map.claims()
    assert found.validations == (TEST,)


names = st.sampled_from(["a", "b", "c"])
tests = st.builds(
    lambda i, claim, hits, n, day: decided(
        Validation(f"v_{i}", f"cl_{claim}", Method.SURVEY, "So?", 0.5, 50), wilson(min(hits, n), n), date(2026, 3, day)
    ),
    st.integers(0, 9),
    names,
    st.integers(0, 60),
    st.integers(1, 60),
    st.integers(1, 28),
)


@settings(max_examples=30)
@given(st.lists(tests, max_size=5, unique_by=lambda one: one.id), st.sets(names))
def test_no_claim_and_no_evidence_is_ever_lost(found, present):
    """Judging twice is judging once; every claim stays in its place with its evidence, and names only what is there."""
    claims = tuple(Claim(f"cl_{name}", name, Status.INFERRED, (f"ev_{name}",), n=30) for name in sorted(present))
    before = JourneyMap(
        "journey",
        "Shop",
        (MapPhase("buy", "Buy"),),
        (Lane("gap", LaneType.GAP, "Gap", Band.DOING),),
        cells=(Cell("gap", "buy", claims),),
    )
    after = judged(before, found)
    assert judged(after, found) == after
    assert [c.id for c in after.claims()] == [c.id for c in claims]
    for old, new in zip(claims, after.claims(), strict=True):
        assert new.evidence[: len(old.evidence)] == old.evidence
        assert set(new.evidence) - set(old.evidence) <= {proof.id for proof in after.evidence}
    assert {one.id for one in after.validations} == {one.id for one in found}
