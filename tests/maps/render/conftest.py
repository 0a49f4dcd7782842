"""What the tests of the renderers share: two maps, a deck of personas, a browser."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

_CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium, or skip where there is none."""
    if not _CHROMIUM.is_file():
        pytest.skip(f"{_CHROMIUM} is absent: install Debian's chromium to check the pages")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=str(_CHROMIUM), args=list(_FLAGS))
        yield made
        made.close()
