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


def test_the_app_is_told_where_it_stands_and_whom_it_may_reach():
    """Database, address, provider and machines inside; each secret may stand in a file."""
    told = read(
        {
            "WEGWEISER_DATABASE": "postgresql://db.example.com/wegweiser",
            "WEGWEISER_BASE_URL": "https://maps.example.com/",
            "WEGWEISER_OIDC_ISSUER": "https://login.example.com",
            "WEGWEISER_OIDC_CLIENT": "wegweiser",
            "WEGWEISER_OIDC_SECRET": "between us",
            "WEGWEISER_OIDC_TRUSTED": "yes",
            "WEGWEISER_REACHABLE": "jira.intern, localhost:9000,",
        }
    )
    assert told.base_url == "https://maps.example.com"
    assert (told.oidc.client, told.oidc.trusted, "between us" in repr(told)) == ("wegweiser", True, False)
    assert told.reachable == ("jira.intern", "localhost:9000")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEGWEISER_DATABASE", "mysql://db.example.com/x"),
        ("WEGWEISER_BASE_URL", "maps.example.com"),
        ("WEGWEISER_BASE_URL", "https://example.com/maps"),
        ("WEGWEISER_OIDC_ISSUER", "https://login.example.com"),
        ("WEGWEISER_OIDC_SECRET_FILE", "no-such-file"),
    ],
)
def test_what_the_app_cannot_use_is_named(name, value):
    """Another database, an address without a scheme or with a path, half a provider, a file that is not there."""
    with pytest.raises(InvalidSetting) as caught:
        read({name: value})
    assert name.removesuffix("_FILE").split("_OIDC")[0] in caught.value.problems[0]
