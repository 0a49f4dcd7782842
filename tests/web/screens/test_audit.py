"""The audit log: every write stands in it, in plain words, narrowed, page by page, and as a table."""

from __future__ import annotations

import csv
import io

from wegweiser.domain.people import Role


def table(answer, delimiter=","):
    """Return the rows of a CSV, headings first."""
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=delimiter))


def test_every_write_stands_in_the_log(visitor, people, site):
    """What was done, to whom, by whom: written by the frame, so that no screen can forget it."""
    ada = visitor(Role.ADMIN)
    ada.submit(f"/settings/people/{people[Role.VIEWER].id}/role", role="editor")
    note = site.store.audit.page(limit=1)[0]
    assert (note.who, note.what, note.target) == (people[Role.ADMIN].id, "set_role", people[Role.VIEWER].id)
    page = ada.get("/settings/log").text
    assert '<span title="set_role">Changed somebody&#39;s role</span>' in page
    assert "Vic Viewer</span>" in page
    ada.submit(f"/settings/people/{people[Role.VIEWER].id}/role", role="no such role")
    assert site.store.audit.page(limit=1)[0] == note


def test_an_edit_is_one_line_and_leads_to_what_changed(visitor, first_order, site):
    """Edo edits a map: one line with its title, told in German to whoever reads German; nobody has no account."""
    visitor(Role.EDITOR).submit(first_order + "/edits", **{"edit.edit": "set_owner", "edit.owner": "Ana"})
    assert [(one.what, one.detail) for one in site.store.audit.page()] == [("map.edit", "1")]
    site.store.audit.note("anybody", "sign_in_failed")
    ada = visitor(Role.ADMIN)
    ada.cookies.set("wg_language", "de")
    page = ada.get("/settings/log").text
    assert "Karte bearbeitet" in page
    assert '<span title="map:first_order">Erstbestellung</span>' in page
    assert '<a href="/maps/first_order/compare?a=revision:0&amp;b=revision:1">Stand 1</a>' in page
    assert "jemand ohne Anmeldung" in page


def test_the_log_can_be_narrowed(visitor, people, site):
    """By person and by deed, fifty lines a page; a code without words is told as it is."""
    for number in range(60):
        site.store.audit.note(people[Role.EDITOR].id, "tried", str(number))
    ada = visitor(Role.ADMIN)
    first = ada.get("/api/v1/settings/log?what=tried").json()
    rest = ada.get(f"/api/v1/settings/log?what=tried&before={first['older']}").json()
    assert (len(first["notes"]), len(rest["notes"]), rest.get("older")) == (50, 10, None)
    assert ada.get(f"/api/v1/settings/log?who={people[Role.VIEWER].id}").json()["notes"] == []
    assert '<option value="tried" selected>tried</option>' in ada.get("/settings/log?what=tried").text


def test_the_log_is_taken_along_as_spreadsheets_open_it(visitor, people, site, watch):
    """Words beside codes, the workspace's clock, no formula; semicolons and German heads for a German."""
    site.store.audit.note(people[Role.EDITOR].id, "run", "=cmd|1")
    ada = visitor(Role.ADMIN)
    answer = ada.get("/settings/log.csv?what=run")
    assert "attachment" in answer.headers["content-disposition"]
    heads, row = table(answer)
    assert (heads[1:4], row[1:4]) == (["When", "Who", "What"], ["2026-03-02 12:00:00", "Edo Editor", "Started a run"])
    assert row[6:] == [people[Role.EDITOR].id, "run", "'=cmd|1"]
    ada.cookies.set("wg_language", "de")
    heads, row = table(ada.get("/settings/log.csv?what=run"), ";")
    assert (heads[3], row[3]) == ("Was", "Lauf gestartet")
    watch.on(days=1)
    site.store.audit.note("system", "upkeep")
    assert table(ada.get("/settings/log.csv"), ";")[1][2] == "das Programm selbst"
