"""Messages to other tools are kept until they were taken."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from wegweiser.errors import UnknownName


@pytest.fixture
def hook(store, ana):
    """Return Ana's hook to another tool."""
    return store.hooks.add(" Board ", "https://example.com/in", ana.id)


def test_a_hook_is_changed_and_removed(store, hook):
    """What is not told stays; with the hook go its messages."""
    assert (hook.name, hook.active) == ("Board", True)
    assert store.hooks.all() == (hook,)
    changed = store.hooks.change(hook.id, active=False)
    assert (changed.name, changed.url, changed.active) == ("Board", "https://example.com/in", False)
    store.hooks.change(hook.id, name="Wall", url="https://example.org/in", active=True)
    assert store.hooks.get(hook.id).name == "Wall"
    assert store.hooks.queue(b"{}") == 1
    sent = store.hooks.claim()
    assert store.hooks.remove(hook.id)
    assert not store.hooks.remove(hook.id)
    store.hooks.sent(sent.id, 200)
    assert store.hooks.deliveries(hook.id) == ()
    with pytest.raises(UnknownName):
        store.hooks.get(hook.id)


def test_a_message_goes_to_every_active_hook(store, ana, hook):
    """Two hooks, one switched off: one message; one that is switched off later waits."""
    store.hooks.change(store.hooks.add("Off", "https://example.com/off", ana.id).id, active=False)
    assert store.hooks.queue(b'{"task":"tk_1"}') == 1
    (message,) = store.hooks.deliveries(hook.id)
    assert (message.state, message.tries, bytes(message.payload)) == ("waiting", 0, b'{"task":"tk_1"}')
    store.hooks.change(hook.id, active=False)
    assert store.hooks.claim() is None


def test_a_message_that_was_taken_is_never_sent_again(store, clock, hook):
    """Taken at the first try: noted at the message and at the hook."""
    store.hooks.queue(b"{}")
    claimed = store.hooks.claim()
    assert claimed.tries == 1
    store.hooks.sent(claimed.id, 204)
    clock.goes(days=1)
    assert store.hooks.claim() is None
    assert [(d.state, d.last_status) for d in store.hooks.deliveries(hook.id)] == [("sent", 204)]
    assert store.hooks.get(hook.id).last_status == 204


def test_a_message_that_was_not_taken_waits_and_is_given_up(store, clock, hook):
    """After a failure it waits for its next time; after the last failure it is never tried again."""
    store.hooks.queue(b"{}")
    first = store.hooks.claim()
    store.hooks.failed(first.id, None, clock.now() + timedelta(hours=1))
    assert store.hooks.claim() is None
    clock.goes(hours=1)
    second = store.hooks.claim()
    assert (second.id, second.tries) == (first.id, 2)
    store.hooks.failed(second.id, 500, None)
    clock.goes(days=1)
    assert store.hooks.claim() is None
    assert [(d.state, d.last_status) for d in store.hooks.deliveries(hook.id)] == [("failed", 500)]


@pytest.mark.usefixtures("hook")
def test_a_message_whose_sender_died_is_sent_by_another(store, clock):
    """For two minutes it is his; then it is anybody's."""
    store.hooks.queue(b"{}")
    died = store.hooks.claim()
    clock.goes(seconds=119)
    assert store.hooks.claim() is None
    clock.goes(seconds=1)
    assert store.hooks.claim().id == died.id


def test_no_message_is_given_to_two_senders(store, hook):
    """Six senders ask for eight messages at once."""
    for _ in range(8):
        store.hooks.queue(b"{}")
    with ThreadPoolExecutor(6) as crowd:
        given = [d.id for d in crowd.map(lambda _: store.hooks.claim(), range(12)) if d]
    assert len(given) == len(set(given)) == 8
    assert len(store.hooks.deliveries(hook.id, limit=5)) == 5
