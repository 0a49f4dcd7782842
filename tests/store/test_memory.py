"""Settings, saved questions, what somebody has seen, and text that found no place."""

from __future__ import annotations


def test_a_setting_is_what_it_was_last_set_to(store):
    """Bytes of any kind, zero bytes too."""
    assert store.settings.get("brand") is None
    store.settings.set("brand", b"\0\xff")
    assert store.settings.get("brand") == b"\0\xff"
    store.settings.set("brand", b"")
    assert store.settings.get("brand") == b""
    store.settings.unset("brand")
    assert store.settings.get("brand") is None


def test_two_servers_agree_on_a_secret(store):
    """Whoever comes second gets what the first one made."""
    assert store.settings.first("secret", b"one") == b"one"
    assert store.settings.first("secret", b"two") == b"one"


def test_saved_questions_are_her_own_or_everybodys(store, ana, ben):
    """Ben sees what Ana shares and cannot remove it."""
    mine = store.saved.add("funnel", "Checkout", b'{"steps":[]}', ana.id)
    ours = store.saved.add("pattern", "Came back", b'"a>b"', ana.id, shared=True)
    assert [q.name for q in store.saved.all(ana.id)] == ["Checkout", "Came back"]
    assert [q.name for q in store.saved.all(ben.id)] == ["Came back"]
    assert [bytes(q.question) for q in store.saved.all(ana.id, "funnel")] == [b'{"steps":[]}']
    assert not store.saved.remove(ours.id, ben.id)
    assert store.saved.remove(ours.id, ana.id)
    assert [q.id for q in store.saved.all(ana.id)] == [mine.id]


def test_the_last_look_is_remembered(store, clock, ana, ben):
    """For each person and each thing by itself."""
    assert store.seen.last(ana.id, "start") is None
    first = store.seen.set(ana.id, "start")
    assert store.seen.last(ana.id, "start") == first == clock.now()
    clock.goes(days=1)
    assert store.seen.set(ana.id, "start") == store.seen.last(ana.id, "start") == clock.now()
    assert store.seen.last(ana.id, "bakery") is None
    assert store.seen.last(ben.id, "start") is None


def test_lost_text_is_kept_for_its_author(store, clock, ana, ben):
    """Newest first, by map or all; only she can throw it away."""
    kept = store.lost.keep("bakery", "claim:cl_1", ana.id, "Fresh „Brötchen“")
    newer = store.lost.keep("order", "map", ana.id, "More")
    assert (kept.at, kept.text) == (clock.now(), "Fresh „Brötchen“")
    assert store.lost.all(ana.id) == (newer, kept)
    assert store.lost.all(ana.id, "bakery") == (kept,)
    assert store.lost.all(ben.id) == ()
    assert not store.lost.drop(kept.id, ben.id)
    assert store.lost.drop(kept.id, ana.id)
    assert store.lost.all(ana.id) == (newer,)
