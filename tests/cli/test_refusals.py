"""Errors in the language of the workspace, else of the terminal."""

from __future__ import annotations

import pytest

from wegweiser.cli.refusals import spoken, told
from wegweiser.errors import InvalidSetting, MissingExtra, SourceProblem, UnknownName, WorkspaceProblem


@pytest.mark.parametrize(
    ("problem", "german"),
    [
        (UnknownName("goal", "x", None), "„x“ gibt es nicht (Ziel)."),
        (UnknownName("goal", "x", []), "„x“ gibt es nicht (Ziel). Noch gibt es nichts dieser Art (Ziel)."),
        (
            UnknownName("touchpoint", "car", ["cart", *"abcdefghijklm"]),
            (
                "„car“ gibt es nicht (Touchpoint). Meinten Sie „cart“? "
                "Bekannt: a, b, c, cart, d, e, f, g, h, i, j, k und 2 weitere."
            ),
        ),
        (
            InvalidSetting("A funnel", ["no steps", "no window"]),
            "Nicht verwendbar: A funnel\n  - no steps\n  - no window",
        ),
        (
            MissingExtra("The demo", "demo"),
            "Es fehlen Pakete (The demo). Installieren mit: pip install 'wegweiser[demo]'.",
        ),
        (WorkspaceProblem("As it is."), "As it is."),
        (SourceProblem("The file nix.csv does not exist."), "Die Datei nix.csv gibt es nicht."),
        (
            InvalidSetting("The result of 'v'", ["it is a share, and a mean of 0.439 is needed"]),
            "Nicht verwendbar: The result of 'v'\n  - es ist ein Anteil; nötig ist ein Mittelwert von 0.439",
        ),
    ],
)
def test_the_frame_of_an_error_is_german(problem, german):
    """Names and what code says of a problem stay; in English the error is told as it was raised."""
    assert (told(problem, "de"), told(problem, "en")) == (german, str(problem))


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
