"""Links for people who do not sign in."""

from __future__ import annotations

from datetime import timedelta

from wegweiser.domain.talk import Offer

WEEK = timedelta(days=7)
HASH = "argon2 of what Ana chose"


def test_a_link_shows_one_map_until_it_runs_out(store, clock, ana, bakery):
    """It is found by its token for seven days."""
    token, share = store.shares.make(bakery.id, ana.id, WEEK, Offer(view="executive", name=" Board "))
    assert (share.map, share.view, share.name, share.locked) == ("bakery", "executive", "Board", False)
    assert store.shares.find(token) == share
    assert store.shares.find(token + "x") is None
    clock.goes(days=7)
    assert store.shares.find(token) is None
    assert store.shares.all("bakery") == (share,)


def test_a_locked_link_keeps_only_the_hash_of_its_password(store, ana, bakery):
    """The share says that it is locked; the hash is asked for by itself."""
    token, share = store.shares.make(bakery.id, ana.id, WEEK, password_hash=HASH)
    assert share.locked
    assert store.shares.find(token).locked
    assert store.shares.password_hash(share.id) == HASH
    assert store.shares.password_hash("sh_none") is None


def test_a_revoked_link_shows_nothing(store, ana, bakery):
    """Neither does the link to a map that was put away."""
    token, share = store.shares.make(bakery.id, ana.id, WEEK)
    other, _ = store.shares.make(bakery.id, ana.id, WEEK)
    assert store.shares.revoke(share.id)
    assert not store.shares.revoke(share.id)
    assert store.shares.find(token) is None
    assert store.shares.find(other) is not None
    store.maps.archive(bakery.id)
    assert store.shares.find(other) is None


def test_openings_are_counted(store, clock, ana, bakery):
    """Twice, the last time a day later."""
    token, share = store.shares.make(bakery.id, ana.id, WEEK)
    store.shares.opened(share.id)
    clock.goes(days=1)
    store.shares.opened(share.id)
    found = store.shares.find(token)
    assert (found.opened, found.last_opened) == (2, clock.now())


def test_a_link_keeps_its_language_and_whether_files_may_be_taken(store, ana, bakery):
    """Neither by default."""
    token, share = store.shares.make(bakery.id, ana.id, WEEK, Offer(language="de", files=True))
    assert (store.shares.find(token).language, store.shares.find(token).files) == ("de", True)
    _, plain = store.shares.make(bakery.id, ana.id, WEEK)
    assert (plain.language, plain.files) == ("", False)
    assert set(store.shares.all("bakery")) == {share, plain}
