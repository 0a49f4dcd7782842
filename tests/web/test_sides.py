"""Sides that must be counted first: asked once, told while they wait."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role
from wegweiser.web import mapping


@pytest.fixture
def site(shop):
    """Return the site of the shop that was run; nobody works on its jobs."""
    mapping.take_in(shop)
    return shop


def test_a_period_is_counted_by_one_job_however_often_it_is_asked(site, visitor):
    """Two people ask, one job waits, the page says so and asks again by itself."""
    path = "/maps/journey/compare?a=period:2026-01..2026-01"
    asked = [visitor(role).get("/api/v1" + path).json() for role in (Role.VIEWER, Role.EDITOR)]
    assert len({one["a"]["waits"]["job"] for one in asked}) == 1
    assert ("comparison" in asked[0], len(site.store.jobs.all(10))) == (False, 1)
    assert 'hx-trigger="every 2s"' in visitor(Role.VIEWER).get(path).text


@pytest.mark.parametrize("side", ["period:2026-13..2026-14", "period:x", "persona:none", "touch:channel:web"])
def test_who_cannot_be_counted_is_told_at_once(site, visitor, side):
    """No such month, no such persona, nothing that is a side; and no job is begun."""
    assert visitor(Role.EDITOR).get(f"/maps/journey/compare?a={side}").status_code in {404, 422}
    assert site.store.jobs.all(10) == ()
