"""Places of a map by their address."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from wegweiser.domain.claims import Claim
from wegweiser.errors import UnknownName
from wegweiser.web import mapping, pointing


@pytest.fixture
def here(site, first_order):
    """Return the small map."""
    return mapping.opened(site, first_order.rpartition("/")[2]).journey_map


@pytest.mark.parametrize(
    ("target", "name", "anchor"),
    [
        ("claim:cl_a", "It was quick", "c-experience-order"),
        ("phase:use", "Use", "phase-use"),
        ("lane:goal", "Goals", ""),
        ("cell:goal/use", "Goals, Use", "c-goal-use"),
        ("map", {"en": "First order", "de": "Erstbestellung"}, ""),
    ],
)
def test_a_place_has_a_name_and_an_element(here, target, name, anchor):
    """Claims, phases, lanes, cells and the map itself."""
    found = pointing.spot(here, target)
    assert (found.name, found.anchor) == ({"en": name, "de": name} if target.startswith("cell") else name, anchor)


@pytest.mark.parametrize("target", ["claim:none", "cell:goal/none", "phase:", "", "nothing", "claim", "lever:x"])
def test_what_the_map_has_not_is_not_found(here, target):
    """Whatever an address says; what people said there stays readable under another name."""
    with pytest.raises(UnknownName):
        pointing.spot(here, target)
    assert "no longer" in pointing.called(here, target)["en"]


def test_a_headline_is_found_by_the_name_all_of_them_had(here):
    """Comments from then lead to the head of the map, but say of no sentence that it was meant."""
    now = replace(here, finding=Claim("cl_finding_loss_cart", "30 leave"))
    found = pointing.spot(now, "claim:cl_finding")
    assert (found.target, found.id, found.anchor) == ("claim:cl_finding", "cl_finding_loss_cart", "map-head")
    assert found.name == {"en": "The headline of the map", "de": "Die Überschrift der Karte"}


def test_a_thing_known_by_its_id_alone_is_found(here):
    """Lint names ids; the list of maps leads to their places."""
    assert [pointing.sought(here, name) for name in ("cl_b", "order", "nobody")] == ["claim:cl_b", "phase:order", ""]
