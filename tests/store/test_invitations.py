"""Links that work once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from wegweiser.domain.people import Role

DAY = timedelta(days=1)


def test_an_invitation_is_taken_once(store):
    """Looking does not use it up, taking does."""
    token = store.invitations.make("invite", Role.EDITOR, DAY, by="pe_ana", email=" ben@example.com ")
    seen = store.invitations.peek(token)
    assert (seen.kind, seen.role, seen.email) == ("invite", Role.EDITOR, "ben@example.com")
    assert store.invitations.take(token) == seen
    assert store.invitations.take(token) is None
    assert store.invitations.peek(token) is None


def test_of_many_who_take_it_at_once_one_wins(store):
    """Eight threads take the first admin's link; one gets it."""
    token = store.invitations.make("first", Role.ADMIN, DAY)
    with ThreadPoolExecutor(8) as crowd:
        taken = list(crowd.map(lambda _: store.invitations.take(token), range(8)))
    assert sum(one is not None for one in taken) == 1


def test_an_invitation_runs_out(store, clock):
    """A day later it offers nothing."""
    token = store.invitations.make("invite", Role.VIEWER, DAY)
    clock.goes(hours=24)
    assert store.invitations.peek(token) is None
    assert store.invitations.take(token) is None
    assert store.invitations.all() == ()


def test_a_revoked_invitation_offers_nothing(store):
    """The admin finds it in the list and ends it; a second time there is nothing to end."""
    token = store.invitations.make("invite", Role.VIEWER, DAY)
    (listed,) = store.invitations.all()
    assert store.invitations.revoke(listed.id)
    assert not store.invitations.revoke(listed.id)
    assert store.invitations.take(token) is None


def test_a_newer_link_for_the_same_person_ends_the_older(store, ben):
    """Ben asks twice for a way back in: only the second mail works; links for anybody stand side by side."""
    older, newer = (store.invitations.make("reset", ben.role, DAY, person=ben.id) for _ in range(2))
    assert store.invitations.peek(older) is None
    assert store.invitations.take(newer).person == ben.id
    open_to_all = [store.invitations.make("invite", Role.VIEWER, DAY) for _ in range(2)]
    assert all(store.invitations.peek(token) for token in open_to_all)
    first = [store.invitations.make("first", Role.ADMIN, DAY) for _ in range(2)]
    assert [store.invitations.peek(token) is None for token in first] == [True, False]
