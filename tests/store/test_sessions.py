"""Sessions end when somebody is away too long, or at the latest after their longest time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wegweiser.store import Lifetimes, open_store


@pytest.fixture
def short(url, clock):
    """Return a store whose sessions last an hour without a word and a day at most."""
    with open_store(url, clock, Lifetimes(timedelta(hours=1), timedelta(days=1))) as opened:
        yield opened


def test_a_token_opens_the_session_it_was_made_for(store, ana):
    """Ana's token brings Ana; a wrong one brings nobody."""
    token = store.sessions.open(ana.id, "Firefox")
    person, session = store.sessions.find(token)
    assert person == ana
    assert (session.person, session.about, len(session.csrf)) == (ana.id, "Firefox", 43)
    assert store.sessions.find(token + "x") is None
    assert store.sessions.find("") is None


def test_no_token_is_stored(store, ana, tmp_path):
    """Whoever reads the database cannot sign in with what stands there."""
    token = store.sessions.open(ana.id)
    files = [f.read_bytes() for f in tmp_path.iterdir()]
    assert not any(token.encode() in content for content in files)


def test_who_comes_back_in_time_stays_signed_in(short, clock, ana):
    """Cem comes back every 50 minutes and stays; after 70 minutes of silence he has to sign in again."""
    token = short.sessions.open(ana.id)
    for _ in range(5):
        clock.goes(minutes=50)
        assert short.sessions.find(token) is not None
    clock.goes(minutes=70)
    assert short.sessions.find(token) is None


def test_no_session_outlives_its_longest_time(short, clock, ana):
    """Coming back every 30 minutes keeps it for a day and no longer."""
    token = short.sessions.open(ana.id)
    seen = 0
    while short.sessions.find(token) is not None:
        seen += 1
        clock.goes(minutes=30)
    assert seen == 48


def test_reading_writes_once_a_minute(store, clock, ana):
    """Two looks within a minute leave the time of the first."""
    token = store.sessions.open(ana.id)
    first = clock.now()
    clock.goes(seconds=59)
    assert store.sessions.find(token)[1].last_seen == first
    clock.goes(seconds=1)
    assert store.sessions.find(token)[1].last_seen == clock.now()
    assert store.sessions.all(ana.id)[0].last_seen == clock.now()


def test_a_rotated_token_replaces_the_old_one(store, ana):
    """The session goes on under another token and with another secret for forms."""
    old = store.sessions.open(ana.id)
    before = store.sessions.find(old)[1]
    new = store.sessions.rotate(old)
    after = store.sessions.find(new)[1]
    assert store.sessions.find(old) is None
    assert store.sessions.rotate(old) is None
    assert after.id == before.id
    assert after.csrf != before.csrf


def test_sessions_end_one_by_one_or_together(store, ana, ben):
    """Ana signs out here, ends another from her list, and all but this one; Ben's is not hers to end."""
    here, there, phone = (store.sessions.open(ana.id, about) for about in ("here", "there", "phone"))
    his = store.sessions.open(ben.id)
    ids = {s.about: s.id for s in store.sessions.all(ana.id)}
    assert store.sessions.close_one(ana.id, ids["there"])
    assert not store.sessions.close_one(ana.id, store.sessions.find(his)[1].id)
    assert store.sessions.find(there) is None
    assert store.sessions.close_all(ana.id, but=here) == 1
    assert store.sessions.find(phone) is None
    store.sessions.close(here)
    assert store.sessions.all(ana.id) == ()
    assert store.sessions.find(his) is not None
    assert store.sessions.close_all(ben.id) == 1


def test_sessions_that_ran_out_are_swept_away(short, clock, ana):
    """Ana signs in again after two hours; the first session is no longer in the table."""
    short.sessions.open(ana.id)
    clock.goes(hours=2)
    short.sessions.open(ana.id)
    with short._database.reading() as link:  # noqa: SLF001  (only the table shows it)
        assert link.row("select count(*) as n from session") == {"n": 1}
