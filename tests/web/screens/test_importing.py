"""Taking a file into a map: shown first, saved as one revision, undone as one."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import openpyxl
import pytest
import yaml

from wegweiser.domain.editing import Change, Thing
from wegweiser.domain.people import Role
from wegweiser.web.arriving import FOLDER
from wegweiser.web.screens.importing import FieldShown, change_shown

PLAN = Path(__file__).parents[1] / "mapping" / "first_order.yaml"
MAP = "/maps/first_order"
PAGE = f"{MAP}/import"


@pytest.fixture
def ben(site, visitor):
    """Return the browser of an editor, on a site with one small map."""
    (site.folder / "journey.yaml").write_bytes(PLAN.read_bytes())
    return visitor(Role.EDITOR)


@pytest.fixture
def send(ben):
    """Return a function that sends a file and gives the address of its preview."""

    def sent(name: str, content: bytes) -> str:
        answer = ben.post(PAGE, data={"csrf": ben.csrf}, files={"file": (name, content)})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    return sent


@pytest.fixture
def edited(ben):
    """Return our own workbook of the map as somebody edited it: a phase renamed, a statement taken out."""
    book = openpyxl.load_workbook(io.BytesIO(ben.get(f"{MAP}/export/xlsx?language=en").content))
    phases, claims = book["Phases"], book["Claims"]
    for row in phases.iter_rows():
        for cell in row:
            cell.value = "Buy" if cell.value == "Order" and cell.column == 2 else cell.value
    gone = next(row[0].row for row in claims.iter_rows() if row[0].value == "cl_b")
    claims.delete_rows(gone)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_shown_before_anything_changes(send, edited, ben, site):
    """Two changes: the phase before and after, and the statement that is gone; the map is as it was."""
    shown = ben.get(f"/api/v1{send('map.xlsx', edited)}").json()
    assert [(one["kind"], one["how"], one.get("before"), one.get("after")) for one in shown["changes"]] == [
        ("Phase", "changed", "Order", "Buy"),
        ("Statement", "removed", "It was dear", ""),
    ]
    assert (shown["ours"], shown["counts"], shown["total"]) == (True, [0, 1, 1], 2)
    assert site.store.maps.revisions("first_order") == ()


def test_what_changed_in_a_thing_is_named(send, ben):
    """A phase whose line changed keeps its name; a feeling says its phase, its field, and both values."""
    plan = yaml.safe_load(ben.get(f"{MAP}/export/yaml").content)
    plan["phases"][0]["line"] = "Quick and safe"
    preview = send("map.yaml", yaml.safe_dump(plan).encode())
    (shown,) = ben.get(f"/api/v1{preview}").json()["changes"]
    assert (shown["kind"], shown["how"], shown["name"]) == ("Phase", "changed", "Order")
    ((field),) = shown["fields"]
    assert (field["name"], field["after"]) == ("Line", "Quick and safe")
    page = ben.get(f"{preview}?lang=de").text
    assert "Phase: Order" in page
    assert "<small>Leitsatz:</small> Quick and safe" in page


def test_a_feeling_that_changed_says_where_and_how():
    """Its quote stays and names it; the value is told before and after, with a comma and a true minus in German."""
    before = {"value": 1.5, "quote": "Fine", "phase": "use", "at": 0.5}
    stand = {"is": before, "in": ""}, {"is": before | {"value": -1.5}, "in": ""}
    change = Change(Thing.POINT, "/survey/use/0.5", *(msgspec.Raw(msgspec.json.encode(one)) for one in stand))
    shown = change_shown(change, "de", {"use": "Nutzen"})
    assert (shown.name, shown.phase, shown.fields) == (
        "Fine",
        "Nutzen",
        (FieldShown("Value", "1,5", "\N{MINUS SIGN}1,5"),),
    )


def test_a_yes_is_one_revision_and_undo_takes_all_of_it_back(send, edited, ben, site):
    """The phase keeps its id; what somebody else wrote meanwhile stays."""
    preview = send("map.xlsx", edited)
    ben.call(f"{MAP}/edits", edit={"edit": "add_claim", "lane": "goal", "phase": "order", "text": "Sell"})
    assert ben.submit(preview, into="map").headers["location"] == f"{MAP}?editing=1"
    shown = ben.get(f"/api/v1{MAP}").json()
    assert [(phase["id"], phase["name"]) for phase in shown["map"]["phases"]] == [("order", "Buy"), ("use", "Use")]
    page = ben.get(MAP).text
    assert ("Sell" in page, "It was dear" in page) == (True, False)
    assert len(site.store.maps.revisions("first_order")) == 2
    ben.call(f"{MAP}/undo")
    page = ben.get(MAP).text
    assert ("It was dear" in page, "Order" in page, "Sell" in page) == (True, True, True)
    assert ben.submit(preview, into="map").status_code == 404


def test_a_sheet_of_another_tool_becomes_a_map_of_its_own(send, ben, site):
    """Its phases are its own; the map whose page it was sent from is as it was."""
    preview = send("shop.csv", b"Stage,Type,Title\nBuy,Question,Is it safe?\n")
    assert "does not say which state" in ben.get(preview).text
    to = ben.submit(preview, into="new").headers["location"]
    page = ben.get(to).text
    assert ("Is it safe?" in page, "It was quick" in page) == (True, False)
    assert len(site.store.maps.all()) == 2
    assert site.store.maps.revisions("first_order") == ()


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("map.xlsx", b"PK\x03\x04 cut off", 422),
        ("map.json", b'{"a": ', 422),
        ("map.csv", b"hello", 422),
        ("map.xlsx", b"<html>", 415),
        ("map.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 422),
    ],
)
def test_what_cannot_be_read_changes_nothing_and_is_told(ben, site, name, content, status):
    """Cut off, of another kind, or dangerous: the page comes again with words, and nothing is kept."""
    answer = ben.post(PAGE, data={"csrf": ben.csrf}, files={"file": (name, content)})
    assert answer.status_code == status
    assert not (site.folder / FOLDER).exists()


def test_a_file_waits_for_its_own_map_only(send, edited, ben, visitor, site):
    """Its id opens nothing under another map's address, nor for a viewer, nor with dots in it."""
    preview = send("map.xlsx", edited)
    waiting = preview.rpartition("/")[2]
    site.store.maps.create("other", site.store.maps.head("first_order")[0], by="x", title="Other")
    assert ben.get(f"/maps/other/import/{waiting}").status_code == 404
    assert ben.submit(f"/maps/other/import/{waiting}", into="new").status_code == 404
    assert ben.get(f"{PAGE}/..%2f..%2fjourney").status_code == 404
    assert visitor(Role.VIEWER).get(preview).status_code == 403


def test_a_file_that_says_what_the_map_says_changes_nothing(send, ben):
    """The page says so, and a yes is refused."""
    preview = send("map.xlsx", ben.get(f"{MAP}/export/xlsx").content)
    assert "Nothing would change" in ben.get(preview).text
    assert ben.submit(preview, into="map").status_code == 422
