"""Files wait with a note beside them, and those nobody comes back for are forgotten by the site's clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from wegweiser.domain.people import Role
from wegweiser.errors import UnknownName
from wegweiser.web.anteroom import Anteroom, Arrived
from wegweiser.web.frame import Upload, Visit

ROOM = Anteroom(Path("waiting"), Arrived, timedelta(days=2))


@pytest.fixture
def bring(site, people, tmp_path):
    """Return a function with which an editor brings a file and notes it."""

    def brought(name):
        path = tmp_path / "tmpfile"
        path.write_bytes(b"Stage\n")
        visit = Visit(site, "en", person=people[Role.EDITOR], role=Role.EDITOR)
        found = ROOM.bring(visit, Upload(name, path, 6))
        ROOM.note(site, found)
        return found

    return brought


def test_a_file_waits_under_its_own_name_and_lies_under_a_harmless_one(bring, site):
    """What cannot be a file's name becomes one; nothing at all becomes `file`."""
    odd, bare = bring("Karte (2)*.csv"), bring("...")
    assert (odd.name, odd.size) == ("Karte (2)*.csv", 6)
    assert [(site.folder / ROOM.place(one)).name for one in (odd, bare)] == ["Karte _2__.csv", "file"]
    assert (site.folder / ROOM.place(odd)).read_bytes() == b"Stage\n"
    assert ROOM.one(site, odd.id) == odd


def test_a_file_nobody_came_back_for_is_forgotten_when_the_next_one_comes(bring, site, watch):
    """Ana's waits two days and not three; what was dropped is gone with its note."""
    ana = bring("ana.csv")
    watch.on(days=2)
    ben = bring("ben.csv")
    assert ROOM.all(site) == (ana, ben)
    watch.on(days=1)
    cem = bring("cem.csv")
    assert ROOM.all(site) == (ben, cem)
    for one in (ben, cem):
        ROOM.drop(site, one.id)
    assert list((site.folder / "waiting").iterdir()) == []


@pytest.mark.parametrize("file", ["", "..", "0" * 16, "../app"])
def test_what_does_not_wait_is_not_found(site, file):
    """Neither an id of ours that is gone, nor a way out of the folder."""
    with pytest.raises(UnknownName):
        ROOM.one(site, file)
