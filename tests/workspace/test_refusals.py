"""Errors in the language of whoever reads them."""

from __future__ import annotations

import pytest

from wegweiser.errors import InvalidSetting, MissingExtra, SourceProblem, UnknownName, WorkspaceProblem
from wegweiser.workspace.refusals import told


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
        (UnknownName("map", "x", None), "„x“ gibt es nicht (Karte)."),
        (
            InvalidSetting("The body", ["this is no JSON: input data was truncated"]),
            "Nicht verwendbar: Der Inhalt der Anfrage\n  - das ist kein JSON: input data was truncated",
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
