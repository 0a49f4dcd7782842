"""Keys of programs never do more than the person who made them."""

from __future__ import annotations

from wegweiser.domain.people import Role


def test_a_key_is_shown_once_and_found_again(store, ben, clock):
    """The key opens with its prefix; what is kept of it has no secret."""
    token, key = store.keys.make(" nightly ", ben.id, Role.COMMENTER)
    assert token.startswith("wgk_")
    assert (key.name, key.role, key.last_used) == ("nightly", Role.COMMENTER, None)
    found = store.keys.find(token)
    assert (found.id, found.last_used) == (key.id, clock.now())
    assert store.keys.find(token[:-1]) is None


def test_a_key_may_do_at_most_what_its_owner_may(store, ben):
    """Ben made a key for editors; once he is a viewer it only reads, and once he is let go it is worth nothing."""
    token, _ = store.keys.make("all", ben.id, Role.ADMIN)
    assert store.keys.find(token).role is Role.EDITOR
    store.people.change(ben.id, role=Role.VIEWER)
    assert store.keys.find(token).role is Role.VIEWER
    store.people.change(ben.id, active=False)
    assert store.keys.find(token) is None


def test_a_key_runs_out_and_can_be_revoked(store, ben, clock):
    """One key ends after an hour, the other when Ben ends it; both stay in the list."""
    brief, _ = store.keys.make("brief", ben.id, Role.VIEWER, clock.now().replace(hour=13))
    long, key = store.keys.make("long", ben.id, Role.VIEWER)
    clock.goes(hours=1)
    assert store.keys.find(brief) is None
    assert store.keys.find(long) is not None
    assert store.keys.revoke(key.id)
    assert not store.keys.revoke(key.id)
    assert store.keys.find(long) is None
    assert len(store.keys.all()) == len(store.keys.all(ben.id)) == 2
    assert store.keys.all("pe_nobody") == ()


def test_the_last_use_is_written_once_a_minute(store, ben, clock):
    """Two calls within a minute are one write."""
    token, _ = store.keys.make("busy", ben.id, Role.VIEWER)
    first = store.keys.find(token).last_used
    clock.goes(seconds=59)
    assert store.keys.find(token).last_used == first
    clock.goes(seconds=1)
    assert store.keys.find(token).last_used == clock.now()
    assert store.keys.all()[0].last_used == clock.now()
