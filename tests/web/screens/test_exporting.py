"""Handing a map out as a file, and its journeys as an event log."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from wegweiser.domain.people import Role
from wegweiser.domain.talk import Version
from wegweiser.maps.exchange import FORMATS
from wegweiser.web import mapping
from wegweiser.web.app import app

PLAN = Path(__file__).parents[1] / "mapping" / "first_order.yaml"
PAGE = "/maps/first_order/export"


@pytest.fixture
def cem(site, visitor):
    """Return the browser of a viewer, on a site with one small map."""
    (site.folder / "journey.yaml").write_bytes(PLAN.read_bytes())
    return visitor(Role.VIEWER)


def test_the_page_offers_every_form_in_the_chosen_view_and_language(cem):
    """Twelve links, each with the look that was chosen; those that come back say so."""
    page = cem.get(f"{PAGE}?view=full&language=de").text
    assert [form for form in FORMATS if f'href="{PAGE}/{form}?view=full&amp;language=de"' not in page] == []
    assert page.count("can be imported again") == sum(form.comes_back for form in FORMATS.values())
    assert ('action="/logs"' in page, "There are no journeys yet" in page) == (False, True)


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"pdf", "svg", "png"}))
def test_a_form_is_saved_under_a_name_of_the_map(cem, form, site):
    """Its kind is said, nothing of it runs in the app, and the log says who took it."""
    answer = cem.get(f"{PAGE}/{form}?language=de")
    assert (answer.status_code, answer.headers["x-content-type-options"]) == (200, "nosniff")
    assert answer.headers["content-type"].startswith(FORMATS[form].media_type.split(";")[0])
    assert answer.headers["content-disposition"].startswith('attachment; filename="first_order.de.')
    assert site.store.audit.page()[0].what == "export"


def test_files_say_what_the_map_says(cem):
    """Read by other readers: the statements of the CSV, the phases of the workbook and of the JSON."""
    rows = list(csv.reader(io.StringIO(cem.get(f"{PAGE}/csv").content.decode("utf-8-sig"))))
    assert [word for word in ("It was quick", "It was dear", "Come back") if word not in str(rows)] == []
    book = openpyxl.load_workbook(io.BytesIO(cem.get(f"{PAGE}/xlsx").content))
    assert [row[1] for row in book["Phases"].iter_rows(min_row=2, values_only=True) if row[0]] == ["Order", "Use"]
    assert [phase["id"] for phase in json.loads(cem.get(f"{PAGE}/json").content)["phases"]] == ["order", "use"]


def test_a_saved_version_is_handed_out_as_it_was(cem, site):
    """The map went on since; another map's version is none of this one."""
    found = mapping.opened(site, "first_order")
    raw, _ = site.store.maps.head("first_order")
    old = raw.replace(b"It was quick", b"It was slow")
    site.store.maps.create("other", raw, by="x", title="Other")
    document = json.dumps(json.loads(cem.get(f"{PAGE}/json").content)).replace("It was quick", "It was slow").encode()
    kept = [
        site.store.versions.save(Version("", name, "March", 0, found.entry.created, "x"), old, document)
        for name in ("first_order", "other")
    ]
    assert "It was slow" in cem.get(f"{PAGE}/csv?version={kept[0].id}").text
    assert "It was quick" in cem.get(f"{PAGE}/csv").text
    assert cem.get(f"{PAGE}/csv?version={kept[1].id}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/maps/none/export", "/maps/none/export/csv", f"{PAGE}/docx", f"{PAGE}/csv?version=x"]
)
def test_what_is_not_there_is_404(cem, address):
    """No map, no form, no version of that name."""
    assert cem.get(address).status_code == 404


def test_tables_of_the_app_are_spreadsheets(cem, shop):
    """The maps of a site, and the touchpoints of a shop with how many customers they met."""
    cem.get("/maps/first_order")
    book = openpyxl.load_workbook(io.BytesIO(cem.get("/tables/maps/xlsx?lang=de").content)).active
    assert [row[:2] for row in book.iter_rows(values_only=True)] == [
        ("Kennung", "Titel"),
        ("first_order", "Erstbestellung"),
    ]
    vic = shop.store.people.add("vic@example.org", "Vic", Role.VIEWER)
    token, _ = shop.store.keys.make("report", vic.id, Role.VIEWER)
    program = TestClient(app(shop), base_url=shop.base_url, headers={"authorization": f"Bearer {token}"})
    text = program.get("/tables/touchpoints/csv").content.decode("utf-8-sig")
    rows = {row["Id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert [rows[name]["Customers"] for name in ("ad_click", "purchase")] == ["60", "40"]
    assert [cem.get(f"/tables/{path}").status_code for path in ("none/csv", "maps/pdf")] == [404, 404]


def test_an_event_log_needs_journeys_and_an_editor(cem, visitor):
    """Nothing was run yet; a viewer may not ask at all; a job that is no log is none."""
    assert cem.submit("/logs", form="xes").status_code == 403
    ben = visitor(Role.EDITOR)
    answer = ben.call("/logs", form="xes")
    assert (answer.status_code, answer.json()["problems"]) == (422, ["There are no journeys yet: load data first."])
    assert ben.get("/logs/none").status_code == 404


def test_an_event_log_of_the_same_data_is_written_once(shop):
    """A program of an editor asks twice and gets one job; the page lists it."""
    edo = shop.store.people.add("edo@example.org", "Edo", Role.EDITOR)
    token, _ = shop.store.keys.make("report", edo.id, Role.EDITOR)
    program = TestClient(app(shop), base_url=shop.base_url, headers={"authorization": f"Bearer {token}"})
    first = program.post("/api/v1/logs", json={"form": "ocel"}).json()
    assert program.post("/api/v1/logs", json={"form": "ocel"}).json() == first
    shown = program.get("/api/v1/maps/journey/export").json()
    assert shown["logs"] == [{"job": first["id"], "form": "ocel", "state": "waiting"}]
    assert program.get(f"/logs/{first['id']}").status_code == 404
