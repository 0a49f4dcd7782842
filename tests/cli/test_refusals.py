"""Refusals in the language of the workspace, else of the terminal."""

from __future__ import annotations

import pytest

from wegweiser.cli.refusals import spoken


@pytest.mark.parametrize(
    ("toml", "environment", "language"),
    [
        ('language = "de"', {"LANG": "en_GB.UTF-8"}, "de"),
        ('name = "shop"', {"LANG": "de_AT.UTF-8"}, "en"),
        ("language = ", {"LANG": "de_AT.UTF-8"}, "de"),
        (None, {"LC_ALL": "de_DE.UTF-8", "LANG": "C"}, "de"),
        (None, {}, "en"),
    ],
)
def test_the_workspace_says_the_language_before_the_terminal(tmp_path, toml, environment, language):
    """A workspace without a word about it is English; one that cannot be read leaves it to the terminal."""
    if toml is not None:
        (tmp_path / "wegweiser.toml").write_text(toml, "utf-8")
    assert spoken(["status", "-C", str(tmp_path)], environment) == language
    assert spoken([f"--in={tmp_path}"], environment) == language


def test_a_german_workspace_corrects_in_german(tmp_path, wegweiser):
    """A misspelt goal gets a German sentence, programs the English one."""
    folder = tmp_path / "laden"
    wegweiser("init", folder, "--lang", "de")
    asked = ("journeys", "dropoff", "-g", "kauf", "-C", folder)
    assert "„kauf“ gibt es nicht (Ziel)." in wegweiser(*asked).err.replace("\n", " ")
    assert wegweiser(*asked, "--json").json["message"].startswith("No goal is called 'kauf'.")
