"""Two sides of a map held against each other."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role


@pytest.fixture
def edo(visitor, first_order):
    """Return the browser of an editor who changed the words of a claim and added another."""
    made = visitor(Role.EDITOR)
    made.submit(first_order + "/edits", **{"edit.edit": "edit_claim", "edit.id": "cl_a", "edit.text": "It was slow"})
    new = {"edit.edit": "add_claim", "edit.lane": "goal", "edit.phase": "order", "edit.text": "Sell"}
    made.submit(first_order + "/edits", **new)
    return made


def test_what_changed_since_a_revision_is_listed(edo, first_order):
    """One claim says something else, one is new."""
    found = edo.get(f"/api/v1{first_order}/compare?a=revision:0").json()["comparison"]["structure"]
    assert sorted((one["kind"], one["thing"]) for one in found) == [("added", "claim"), ("renamed", "claim")]


def test_words_stand_before_figures(edo, first_order):
    """The one change is read first."""
    page = edo.get(f"{first_order}/compare?a=revision:0").text
    assert page.index("Words and structure") < page.index("<h2>Figures")


@pytest.mark.parametrize("shown", ["list", "map", "beside"])
def test_every_way_of_showing_is_a_page(edo, first_order, shown):
    """As a list, on the map, side by side."""
    page = edo.get(f"{first_order}/compare?a=revision:0&shown={shown}")
    assert (page.status_code, "Revision 0" in page.text) == (200, True)


def test_the_patch_makes_the_one_of_the_other(edo, first_order):
    """RFC 6902: the text of the claim is replaced where it stands."""
    patch = edo.get(f"{first_order}/compare/patch?a=revision:0&b=now")
    assert patch.headers["content-type"] == "application/json-patch+json"
    replaced = [one["path"] for one in patch.json() if "It was slow" in str(one.get("value"))]
    assert replaced == ["/cells/0/claims/0/text"]


@pytest.mark.parametrize(
    ("side", "status"),
    [
        ("revision:99", 404),
        ("version:none", 404),
        ("map:none", 404),
        ("persona:none", 422),
        ("period:2026", 422),
        ("nothing", 404),
        ("revision:x", 404),
    ],
)
def test_a_side_that_is_not_there_is_told(edo, first_order, side, status):
    """No such revision, version or map; no data to count a persona or period of; no such kind."""
    assert edo.get(f"{first_order}/compare?a={side}").status_code == status
