"""The map's page and API: who may, what an edit answers, what is told where two write at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wegweiser.domain.people import Role

PLAN = Path(__file__).parents[1] / "mapping" / "first_order.yaml"
PAGE = "/maps/first_order"
SCRIPTED = {"hx-request": "true"}


@pytest.fixture
def ben(site, visitor):
    """Return the browser of an editor, on a site with one small map."""
    (site.folder / "journey.yaml").write_bytes(PLAN.read_bytes())
    return visitor(Role.EDITOR)


def test_the_page_shows_the_map_and_the_api_the_same_as_json(ben):
    """Title, phases, lanes and statements are on the page; the API gives the document."""
    page = ben.get(PAGE + "?lang=de").text
    assert [word in page for word in ("Erstbestellung", "Order", "Experiences", "It was dear")] == [True] * 4
    shown = ben.get("/api/v1" + PAGE).json()
    assert (shown["revision"], [phase["id"] for phase in shown["map"]["phases"]]) == (0, ["order", "use"])


def test_a_viewer_reads_and_cannot_edit(ben, visitor, site):
    """Her page has nothing to write in; what she sends all the same is refused and changes nothing."""
    cem = visitor(Role.VIEWER)
    page = cem.get(PAGE + "?editing=1").text
    assert ("<wg-edit" in page, "<wg-sort" in page, PAGE + "/change" in page) == (False, False, False)
    assert cem.submit(PAGE + "/edits", **{"edit.edit": "set_owner", "edit.owner": "Cem"}).status_code == 403
    assert cem.call(PAGE + "/undo").status_code == 403
    assert cem.get(PAGE + "/change?target=phase:order").status_code == 403
    assert "<wg-edit" in ben.get(PAGE + "?editing=1").text
    assert site.store.maps.revisions("first_order") == ()


def test_an_edit_of_a_script_answers_the_parts_that_changed(ben):
    """The cell, the head and the bar come back under their ids with the new revision; what was done is told."""
    fields = {"edit.edit": "edit_claim", "edit.id": "cl_b", "edit.text": "It was cheap", "base": "It was dear"}
    answer = ben.submit(PAGE + "/edits", SCRIPTED, **fields, look="editing=1")
    assert answer.status_code == 200
    parts = re.findall(r'<(?:div|span)[^>]* id="((?:map|c)-[\w-]+)"', answer.text)
    assert parts == ["map-news", "map-title", "map-sub", "map-bar", "map-head", "c-experience-order"]
    assert ('data-revision="1"' in answer.text, "It was cheap" in answer.text) == (True, True)
    assert "It was cheap" in answer.headers["x-told"]


def test_a_form_without_scripts_leads_back_to_the_page(ben):
    """The same edit sent by a plain form is saved, and the page comes again."""
    fields = {"edit.edit": "add_claim", "edit.lane": "goal", "edit.phase": "order", "edit.text": "Sell <b>more</b>"}
    answer = ben.submit(PAGE + "/edits", **fields)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE + "?editing=1")
    assert "Sell &lt;b&gt;more&lt;/b&gt;" in ben.get(PAGE).text


def test_a_name_somebody_else_has_just_written_is_shown_and_stays(ben, visitor):
    """409 with her text, so that the field can show both; nothing is written over."""
    ana = visitor(Role.ADMIN)
    fields = {"edit.edit": "edit_phase", "edit.id": "order", "base": "Order"}
    assert ana.submit(PAGE + "/edits", SCRIPTED, **fields, **{"edit.name": "Buy"}).status_code == 200
    answer = ben.submit(PAGE + "/edits", SCRIPTED, **fields, **{"edit.name": "Purchase"})
    assert (answer.status_code, re.search("data-theirs>(.*?)<", answer.text)[1]) == (409, "Buy")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"edit.edit": "edit_claim", "edit.id": "cl_none", "edit.text": "x"}, 404),
        ({"edit.edit": "edit_claim", "edit.id": "cl_b", "edit.text": ""}, 422),
        ({"edit.edit": "edit_claim", "edit.id": "cl_b", "edit.text": "x" * 401}, 422),
        ({"edit.edit": "no_such_edit"}, 422),
        ({"edit": "{"}, 422),
        ({}, 422),
    ],
)
def test_what_cannot_be_saved_is_told(ben, fields, status):
    """Unknown things, empty and too long texts, and what is no edit at all: each has its answer, and a reason."""
    answer = ben.submit(PAGE + "/edits", SCRIPTED, **fields)
    assert (answer.status_code, "data-problem" in answer.text) == (status, True)


def test_parts_since_a_revision_are_those_changed_since(ben):
    """Nothing since the newest one; a cell since the one before; everything where a phase was added."""
    ben.submit(PAGE + "/edits", **{"edit.edit": "edit_claim", "edit.id": "cl_g", "edit.text": "Come again"})
    assert "<div" not in ben.get(PAGE + "/parts?since=1").text.split(">", 1)[1]
    assert re.findall(r'id="(c-[\w-]+)"', ben.get(PAGE + "/parts?since=0").text) == ["c-goal-use"]
    assert 'id="map-table"' in ben.get(PAGE + "/parts?since=-1").text
    ben.submit(PAGE + "/edits", **{"edit.edit": "add_phase", "edit.name": "Tell"})
    assert 'id="map-table"' in ben.get(PAGE + "/parts?since=0").text


@pytest.mark.parametrize(
    ("moved", "to", "place", "after"),
    [
        ("claim:cl_a", "cell:experience/order", 1, ["cl_b", "cl_a"]),
        ("claim:cl_b", "cell:experience/order", 0, ["cl_b", "cl_a"]),
        ("claim:cl_g", "cell:experience/order", 1, ["cl_a", "cl_g", "cl_b"]),
        ("claim:cl_g", "cell:experience/order", 9, ["cl_a", "cl_b", "cl_g"]),
    ],
)
def test_what_was_dropped_stands_where_it_was_dropped(ben, moved, to, place, after):
    """Within a cell and from another one: the order on the map is the one on the screen."""
    assert ben.submit(PAGE + "/places", SCRIPTED, id=moved, list=to, place=str(place)).status_code == 200
    cells = ben.get("/api/v1" + PAGE).json()["map"]["cells"]
    here = next(cell for cell in cells if (cell["lane"], cell["phase"]) == ("experience", "order"))
    assert [claim["id"] for claim in here["claims"]] == after


def test_phases_and_lanes_are_moved_in_their_lists(ben):
    """The second phase becomes the first."""
    assert ben.submit(PAGE + "/places", SCRIPTED, id="phase:use", list="phases", place="0").status_code == 200
    assert [phase["id"] for phase in ben.get("/api/v1" + PAGE).json()["map"]["phases"]] == ["use", "order"]


def test_a_lane_takes_only_what_it_holds(ben):
    """A phase cannot be dropped into a cell, nor a touchpoint among statements."""
    for thing in ("phase:use", "touchpoint:shop@order"):
        answer = ben.submit(PAGE + "/places", SCRIPTED, id=thing, list="cell:goal/use", place="0")
        assert answer.status_code == 422


@pytest.mark.parametrize("target", ["claim:cl_a", "phase:use", "lane:goal", "curve", "structure"])
def test_everything_can_be_changed_by_forms_alone(ben, target):
    """Each thing has a page with plain forms, for the drawer and for those without scripts or a mouse."""
    page = ben.get(f"{PAGE}/change?target={target}")
    assert (page.status_code, "<form" in page.text, "data-part" in page.text) == (200, True, True)


def test_a_point_of_the_curve_is_assumed_moved_and_removed(ben):
    """By plain forms: it stands on the map, its form names it, and its feeling and quote can be changed."""
    ben.submit(PAGE + "/edits", **{"edit.edit": "add_point", "edit.phase": "use", "edit.at": "0.5", "edit.value": "-1"})
    name = re.search(r'name="edit.id" value="([^"]+)"', ben.get(PAGE + "/change?target=curve").text)[1]
    change = {"edit.edit": "edit_point", "edit.id": name, "edit.value": "1.5", "edit.quote": "At last"}
    assert ben.submit(PAGE + "/edits", SCRIPTED, **change).status_code == 200
    (point,) = ben.get("/api/v1" + PAGE).json()["map"]["curve"]
    assert (point["x"], point["value"], point["quote"]) == (1.5, 1.5, {"en": "At last"})


def test_marks_say_where_customers_go_another_way_than_planned(ben, site):
    """A planned step nobody takes is marked; without the switch nothing is."""
    ben.submit(
        PAGE + "/edits",
        **{"edit.edit": "add_step", "edit.phase": "use", "edit.name": "Tries it", "edit.kind": "observed"},
    )
    assert "planned, not seen" in ben.get(PAGE + "?view=full&planned=1").text
    assert "planned, not seen" not in ben.get(PAGE + "?view=full").text
    assert site.store.maps.get("first_order").revision == 1


def test_undo_and_redo_by_their_buttons(ben):
    """The buttons are live only where there is something; a second undo says that there is nothing more."""
    ben.submit(PAGE + "/edits", **{"edit.edit": "edit_claim", "edit.id": "cl_g", "edit.text": "Come again"})
    assert "Come back" in ben.submit(PAGE + "/undo", SCRIPTED, look="editing=1").text
    assert ben.submit(PAGE + "/undo", SCRIPTED).status_code == 422
    assert "Come again" in ben.submit(PAGE + "/redo", SCRIPTED, look="editing=1").text


def test_a_map_nobody_knows_is_not_found(ben):
    """The page says so, in words."""
    assert ben.get("/maps/none").status_code == 404


def test_a_refused_undo_speaks_the_language_of_the_page(ben, visitor):
    """Ana renamed what Ben had renamed: he reads whose name stands there, and there is no rest to undo."""
    fields = {"edit.edit": "edit_phase", "edit.id": "order"}
    ben.submit(PAGE + "/edits", SCRIPTED, **fields, **{"edit.name": "Buy"})
    visitor(Role.ADMIN).submit(PAGE + "/edits", SCRIPTED, **fields, **{"edit.name": "Purchase"})
    ben.get(PAGE + "?lang=de")
    answer = ben.submit(PAGE + "/undo", SCRIPTED)
    assert (answer.status_code, "inzwischen jemand geändert: Phase „Purchase“." in answer.text) == (409, True)
    assert "map-rest" not in answer.text
