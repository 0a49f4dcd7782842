"""Upkeep: once a day, what ended long ago goes; everything else stays."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from wegweiser.domain.people import Role
from wegweiser.store import Keeping, open_store


def test_a_day_is_taken_on_once(store, url, clock):
    """The first server does it, a second one on the same store does not, and a day later one does it again."""
    with open_store(url, clock) as other:
        assert [one.upkeep.claim() for one in (store, other, store)] == [True, False, False]
        clock.goes(hours=23, minutes=59)
        assert not other.upkeep.claim()
        clock.goes(minutes=1)
        assert [one.upkeep.claim() for one in (other, store)] == [True, False]


def test_a_clock_that_was_ahead_stops_no_upkeep(store, clock):
    """A server believed it was next year; the next one knows better."""
    clock.goes(days=365)
    assert store.upkeep.claim()
    clock.goes(days=-365)
    assert store.upkeep.claim()


def test_jobs_go_ninety_days_after_they_ended(store, clock):
    """Ana's, done, and Ben's, stopped, go; one that ended later, one that waits and a look at a file stay."""
    ana, ben, cem, later = (store.jobs.add("paths", b"{}", by) for by in ("ana", "ben", "cem", "ana"))
    look = store.jobs.add("look", b"{}", "cem")
    assert store.jobs.next().id == look.id
    assert store.jobs.next() == msgspec.structs.replace(ana, state="running")
    store.jobs.finish(ana.id)
    store.jobs.stop(ben.id)
    store.jobs.stop(look.id)
    clock.goes(days=2)
    store.jobs.stop(later.id)
    clock.goes(days=89)
    assert store.upkeep.sweep() == {"jobs": 2}
    assert {job.id for job in store.jobs.all()} == {cem.id, later.id, look.id}


@pytest.mark.parametrize(("days", "left"), [(90, 3), (91, 0)])
def test_messages_to_other_tools_go_after_ninety_days(store, clock, ana, days, left):
    """Sent, given up, or never fetched by a tool that was put away."""
    hook = store.hooks.add("Tracker", "https://tracker.example.com", ana.id)
    for _ in range(3):
        store.hooks.queue(b"{}")
    store.hooks.sent(store.hooks.claim().id, 200)
    store.hooks.failed(store.hooks.claim().id, 500, None)
    clock.goes(days=days)
    swept = store.upkeep.sweep()
    assert (swept, len(store.hooks.deliveries(hook.id))) == ({"deliveries": 3} if left == 0 else {}, left)


def test_sessions_that_ended_go(store, clock, ana):
    """Ana was away for a week; her other window, opened since, stays."""
    store.sessions.open(ana.id)
    clock.goes(days=8)
    assert store.upkeep.sweep() == {"sessions": 1}
    store.sessions.open(ana.id)
    assert (store.upkeep.sweep(), len(store.sessions.all(ana.id))) == ({}, 1)


def test_links_go_thirty_days_after_they_ended(store, clock, ana, bakery):
    """One invitation was taken at once, one ran out after a week, as a shared link did; an open link stays."""
    taken = store.invitations.make("invite", Role.VIEWER, timedelta(days=7), email="ben@example.com")
    store.invitations.make("invite", Role.VIEWER, timedelta(days=7), email="cem@example.com")
    assert store.invitations.take(taken)
    store.shares.make(bakery.id, ana.id, timedelta(days=7))
    kept, _ = store.shares.make(bakery.id, ana.id, timedelta(days=365))
    clock.goes(days=31)
    assert store.upkeep.sweep() == {"invitations": 1}
    clock.goes(days=7)
    assert store.upkeep.sweep() == {"invitations": 1, "shares": 1}
    assert store.shares.find(kept)


def test_lost_texts_and_the_log_have_terms_of_their_own(store, clock, ana, bakery):
    """A text goes after 90 days, a line of the log after as many as are asked for."""
    store.lost.keep(bakery.id, "phase:buy", ana.id, "Too long a queue.")
    store.audit.note(ana.id, "change_settings")
    clock.goes(days=91)
    store.audit.note(ana.id, "sign_in")
    assert store.upkeep.sweep() == {"texts": 1}
    assert store.upkeep.sweep(Keeping(audit=timedelta(days=90))) == {"audit": 1}
    assert [note.what for note in store.audit.page()] == ["sign_in"]


def test_many_rows_go_in_small_steps(store, clock, monkeypatch):
    """Five lines of the log, two at once: three transactions."""
    monkeypatch.setattr("wegweiser.store.upkeep._AT_ONCE", 2)
    for n in range(5):
        store.audit.note("ana", "sign_in", str(n))
    clock.goes(days=731)
    assert store.upkeep.sweep() == {"audit": 5}
    assert store.audit.page() == ()
