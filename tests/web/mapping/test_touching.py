"""What is drawn anew after a revision."""

from __future__ import annotations

import pytest

from wegweiser.maps.editing import edits
from wegweiser.maps.editing.things import point_ids
from wegweiser.web import mapping
from wegweiser.web.mapping.touching import touched


@pytest.mark.parametrize(
    ("edit", "places"),
    [
        (edits.EditClaim(id="cl_a", text="x"), ("head", "cell:experience/order")),
        (
            edits.MoveClaim(id="cl_a", lane="goal", phase="use"),
            ("head", "cell:experience/order", "cell:goal/use"),
        ),
        (edits.SetText(field="title", words="x"), ("head",)),
        (edits.AddCard(phase="use", name="Shop"), ("head", "row:cards")),
        (edits.AddMetric(phase="use", name="Repeats"), ("head", "row:metrics")),
        (edits.AddPoint(phase="use", at=0.5, value=1), ("head", "row:curve")),
        (edits.AddPhase(name="Tell"), ("all",)),
        (edits.EditLane(id="goal", title="Aims"), ("all",)),
    ],
)
def test_each_edit_touches_its_place(visit, site, edit, places):
    """A text its cell, a move both cells, a card its row, a phase everything; the head counts with each."""
    mapping.save(visit(), "first_order", edit)
    assert touched(site.store.maps.revisions("first_order")) == places


def test_a_point_that_moves_touches_its_curve_alone(visit, site):
    """No row comes or goes with it, as with a point that is new."""
    mapping.save(visit(), "first_order", edits.AddPoint(phase="use", at=0.5, value=1))
    mapping.save(
        visit(), "first_order", edits.EditPoint(id=point_ids(mapping.opened(site, "first_order").plan)[0], value=2)
    )
    assert touched(site.store.maps.revisions("first_order", after=1)) == ("head", "curve")


def test_nothing_touches_nothing():
    """Without a revision there is nothing to draw."""
    assert touched([]) == ()
