"""A file is known again by where it stands as seen from the warehouse, however it is named and wherever both moved."""

from __future__ import annotations

import shutil
from pathlib import Path

from wegweiser import collect
from wegweiser.collect.places import found_again, place_of, stood_in
from wegweiser.collect.spec import SourceSpec
from wegweiser.collect.tables import EVENT
from wegweiser.warehouse import Part, Warehouse

SHOP = SourceSpec("shop", "csv", columns={"customer": "customer", "time": "time", "event": "event"})
OLD = "customer,time,event\nAna,2026-10-01,visit\nBen,2026-10-01,visit\n"
NEW = "customer,time,event\nAna,2026-10-01,visit\nCem,2026-10-03,visit\n"


def opened(folder):
    """Return the warehouse of a workspace."""
    return Warehouse(folder / "warehouse", memory="1GB", threads=1)


def loaded(folder, file, clock):
    """Load a file into the workspace of a folder and return what became of it, and the events that count."""
    with opened(folder) as warehouse:
        found = collect.load(warehouse, SHOP, file, clock=clock)
        return found, sum(part.rows for part in warehouse.parts(EVENT.kind))


def test_new_content_replaces_the_old_where_the_workspace_was_copied(tmp_path, clock):
    """Ben's row went: in the copy, where the file changed, two events count and not three."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    (here / "shop.csv").write_text(OLD, "utf-8")
    assert loaded(here, here / "shop.csv", clock)[1] == 2
    shutil.copytree(here, there)
    (there / "shop.csv").write_text(NEW, "utf-8")
    found, events = loaded(there, there / "shop.csv", clock)
    assert (found.replaced, events) == (True, 2)


def test_a_file_named_from_another_folder_is_the_same_file(tmp_path, clock, monkeypatch):
    """First `shop.csv` from within, then in full: its new content replaces the old."""
    monkeypatch.chdir(tmp_path)
    Path("shop.csv").write_text(OLD, "utf-8")
    loaded(tmp_path, Path("shop.csv"), clock)
    Path("shop.csv").write_text(NEW, "utf-8")
    found, events = loaded(tmp_path, tmp_path / "shop.csv", clock)
    assert (found.replaced, events) == (True, 2)


def test_a_file_elsewhere_stays_the_same_where_only_the_workspace_moved(tmp_path, clock):
    """The export lies on a share; the workspace beside it is copied away."""
    share, here, there = (tmp_path / name for name in ("share.csv", "here", "there/deeper"))
    here.mkdir()
    share.write_text(OLD, "utf-8")
    loaded(here, share, clock)
    shutil.copytree(here, there)
    share.write_text(NEW, "utf-8")
    assert loaded(there, share, clock)[0].replaced


def test_a_part_sealed_before_places_were_kept_goes_by_its_name(warehouse, tmp_path):
    """Its file is the one it names, and no other."""
    old = Part("event", "shop/1", "", "", 2, {"file": str(tmp_path / "shop.csv")})
    assert stood_in(warehouse, old, tmp_path / "shop.csv")
    assert not stood_in(warehouse, old, tmp_path / "other.csv")


def test_a_moved_file_is_found_from_the_warehouse(warehouse, tmp_path):
    """What its full name no longer leads to still stands beside the warehouse; a file that is gone is nowhere."""
    file = tmp_path / "shop.csv"
    part = Part("event", "shop/1", "", "", 2, {**place_of(warehouse, file), "file": "/gone", "path": "/gone"})
    assert found_again(warehouse, part) is None
    file.write_text(OLD, "utf-8")
    assert found_again(warehouse, part).resolve() == file
