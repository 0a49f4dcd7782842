"""Settings are read once, at the edge."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.settings import Settings, read


def test_an_empty_environment_gives_the_defaults():
    """Nothing set: 2 GB for the engine, every core, the machine's clock."""
    assert read({}) == Settings("2GB", None, None)


def test_every_setting_is_read():
    """Memory, threads, a pinned time and the engine come from the environment; a bare date means midnight UTC."""
    told = {
        "WEGWEISER_MEMORY": "512MB",
        "WEGWEISER_THREADS": "1",
        "WEGWEISER_NOW": "2026-10-31",
        "WEGWEISER_ENGINE": "local[2]",
    }
    assert read(told) == Settings("512MB", 1, datetime(2026, 10, 31, tzinfo=UTC), "local[2]")


def test_all_wrong_values_are_named_at_once():
    """Three mistakes give one error with three lines, each saying what to write instead."""
    wrong = {"WEGWEISER_MEMORY": "lots", "WEGWEISER_THREADS": "0", "WEGWEISER_NOW": "soon"}
    with pytest.raises(InvalidSetting) as caught:
        read(wrong)
    assert [p.split(" ")[0] for p in caught.value.problems] == [
        "WEGWEISER_MEMORY",
        "WEGWEISER_THREADS",
        "WEGWEISER_NOW",
    ]
