"""Versions: kept, compared, brought back as one step that can be undone, renamed, removed."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role


@pytest.fixture
def edo(visitor):
    """Return the browser of an editor."""
    return visitor(Role.EDITOR)


def written(site, edo, here, text):
    """Write another text into the first claim and return the newest revision."""
    edo.submit(here + "/edits", **{"edit.edit": "edit_claim", "edit.id": "cl_a", "edit.text": text})
    return site.store.maps.get("first_order").revision


def claim(edo, here):
    """Return the words of the first claim."""
    text = edo.get("/api/v1" + here).json()["map"]["cells"][0]["claims"][0]["text"]
    return text if isinstance(text, str) else text["en"]


def test_a_version_comes_back_as_one_revision_and_undo_takes_that_back(site, edo, first_order):
    """Kept, changed twice, brought back: revision 3 with the old words; undone: the newest words again."""
    assert edo.submit(first_order + "/versions", name="Before").status_code == 303
    version = site.store.versions.all("first_order")[0]
    written(site, edo, first_order, "Slow")
    assert written(site, edo, first_order, "Slower") == 2
    edo.submit(f"{first_order}/versions/{version.id}/restore")
    assert (claim(edo, first_order), site.store.maps.get("first_order").revision) == ("It was quick", 3)
    edo.submit(first_order + "/undo")
    assert claim(edo, first_order) == "Slower"


def test_a_revision_comes_back_as_it_left_the_map(site, edo, first_order):
    """Revision 1 of three."""
    for text in ("One", "Two", "Three"):
        written(site, edo, first_order, text)
    edo.submit(first_order + "/revisions/1/restore")
    assert claim(edo, first_order) == "One"
    assert edo.submit(first_order + "/revisions/99/restore").status_code == 404


def test_versions_are_renamed_and_removed(site, edo, first_order):
    """Name and note; what is gone is gone."""
    edo.submit(first_order + "/versions", name="A", note="why")
    one = site.store.versions.all("first_order")[0]
    edo.submit(f"{first_order}/versions/{one.id}/name", name="B <i>")
    assert "B &lt;i&gt;" in edo.get(first_order + "/versions").text
    assert site.store.versions.all("first_order")[0].note == "why"
    edo.submit(f"{first_order}/versions/{one.id}/remove")
    assert site.store.versions.all("first_order") == ()


def test_a_version_needs_a_name_and_its_own_map(site, edo, first_order):
    """Without one the page comes again and says so; under another map's address nothing is found."""
    assert edo.submit(first_order + "/versions", name=" ").status_code == 422
    edo.submit(first_order + "/versions", name="A")
    one = site.store.versions.all("first_order")[0]
    site.store.maps.create("other", b"{}", by="x", title="Other")
    assert edo.submit(f"/maps/other/versions/{one.id}/remove").status_code == 404


def test_a_viewer_sees_versions_and_keeps_none(visitor, first_order):
    """The page shows them without buttons."""
    vic = visitor(Role.VIEWER)
    assert "<form method=" not in vic.get(first_order + "/versions").text.split("<main")[1].split("</main")[0]
    assert vic.submit(first_order + "/versions", name="A").status_code == 403
