"""One thing of a map with the moves that lead somewhere."""

from __future__ import annotations

import pytest

from wegweiser.errors import UnknownName
from wegweiser.web import mapping
from wegweiser.web.mapping.changing import changeable

MAP = "first_order"


@pytest.mark.parametrize(
    ("target", "ways"),
    [
        ("claim:cl_a", ["down", "right"]),
        ("claim:cl_b", ["up", "right"]),
        ("claim:cl_g", ["left"]),
        ("phase:order", ["right"]),
        ("phase:use", ["left"]),
        ("lane:experience", ["down"]),
        ("lane:goal", []),
        ("curve", []),
        ("structure", []),
    ],
)
@pytest.mark.usefixtures("plan_file")
def test_only_moves_that_lead_somewhere_are_offered(site, target, ways):
    """The first of a cell goes down, the last up; the first phase right, the last left."""
    found = changeable(mapping.opened(site, MAP), target)
    assert [way.way for way in found.ways] == ways


@pytest.mark.parametrize("target", ["claim:none", "phase:none", "nothing", ""])
@pytest.mark.usefixtures("plan_file")
def test_what_is_not_on_the_map_is_not_found(site, target):
    """Unknown things, and what is no thing at all."""
    with pytest.raises(UnknownName):
        changeable(mapping.opened(site, MAP), target)
