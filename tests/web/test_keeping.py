"""The day's upkeep on a site: it is done once a day, and the audit log says what it removed."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.web.jobs import FOLDER
from wegweiser.web.keeping import Keeper


def test_a_day_of_upkeep_is_written_down(site, watch):
    """Two years on, two old lines of the log are gone, and a new one says so; the same day nothing more is done."""
    site.store.audit.note("ana", "sign_in")
    site.store.audit.note("ben", "sign_in")
    job = site.store.jobs.add("run", b"{}", "ana")
    site.store.jobs.stop(job.id)
    watch.on(days=731)
    assert [Keeper(site).keep() for _ in range(2)] == [True, False]
    (note,) = site.store.audit.page()
    assert (note.who, note.what, note.detail) == ("system", "upkeep", "jobs 1, audit 2")


def test_a_day_with_nothing_to_remove_leaves_no_line(site, watch):
    """The log says what was done, and nothing was."""
    assert Keeper(site).keep()
    watch.on(days=1)
    assert Keeper(site).keep()
    assert site.store.audit.page() == ()


def test_the_log_is_kept_as_long_as_the_settings_say(site, watch):
    """`audit_days = 60`: a line of 61 days goes."""
    path = site.folder / "wegweiser.toml"
    path.write_text(path.read_text("utf-8") + "audit_days = 60\n", "utf-8")
    site.store.audit.note("ana", "sign_in")
    watch.on(days=61)
    Keeper(site).keep()
    assert [note.what for note in site.store.audit.page()] == ["upkeep"]


def test_settings_that_cannot_be_read_put_the_upkeep_off(site):
    """Nobody knows how long the log is to be kept; it is tried again once somebody mended the file."""
    path = site.folder / "wegweiser.toml"
    good = path.read_text("utf-8")
    path.write_text(good + "audit_days = 3\n", "utf-8")
    with pytest.raises(InvalidSetting, match="at least 30"):
        Keeper(site).keep()
    path.write_text(good, "utf-8")
    assert Keeper(site).keep()


def test_answers_of_jobs_go_while_the_server_runs(site, watch):
    """A server that runs for months removes them as one does that was started today."""
    folder = site.folder / FOLDER
    folder.mkdir(parents=True)
    for name, days in (("old", 31), ("new", 29)):
        path = folder / f"{name}.answer.json"
        path.write_text("{}", "utf-8")
        at = (watch.now() - timedelta(days=days)).timestamp()
        os.utime(path, (at, at))
    Keeper(site).keep()
    assert [path.name for path in folder.iterdir()] == ["new.answer.json"]


def test_a_server_keeps_house_from_its_start(site, watch):
    """The thread looks at once, and ends when it is told to."""
    site.store.audit.note("ana", "sign_in")
    watch.on(days=731)
    keeper = Keeper(site)
    keeper.start()
    keeper.stop()
    assert [note.what for note in site.store.audit.page()] == ["upkeep"]
