"""What every test may use: the real data folder, a browser and PostgreSQL, skipped clearly where they are absent.

In CI (`CI=true`) a test marked `data`, `browser` or `services` fails instead, so that a green run means it ran.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

# No deadline: a busy machine is no failure. CI draws the same examples every time; new ones are found at a desk.
settings.register_profile("house", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "house")

_MUST_RUN = ("data", "browser", "engine", "services")
_NEEDS = {
    "shared_data": "data",
    "chromium": "browser",
    "browser": "browser",
    "engine": "engine",
    "postgres": "services",
}
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


_LONG = ("tests/engines/test_answers.py", "tests/web/whole/", "tests/web/test_contract.py", "tests/docs/")
"""Files of minutes begin first, so that none of them runs alone at the end while the other worker waits."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures they use, so that `-m "not browser and not data"` leaves some out."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))
    for item in items:
        for fixture, mark in _NEEDS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a test that must run into a failure where CI=true."""
    report = yield
    expected_failure = hasattr(report, "wasxfail")
    if report.skipped and not expected_failure and os.environ.get("CI") == "true":
        marks = [mark for mark in _MUST_RUN if item.get_closest_marker(mark)]
        if marks:
            report.outcome = "failed"
            report.longrepr = f"CI=true skips no test marked {marks[0]}: {call.excinfo and call.excinfo.value}"
    return report


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data, or skip: it is never committed to the project."""
    asked = os.environ.get("WEGWEISER_TEST_DATA")
    above = (parent / "shared" / "data" for parent in Path(__file__).parents)
    folder = Path(asked) if asked else next((f for f in above if f.is_dir()), None)
    if folder is None or not folder.is_dir():
        pytest.skip(f"the real data folder {folder or 'shared/data'} is absent; set WEGWEISER_TEST_DATA to it")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a Chromium, or skip: `make test` installs Debian's where it can."""
    names = (os.environ.get("WEGWEISER_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium is installed; run `make test` as root on Debian, or set WEGWEISER_CHROMIUM to one")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Generator[Browser]:
    """Return a headless Chromium, one for the whole session: playwright starts only once in a process."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        yield made
        made.close()


@pytest.fixture(scope="session")
def postgres() -> Generator[str]:
    """Return the address of a PostgreSQL of our own, `{}` where the database is named, or skip."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed; it comes with the group test")
    places = (shutil.which("postgres"), *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/postgres"))))
    server = next((Path(place) for place in places if place and Path(place).with_name("initdb").is_file()), None)
    if server is None:
        pytest.skip("no PostgreSQL is installed; run `make test` as root on Debian, or put its server on the PATH")
    with ExitStack() as running:
        # A socket's path may have 107 characters, which pytest's own folders can exceed.
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="pg-")))
        started = _cluster(server, folder)
        running.callback(started.wait, 30)
        running.callback(started.send_signal, signal.SIGQUIT)
        _wait_for(started, folder)
        yield f"postgresql://wegweiser@/{{}}?host={folder}"


def _cluster(server: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start a new cluster in a folder; PostgreSQL refuses to run as root, so root becomes somebody else."""
    user = _somebody() if os.geteuid() == 0 else None
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    become = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()}
    data = ("-D", str(folder / "data"))
    made = (server.with_name("initdb"), *data, "-U", "wegweiser", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **become)
    # Data of tests need not survive a loss of power.
    quick = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=16MB", "-c", "max_connections=60")
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            (server, *data, "-k", str(folder), "-c", "listen_addresses=", *quick), stderr=log, cwd=folder, **become
        )


def _somebody() -> pwd.struct_passwd:
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _wait_for(started: subprocess.Popen[bytes], folder: Path) -> None:
    state, until = folder / "data" / "postmaster.pid", time.monotonic() + 60
    while not state.is_file() or "ready" not in state.read_text("utf-8"):
        assert started.poll() is None, (folder / "log").read_text("utf-8")
        assert time.monotonic() < until, (folder / "log").read_text("utf-8")
        time.sleep(0.02)
