"""What every test may use: the real data folder and a browser, skipped with a clear message where they are absent.

In CI (`CI=true`) a test marked `data` or `browser` fails instead of being skipped, so that a green run means it ran.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

# No deadline: a busy machine is no failure. CI draws the same examples every time; new ones are found at a desk.
settings.register_profile("house", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "house")

_MUST_RUN = ("data", "browser", "engine")
_NEEDS = {"shared_data": "data", "chromium": "browser", "browser": "browser", "engine": "engine"}
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures they use, so that `-m "not browser and not data"` leaves some out."""
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
