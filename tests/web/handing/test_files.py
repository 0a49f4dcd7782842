"""Maps as files, made once and kept."""

from __future__ import annotations

import os

import pytest

from wegweiser.domain.journey_maps import View
from wegweiser.domain.phases import phase_model
from wegweiser.errors import UnknownName
from wegweiser.maps import Plan, exchange, join
from wegweiser.web.handing import Wanted, exported
from wegweiser.web.handing import files as module
from wegweiser.web.handing.files import FOLDER, pressed


@pytest.fixture
def plan():
    """Return the plan of a shop."""
    return Plan.of(phase_model("five"), "Ana's shop")


@pytest.fixture
def presses(monkeypatch):
    """Return the forms that were made, in their order; nothing is pressed."""
    made = []

    def export(_map, plan, form, language, view, **_more):
        made.append((form, language, view))
        return exchange.File(f"{plan.id}.{form}", "text/plain", f"{form} {len(made)}".encode())

    monkeypatch.setattr(module.exchange, "export", export)
    return made


def test_a_slow_form_is_made_once_while_the_map_stays(tmp_path, plan, presses):
    """The second PDF is the first one; another language, view or word of the map is made anew."""
    first = exported(tmp_path, join(plan), plan, Wanted("pdf"))
    assert exported(tmp_path, join(plan), plan, Wanted("pdf")) == first
    assert len(presses) == 1
    other = Plan.of(phase_model("five"), "Ben's shop")
    exported(tmp_path, join(plan), plan, Wanted("pdf", "de"))
    exported(tmp_path, join(plan), plan, Wanted("pdf", "en", View.FULL))
    exported(tmp_path, join(other), other, Wanted("pdf"))
    assert len(presses) == 4


def test_a_quick_form_is_made_each_time(tmp_path, plan, presses):
    """Nothing of it lies about."""
    exported(tmp_path, join(plan), plan, Wanted("csv"))
    exported(tmp_path, join(plan), plan, Wanted("csv"))
    assert (len(presses), (tmp_path / FOLDER).exists()) == (2, False)


def test_the_oldest_files_are_let_go(tmp_path, plan, presses, monkeypatch):
    """Two are kept of three."""
    monkeypatch.setattr(module, "_KEPT", 2)
    for at, form in enumerate(("pdf", "svg", "png")):
        exported(tmp_path, join(plan), plan, Wanted(form))
        for path in (tmp_path / FOLDER).iterdir():
            os.utime(path, (at, at)) if path.stat().st_mtime > 1e9 else None
    assert len(list((tmp_path / FOLDER).iterdir())) == 2
    exported(tmp_path, join(plan), plan, Wanted("png"))
    exported(tmp_path, join(plan), plan, Wanted("pdf"))
    assert [form for form, *_ in presses] == ["pdf", "svg", "png", "pdf"]


def test_a_broken_file_is_made_again(tmp_path, plan, presses):
    """Somebody cut it short."""
    exported(tmp_path, join(plan), plan, Wanted("pdf"))
    next((tmp_path / FOLDER).iterdir()).write_bytes(b"cut")
    exported(tmp_path, join(plan), plan, Wanted("pdf"))
    assert len(presses) == 2


def test_an_unknown_form_is_named(tmp_path, plan):
    """The forms there are stand beside it."""
    with pytest.raises(UnknownName, match="docx"):
        exported(tmp_path, join(plan), plan, Wanted("docx"))


def test_a_print_that_takes_long_is_made_once_while_it_says_the_same(tmp_path):
    """Asked twice of the same it is made once; another question and another name are another file."""
    made = []

    def make():
        made.append(1)
        return f"{len(made)}".encode()

    asked = [("Ana", "a.pdf"), ("Ana", "a.pdf"), ("Ben", "a.pdf"), ("Ana", "a.a3.pdf"), ("Ana", "a.pdf")]
    files = [pressed(tmp_path, {"persona": who}, name, "application/pdf", make) for who, name in asked]
    assert [file.content for file in files] == [b"1", b"1", b"2", b"3", b"1"]
    assert files[3] == exchange.File("a.a3.pdf", "application/pdf", b"3")
