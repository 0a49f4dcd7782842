"""Named states of a map."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from wegweiser.domain.talk import Version
from wegweiser.errors import UnknownName


def test_a_version_keeps_words_and_numbers(store, clock, ana, bakery):
    """Plan and joined map come back as they were; id and time are the store's."""
    asked = Version(
        "", bakery.id, "Before", 0, datetime(2020, 1, 1, tzinfo=UTC), ana.id, date(2026, 10, 30), "ab", "note"
    )
    made = store.versions.save(asked, b'{"plan":1}', b'{"map":1}')
    assert (made.at, made.name, made.as_of, made.snapshot, made.note) == (
        clock.now(),
        "Before",
        date(2026, 10, 30),
        "ab",
        "note",
    )
    assert store.versions.get(made.id) == (made, b'{"plan":1}', b'{"map":1}')


def test_versions_are_listed_newest_first(store, clock, ana, bakery):
    """Two of the same name are two; another map has none."""
    ids = []
    for _ in range(2):
        ids.append(store.versions.save(Version("", bakery.id, "v", 0, clock.now(), ana.id), b"", b"").id)
        clock.goes(days=1)
    assert [v.id for v in store.versions.all("bakery")] == ids[::-1]
    assert store.versions.all("other") == ()


def test_a_version_is_renamed_or_removed(store, clock, ana, bakery):
    """Only what is told changes; what is removed is gone."""
    made = store.versions.save(Version("", bakery.id, "v", 0, clock.now(), ana.id, note="why"), b"p", b"d")
    assert store.versions.rename(made.id, name="Before").note == "why"
    assert store.versions.rename(made.id, note="because").name == "Before"
    assert store.versions.get(made.id)[1:] == (b"p", b"d")
    assert store.versions.remove(made.id)
    assert not store.versions.remove(made.id)
    for ask in (store.versions.get, store.versions.rename):
        with pytest.raises(UnknownName):
            ask(made.id)
