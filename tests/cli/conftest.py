"""The command line as a person types it, run in this process."""

from __future__ import annotations

import json
import re
import shutil
import sys
from dataclasses import dataclass

import pytest

from wegweiser.cli import main, shown
from wegweiser.cli.headings import HEADINGS, heading

VISITS = """customer,time,event,channel,value
Ana,2026-01-05 09:00:00,newsletter_open,email,
Ana,2026-01-05 09:05:00,product_view,web,
Ana,2026-01-05 09:30:00,purchase,web,40
Ben,2026-01-06 18:00:00,product_view,web,
Cem,2026-01-07 12:00:00,product_view,web,
Cem,2026-01-07 12:30:00,purchase,web,25
"""


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """The one JSON document it printed."""
        return json.loads(self.out)


def is_named(column):
    """Return whether a column has a heading of words; names from data, which are no ids, need none."""
    return column in HEADINGS or heading(column, "en") != column or not re.fullmatch("[a-z][a-z0-9_]*", column)


@pytest.fixture
def nameless(monkeypatch):
    """Return the ids of columns that were shown to a person as they are."""
    found = []

    def told(column, language):
        found.extend([] if is_named(column) else [column])
        return heading(column, language)

    monkeypatch.setattr(shown, "heading", told)
    return found


@pytest.fixture
def wegweiser(monkeypatch, capsys, nameless):
    """Return a function that runs a command and gives its answer; every column it shows must have a heading."""
    monkeypatch.setenv("WEGWEISER_NOW", "2026-04-01")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LC_ALL", "C")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["wegweiser", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert nameless == [], "columns without a heading in cli/headings.py"
        return Answer(ended.value.code or 0, said.out, said.err)

    return run


@pytest.fixture
def visits(tmp_path):
    """Return a plain CSV of three customers."""
    path = tmp_path / "visits.csv"
    path.write_text(VISITS, "utf-8")
    return path


def map_once(visits, folder):
    """Make a workspace of a file and run it; it serves several tests, which copy it before they write there."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("WEGWEISER_NOW", "2026-04-01")
        patched.setenv("LC_ALL", "C")
        patched.setattr(sys, "argv", ["wegweiser", "map", str(visits), "--out", str(folder), "--formats", "json"])
        with pytest.raises(SystemExit) as ended:
            main()
    assert not ended.value.code
    return folder


@pytest.fixture(scope="session")
def ran_shop(tmp_path_factory):
    """Return a workspace that was run once, beside the file it read."""
    folder = tmp_path_factory.mktemp("ran")
    (folder / "visits.csv").write_text(VISITS, "utf-8")
    return map_once(folder / "visits.csv", folder / "shop")


@pytest.fixture
def shop(ran_shop, tmp_path, visits):  # noqa: ARG001  (the file it reads lies beside it)
    """Return a workspace that was run once."""
    return shutil.copytree(ran_shop, tmp_path / "shop")
