"""A map for a room."""

from __future__ import annotations

from pathlib import Path

import pytest

from wegweiser.domain.people import Role

PLAN = Path(__file__).parents[1] / "mapping" / "first_order.yaml"


@pytest.fixture
def ada(visitor):
    """Return the browser of an admin."""
    return visitor(Role.ADMIN)


def test_a_map_is_shown_slide_by_slide(ada, site):
    """The title first, then each phase with what stands there, the evidence last; scripts only number them."""
    (site.folder / "journey.yaml").write_bytes(PLAN.read_bytes())
    page = ada.get("/maps/first_order/present").text
    places = [page.index(f'id="slide-{name}"') for name in ("start", "order", "use", "end")]
    assert places == sorted(places)
    assert ("It was quick" in page, 'href="/maps/first_order"' in page, "/evidence" in page) == (True, True, False)
