"""How claims stand, told from files alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wegweiser.clock import FixedClock
from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.journey_maps import Cell
from wegweiser.errors import InvalidSetting, WorkspaceProblem
from wegweiser.i18n import read
from wegweiser.maps import Plan, document
from wegweiser.workspace import Config, standing

PLAN = """
id: first_order
title: First order
phases: [{id: order, name: Order}]
lanes: [{id: experience, type: experience, title: Experiences, band: customer}]
"""
CLAIM = Claim(
    id="cl_a",
    text="75% buy",
    status=Status.MEASURED,
    evidence=("ev_1",),
    n=400,
    as_of=datetime(2026, 1, 1, tzinfo=UTC).date(),
)


@pytest.fixture
def footing(tmp_path):
    """Return a workspace of files that was run on 1 January, looked at on 2 March."""
    (tmp_path / "wegweiser.toml").write_text('name = "Kornblume"\n', "utf-8")
    cells = (Cell(lane="experience", phase="order", claims=(CLAIM,)),)
    run = document.Generated(cells=cells, as_of=CLAIM.as_of)
    (tmp_path / "journey.data.json").write_bytes(run.json())
    return standing.Footing(tmp_path, Config.read(tmp_path), FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC)))


def test_claims_stand_as_on_the_last_day_of_the_data(footing):
    """On its own day the claim is measured, whatever the clock says."""
    journey_map = standing.standing(footing, Plan.parse(PLAN)).journey_map
    (claim,) = journey_map.cell("experience", "order").claims
    assert (claim.status, claim.n) == (Status.MEASURED, 400)


def test_a_file_of_tests_that_cannot_be_read_is_told(footing):
    """validations.yaml is broken: the claims are not told without it."""
    (footing.folder / "validations.yaml").write_text("validations: [", "utf-8")
    with pytest.raises(InvalidSetting):
        standing.standing(footing, Plan.parse(PLAN))


def test_without_a_run_there_are_no_claims(footing):
    """Nothing was run: the message says what to do."""
    (footing.folder / "journey.data.json").unlink()
    with pytest.raises(WorkspaceProblem, match="wegweiser run"):
        standing.standing(footing, Plan.parse(PLAN))
    assert standing.ended(footing) is None


def test_data_that_ended_long_ago_are_told(footing):
    """Half a year after the last day of the data, the page says so; two months after it does not."""
    assert standing.ended(footing) is None
    late = standing.Footing(footing.folder, footing.config, FixedClock(datetime(2026, 9, 1, tzinfo=UTC)))
    assert "243 days ago" in read(standing.ended(late), "en")
