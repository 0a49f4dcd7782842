"""What a headline rests on that nobody has looked at."""

from __future__ import annotations

from datetime import date

import pytest

from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.web.resting import unseen

_EVIDENCE = (Evidence("ev_dropoff", "event_query", "Journeys"), Evidence("ev_feelings", "survey_item", "Survey"))
_TOUCHPOINTS = tuple(
    Touchpoint(name, name, Match(event=name), proposed=proposed)
    for name, proposed in (("ad", True), ("hotline", True), ("purchase", False))
)


@pytest.mark.parametrize(
    ("evidence", "refs", "n"),
    [
        (("ev_dropoff",), ("purchase",), 2),
        (("ev_feelings",), ("hotline",), 1),
        (("ev_feelings",), ("purchase",), 0),
        (("ev_feelings", "ev_dropoff"), ("hotline",), 2),
    ],
)
def test_a_count_of_journeys_rests_on_all_touchpoints_an_answer_on_those_it_names(evidence, refs, n):
    """Of three touchpoints somebody agreed to one."""
    claim = Claim("cl_finding", "Loss", Status.MEASURED, evidence, n=60, as_of=date(2026, 3, 2), refs=refs)
    assert unseen(claim, _EVIDENCE, _TOUCHPOINTS) == n


def test_what_a_person_wrote_and_nothing_rest_on_no_touchpoint():
    """A sentence without evidence claims nothing about data."""
    assert [unseen(one, _EVIDENCE, _TOUCHPOINTS) for one in (None, Claim("cl_1", "We are late"))] == [0, 0]
