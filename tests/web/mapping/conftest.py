"""A site with one small map: Order and Use, a lane of experiences, a lane of goals."""

from __future__ import annotations

from pathlib import Path

import pytest

from wegweiser.domain.people import Role
from wegweiser.i18n import read
from wegweiser.web import mapping
from wegweiser.web.frame import Visit

PLAN = Path(__file__).parent / "first_order.yaml"


@pytest.fixture
def plan_file(site):
    """Return the file of the site's map, as a person wrote it."""
    path = site.folder / "journey.yaml"
    path.write_bytes(PLAN.read_bytes())
    return path


@pytest.fixture
def visit(site, people, plan_file):  # noqa: ARG001  (the site has its map)
    """Return a function that gives a visit of a person by her role."""

    def made(role: Role = Role.EDITOR, language="en") -> Visit:
        return Visit(site=site, language=language, person=people[role], role=role)

    return made


@pytest.fixture
def texts(site):
    """Return a function that gives the texts where a lane meets a phase, as the app has them."""

    def said(lane: str, phase: str) -> list[str]:
        return [read(claim.text, "en") for claim in mapping.opened(site, "first_order").plan.cell(lane, phase).claims]

    return said
