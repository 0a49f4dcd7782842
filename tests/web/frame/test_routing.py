"""How what is declared is answered: pages, files, streams, headers, the log, limits."""

from __future__ import annotations

import json

import msgspec
import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from wegweiser.domain.people import Role
from wegweiser.errors import Conflict, InvalidSetting, Stale, StoreProblem, UnknownName, WorkspaceProblem
from wegweiser.web import app as app_module
from wegweiser.web.app import app
from wegweiser.web.frame import Action, Download, Reply, Stream, View, Visit
from wegweiser.web.frame.declared import ANYBODY, Nothing
from wegweiser.web.frame.guarding import session_cookie
from wegweiser.web.frame.limits import Limiter
from wegweiser.web.frame.refusals import refusal_for, refusal_of
from wegweiser.web.frame.streaming import MOST
from wegweiser.web.jobs import FULL

SVG = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


class Asked(msgspec.Struct, frozen=True):
    """A word."""

    word: str = ""


class Said(msgspec.Struct, frozen=True):
    """A thing that was made."""

    id: str


async def events(*_):
    """Yield two events."""
    yield "changed", {"revision": 1}
    yield "changed", {"revision": 2}


DECLARED = (
    View("/file", "file", "A file.", lambda *_: Download('a"b\r\nü.svg', "image/svg+xml", SVG.encode(), True), Nothing),
    View("/table", "table", "A table.", lambda *_: Download("t.html", "text/csv", b"a,b", True), Nothing),
    View("/open", "open", "For anybody.", lambda *_: Said("x"), Nothing, ANYBODY),
    Action("/things", "add_thing", "Add one.", lambda *_: Said("th_1"), Asked, Role.VIEWER, "/things"),
    Action(
        "/told", "tell", "Say something.", lambda *_: None, Asked, Role.VIEWER, lambda *_: Reply("/x", told="Grün ✓")
    ),
    Stream("/live", "live", "What changes.", events, Nothing),
)


@pytest.fixture
def only_these(monkeypatch):
    """Let the app have these declarations alone."""
    monkeypatch.setattr(app_module, "declared", lambda: DECLARED)


@pytest.fixture
def visit(only_these, visitor):
    """Return the browser of a viewer."""
    del only_these
    return visitor(Role.VIEWER)


def test_every_reply_carries_the_headers(visit):
    """Pages, files, JSON, refusals: no sniffing, no frame, no referrer, nothing kept by caches, no script but ours."""
    for path in ("/file", "/api/v1/open", "/nowhere", "/static/mark.svg"):
        told = visit.get(path).headers
        assert (told["x-content-type-options"], told["x-frame-options"]) == ("nosniff", "DENY")
        assert told["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in told["content-security-policy"]
        assert told["cache-control"] == ("public, max-age=3600" if "static" in path else "no-store")


def test_a_file_shown_in_place_runs_nothing(visit):
    """A picture with a script stands in a sandbox; what is no picture or page is only saved; no name adds a header."""
    told = visit.get("/file").headers
    assert told["content-security-policy"].startswith("sandbox;")
    assert told["content-disposition"] == "inline; filename=\"a_b___.svg\"; filename*=UTF-8''a%22b%0D%0A%C3%BC.svg"
    assert visit.get("/table").headers["content-disposition"].startswith("attachment")


def test_what_was_done_is_written_down_with_what_it_made(visit, site, people):
    """The name of the action and the id of the thing, once; a form answers with the way on."""
    answer = visit.submit("/things", word="x")
    assert (answer.status_code, answer.headers["location"]) == (303, "/things")
    (note,) = site.store.audit.page()
    assert (note.who, note.what, note.target) == (people[Role.VIEWER].id, "add_thing", "th_1")


def test_what_was_done_is_answered_so_although_the_log_takes_nothing(visit, site, monkeypatch, caplog):
    """Whoever heard of a failure would do it twice; whoever runs the server reads what is missing."""

    def down(*_args, **_more):
        raise StoreProblem("the disk is full")

    monkeypatch.setattr(site.store.audit, "note", down)
    assert visit.submit("/things", word="x").status_code == 303
    assert "is missing in the audit log" in caplog.text


def test_a_sentence_for_the_status_line_travels_as_ascii(visit):
    """A header holds no umlaut; the script reads it as JSON."""
    assert json.loads(visit.submit("/told").headers["x-told"]) == "Grün ✓"


def test_somebody_who_sends_without_end_is_told_to_wait(visit, site):
    """The limit counts by person; another is not held up."""
    object.__setattr__(site.pace, "writes", Limiter(2, lambda: 0.0))
    codes = [visit.submit("/things") for _ in range(3)]
    assert [answer.status_code for answer in codes] == [303, 303, 429]
    assert codes[-1].headers["retry-after"] == "60"


def test_nobody_follows_more_streams_than_a_person_has_tabs(visit, site, people):
    """The next one is refused; a stream that ended gives its place back."""
    with visit.stream("GET", "/live") as answer:
        assert [line for line in answer.iter_lines() if line.startswith("data")] == [
            'data: {"revision":1}',
            'data: {"revision":2}',
        ]
    assert site.streams[people[Role.VIEWER].id] == 0
    site.streams[people[Role.VIEWER].id] = MOST
    assert visit.get("/live").status_code == 429


def test_a_crash_tells_nothing_of_its_insides(site, monkeypatch):
    """500 in words, without the message or a trace."""

    def fall(*_):
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(app_module, "declared", lambda: (View("/fall", "fall", "Fall.", fall, Nothing, ANYBODY),))
    browser = TestClient(app(site), base_url=site.base_url, raise_server_exceptions=False)
    for path in ("/fall", "/api/v1/fall"):
        answer = browser.get(path)
        assert (answer.status_code, "hunter2" in answer.text) == (500, False)


def test_a_store_that_does_not_answer_is_told_without_its_insides(site, monkeypatch):
    """503 in words, as a page and as JSON, although nobody can be known and no menu drawn."""

    def down(*_):
        raise StoreProblem("connection to server at db.intern failed")

    monkeypatch.setattr(site.store.sessions, "find", down)
    monkeypatch.setattr(site.store.settings, "get", down)
    browser = TestClient(app(site), base_url=site.base_url, raise_server_exceptions=False)
    browser.cookies[session_cookie(site)] = "x"
    for path, kind in (("/tasks", "text/html; charset=utf-8"), ("/api/v1/tasks", "application/problem+json")):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["content-type"], "intern" in answer.text) == (503, kind, False)
        assert ("cannot be reached now" in answer.text, "could not be kept" in answer.text) == (True, False)


@pytest.mark.parametrize(
    ("why", "title"),
    [
        ("busy", "Gerade schreiben viele zugleich."),
        ("full", "Der Speicher des Servers ist voll"),
        ("shut", "Der Server darf nicht in seine Datenbank schreiben."),
        ("behind", "Die Datenbank passt nicht zu diesem Programm."),
        ("lost", "Das ließ sich nicht speichern."),
    ],
)
def test_what_ails_the_store_is_told_apart(why, title):
    """A crowd, a full disk, no right to write, a missing table, no answer: each has its words and its code."""
    found = refusal_of(StoreProblem("relation job does not exist", why), "de")
    assert (found.status, found.problem.code, found.problem.detail) == (503, f"store_{why}", "")
    assert found.problem.title.startswith(title)


@pytest.mark.parametrize(
    ("said", "title"),
    [("de-AT,en;q=0.5", "Unter dieser Adresse"), ("en", "There is nothing"), ("", "There is nothing")],
)
def test_a_program_is_told_in_the_language_it_asks_for(site, people, said, title):
    """The code is the same in each; where it asks for none, its owner's language counts."""
    key, _ = site.store.keys.make("Script", people[Role.EDITOR].id, Role.EDITOR)
    browser = TestClient(app(site), base_url=site.base_url)
    answer = browser.get("/api/v1/tasks/x/y/z", headers={"authorization": f"Bearer {key}", "accept-language": said})
    told = answer.json()
    assert (answer.status_code, told["code"], told["title"].startswith(title)) == (404, "not_found", True)


@pytest.mark.parametrize(
    ("problem", "status", "code"),
    [
        (UnknownName("goal", "x", ()), 404, "unknown_name"),
        (Stale("journey", 1, 2), 409, "stale"),
        (Conflict("Somebody changed it since."), 409, "conflict"),
        (InvalidSetting("The form", ["no name"]), 422, "invalid"),
        (HTTPException(429, FULL), 429, "queue_full"),
        (HTTPException(429), 429, "too_many"),
        (OSError(28, "no space"), 503, "unavailable"),
        (RuntimeError("password=hunter2"), 500, "failed"),
    ],
)
def test_a_program_tells_refusals_apart_by_a_word(problem, status, code):
    """Status and code are the same in both languages; the title is not."""
    found = [refusal_of(problem, language) for language in ("en", "de")]
    assert [(one.status, one.problem.code) for one in found] == [(status, code)] * 2
    assert found[0].problem.title != found[1].problem.title


def test_settings_that_cannot_be_read_are_told(site):
    """A slip in wegweiser.toml is named with its line; the app does not fall over."""
    path = site.folder / "wegweiser.toml"
    path.write_text(path.read_text("utf-8") + "\nx = [\n", "utf-8")
    browser = TestClient(app(site), base_url=site.base_url, raise_server_exceptions=False)
    answer = browser.get("/sign-in")
    assert (answer.status_code, "at the end of the file" in answer.text) == (422, True)
    assert str(site.folder) not in answer.text
    assert browser.get("/api/v1/tasks").status_code == 401


def test_only_an_admin_is_told_where_the_workspace_lies(site, people):
    """A slip in wegweiser.toml is told to her with the whole path, to everybody else with the file's name."""
    slip = InvalidSetting(f"{site.folder}/wegweiser.toml", ["no key 'x'"])
    gone = WorkspaceProblem(f"{site.folder} is no workspace")
    told = {}
    for role in (None, Role.EDITOR, Role.ADMIN):
        visit = Visit(site, "en", people.get(role), role)
        told[role] = [refusal_for(visit, problem).problem.detail.splitlines()[0] for problem in (slip, gone)]
    assert told[None] == told[Role.EDITOR] == ["wegweiser.toml cannot be used:", "site is no workspace"]
    assert told[Role.ADMIN] == [f"{site.folder}/wegweiser.toml cannot be used:", f"{site.folder} is no workspace"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/errors.py",
        "/static/fonts/../../../../errors.py",
        "/static//etc/passwd",
        "/static/css/%00",
        "/static/vendor/../../templates/shell.html",
    ],
)
def test_no_path_leaves_the_static_files(visit, path):
    """Dots, doubled slashes, zeros, encoded or not: 404."""
    assert visit.get(path).status_code == 404
