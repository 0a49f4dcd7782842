"""A site with one small map: Order and Use, a lane of experiences, a lane of goals."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role
from wegweiser.i18n import read
from wegweiser.web import mapping
from wegweiser.web.frame import Visit

PLAN = """
id: first_order
title: {en: First order, de: Erstbestellung}
phases:
- {id: order, name: Order}
- {id: use, name: Use}
lanes:
- {id: experience, type: experience, title: Experiences, band: customer}
- {id: goal, type: goal, title: Goals, band: doing}
cells:
- lane: experience
  phase: order
  claims:
  - {id: cl_a, text: It was quick}
  - {id: cl_b, text: It was dear}
- lane: goal
  phase: use
  claims:
  - {id: cl_g, text: Come back}
"""


@pytest.fixture
def plan_file(site):
    """Return the file of the site's map, as a person wrote it."""
    path = site.folder / "journey.yaml"
    path.write_text(PLAN, "utf-8")
    return path


@pytest.fixture
def visit(site, people, plan_file):
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
