from __future__ import annotations

from datetime import date

import pytest

from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.estimates import Duration, Proportion
from wegweiser.errors import UnsupportedClaim

DAY = date(2026, 10, 31)
FULL = {"evidence": ("q1",), "n": 2469, "as_of": DAY}


def test_what_somebody_says_is_an_assumption():
    """A claim without a status is an assumption, needs no evidence, and names a person as author."""
    claim = Claim("c1", "Ana trusts reviews")
    assert (claim.status, claim.evidence, claim.author) == (Status.ASSUMPTION, (), "human")


@pytest.mark.parametrize("status", ["inferred", "measured", "validated", "contradicted"])
def test_a_supported_status_cannot_be_claimed_without_evidence(status):
    """Numbers alone are no evidence: the claim must name what it rests on."""
    with pytest.raises(UnsupportedClaim, match=f"'c1' is marked {status} but names no evidence"):
        Claim("c1", "21 % leave", status=Status(status), n=2469, as_of=DAY)


@pytest.mark.parametrize("status", ["measured", "validated"])
@pytest.mark.parametrize("missing", ["n", "as_of"])
def test_a_measured_claim_needs_its_n_and_its_day(status, missing):
    """With evidence, but without n or without the day it was measured, it is refused as well."""
    with pytest.raises(UnsupportedClaim, match="has no n or no as_of date"):
        Claim("c1", "21 % leave", status=Status(status), **{**FULL, missing: None})


@pytest.mark.parametrize("status", list(Status))
def test_a_fully_supported_claim_may_have_any_status(status):
    """Evidence, n and day carry every status."""
    assert Claim("c1", "21 % leave", status=status, **FULL).status is status


def test_an_inferred_claim_needs_evidence_only():
    """An inference from one interview has no n, but names the interview."""
    assert Claim("c1", "She compares prices", status=Status.INFERRED, evidence=("i1",)).n is None


@pytest.mark.parametrize(
    ("status", "on", "standing"),
    [
        ("measured", date(2026, 12, 31), "measured"),
        ("measured", date(2027, 1, 1), "stale"),
        ("validated", date(2027, 1, 1), "stale"),
        ("inferred", date(2027, 1, 1), "stale"),
        ("assumption", date(2027, 1, 1), "assumption"),
        ("contradicted", date(2027, 1, 1), "contradicted"),
    ],
)
def test_what_was_measured_goes_stale_after_its_last_valid_day(status, on, standing):
    """Valid until the last of December, a measurement stands on that day and is stale on the next."""
    claim = Claim("c1", "21 % leave", status=Status(status), valid_until=date(2026, 12, 31), **FULL)
    assert claim.standing(on) == standing


def test_a_claim_cannot_be_edited():
    """Whoever disagrees writes another claim, which supersedes this one."""
    with pytest.raises(AttributeError):
        Claim("c1", "Ana trusts reviews").status = Status.MEASURED


def test_evidence_may_be_words_alone():
    """An interview has no query."""
    evidence = Evidence("i1", "interview", {"en": "Ana, 14 March", "de": "Ana, 14. März"})
    assert (evidence.n, evidence.query) == (None, None)


@pytest.mark.parametrize(("n", "suppressed"), [(19, True), (20, False)])
def test_a_share_of_fewer_than_twenty_people_is_suppressed(n, suppressed):
    """Nineteen people are too few to be shown, twenty are enough."""
    assert Proportion(0.5, 0.3, 0.7, n // 2, n).suppressed is suppressed


def test_a_duration_gives_its_median_as_a_length_of_time():
    """Ninety seconds are a minute and a half."""
    assert str(Duration(90.0, 600.0, 35).median) == "0:01:30"
