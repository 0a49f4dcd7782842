"""What a request may bring: its size, its kind, its files and their names."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress

import msgspec
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from wegweiser.domain.people import Role
from wegweiser.web.frame import Action, Upload, routing
from wegweiser.web.frame.guarding import session_cookie

_KB = 1_024


class Sent(msgspec.Struct, frozen=True):
    """A number in the path, a text, a file."""

    number: int
    text: str = ""
    file: Upload | None = None


class Came(msgspec.Struct, frozen=True):
    """What came, and where the file lay."""

    number: int
    text: str
    name: str = ""
    size: int = 0
    folder: str = ""
    stem: str = ""


def take(_, sent):
    """Say what came."""
    file = sent.file
    if file is None:
        return Came(sent.number, sent.text)
    assert file.path.stat().st_size == file.size
    return Came(sent.number, sent.text, file.name, file.size, str(file.path.parent), file.path.name)


@pytest.fixture
def post(site, people):
    """Return a function that sends something to an action that takes 64 KB, as an editor."""
    action = Action("/take/{number}", "take", "Take it.", take, Sent, Role.EDITOR, most_bytes=64 * _KB)
    client = TestClient(Starlette(routes=routing.routes(site, [action])), base_url=site.base_url)
    token = site.store.sessions.open(people[Role.EDITOR].id)
    client.cookies.set(session_cookie(site), token)
    headers = {"x-csrf-token": site.store.sessions.find(token)[1].csrf}

    def send(path="/api/v1/take/7", **told):
        return client.post(path, headers=headers | told.pop("headers", {}), **told)

    return send


def test_the_path_and_the_body_make_one_thing(post):
    """A number in an address is text and is taken as a number; in JSON it must be one."""
    assert post(json={"text": "Ana"}).json()["number"] == 7
    assert post("/api/v1/take/x", json={}).status_code == 422
    assert post(json={"text": 7}).status_code == 422
    assert post(data={"text": "Ana"}).json()["text"] == "Ana"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"content": b"[1]", "headers": {"content-type": "application/json"}}, 422),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 422),
        ({"content": b"\xff\xfe", "headers": {"content-type": "application/json"}}, 422),
        ({"content": b'{"text":' + b"[" * 30_000, "headers": {"content-type": "application/json"}}, 422),
        ({"content": b"{}", "headers": {"content-type": "text/plain"}}, 415),
        ({"content": b"<x/>", "headers": {"content-type": "application/xml"}}, 415),
        ({"content": b"text=\xff", "headers": {"content-type": "application/x-www-form-urlencoded"}}, 400),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, 400),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data; boundary=y"}}, 400),
        (
            {
                "content": b"&".join(b"a=1" for _ in range(3_000)),
                "headers": {"content-type": "application/x-www-form-urlencoded"},
            },
            400,
        ),
    ],
)
def test_what_cannot_be_read_is_refused_without_a_crash(post, told, status):
    """No object, no JSON, no UTF-8, too deep, another kind, too many fields."""
    assert post(**told).status_code == status


def test_too_much_is_refused_before_it_is_kept(post):
    """By what it says of its length, and by what comes where it says nothing."""
    assert post(json={"text": "x" * 70_000}).status_code == 413

    def drip():
        for _ in range(80):
            yield b"x" * _KB

    assert post(content=drip(), headers={"content-type": "application/json"}).status_code == 413

    def parts():
        yield b'--y\r\ncontent-disposition: form-data; name="file"; filename="big.csv"\r\n\r\n'
        yield from drip()

    assert post(content=parts(), headers={"content-type": "multipart/form-data; boundary=y"}).status_code == 413
    assert post(files={"file": ("big.csv", b"x" * 70_000)}).status_code == 413


def test_a_file_is_copied_beside_the_loop(post, monkeypatch):
    """Whoever sends a large file holds up nobody else: no loop runs where it is written."""
    looping, copied = [], shutil.copyfileobj

    def noted(*given):
        with suppress(RuntimeError):
            looping.append(asyncio.get_running_loop())
        copied(*given)

    monkeypatch.setattr("wegweiser.web.frame.parsing.shutil.copyfileobj", noted)
    assert post(files={"file": ("visits.csv", b"x" * 60_000)}).json()["size"] == 60_000
    assert looping == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("visits.csv", "visits.csv"),
        ("../../../etc/cron.d/x.csv", "x.csv"),
        ("..\\..\\windows\\x.csv", "x.csv"),
        ("/etc/passwd", "passwd"),
        ("C:\\x.csv", "x.csv"),
        ("x" * 300 + ".csv", ("x" * 300 + ".csv")[-200:]),
    ],
)
def test_a_files_name_is_never_a_path(post, name, kept):
    """It lies under a name of ours in a folder of its own, which is gone afterwards; its own name is only shown."""
    from pathlib import Path  # noqa: PLC0415

    came = post(files={"file": (name, b"a,b\n1,2\n")}).json()
    assert (came["name"], came["size"]) == (kept, 8)
    assert came["stem"] != kept
    assert not Path(came["folder"]).exists()


@pytest.mark.parametrize("name", ["..", ".", "/", "..\\"])
def test_a_name_that_is_no_name_brings_no_file(post, name):
    """As if none had been chosen."""
    assert post(files={"file": (name, b"a,b\n")}).json()["name"] == ""


def test_a_file_that_is_not_what_it_says_is_refused(post):
    """A page as a picture, a program as a table: 415."""
    assert post(files={"file": ("logo.png", b"<svg onload=alert(1)>", "image/png")}).status_code == 415
    assert post(files={"file": ("visits.csv", b"MZ\x90\x00", "text/csv")}).status_code == 415


def test_a_file_as_text_is_no_file(post):
    """JSON and plain forms cannot name a file of the server."""
    assert post(json={"file": {"name": "x", "path": "/etc/passwd", "size": 1}}).status_code == 422
    assert post(data={"file": "/etc/passwd"}).status_code == 422
