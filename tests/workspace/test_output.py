from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from wegweiser.domain.estimates import Proportion
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.personas import Persona, PersonaSet
from wegweiser.errors import InvalidSetting
from wegweiser.maps import sedcards
from wegweiser.workspace.output import _cards, portraits
from wegweiser.workspace.report import Outputs

DAY = date(2026, 10, 31)
PAULA = Persona("pe_1", "Paula", "", "P", 50, Proportion(0.5, 0.4, 0.6, 50, 100), 0.9, 0.9)
PERSONAS = PersonaSet((PAULA, replace(PAULA, id="pe_2", name="Quirin")), 100, DAY, DAY, 7, "", "Two groups.")


def named(personas: PersonaSet | None, formats: tuple[str, ...]) -> list[str]:
    """Return the names of the files that would be written of personas."""
    plain = JourneyMap(id="m", title="Map", phases=(), lanes=(), as_of=DAY)
    return [name for name, _ in _cards(plain, personas, Outputs(Path(), ("en",), formats), sedcards.Backdrop())]


def test_personas_are_written_on_every_paper_as_slides_and_side_by_side():
    """Five files a language; slides only where they are asked for, a comparison only of two or more."""
    cards = ["personas.en.html", "personas.en.pdf", "personas-a3.en.pdf"]
    assert named(PERSONAS, ("sedcards", "pptx")) == [*cards, "personas-compared.en.html", "personas.en.pptx"]
    assert named(replace(PERSONAS, personas=(PAULA,)), ("sedcards",)) == cards
    assert named(replace(PERSONAS, personas=()), ("sedcards", "pptx")) == []
    assert named(None, ("sedcards",)) == []


def test_a_portrait_is_read_from_the_workspace(tmp_path: Path):
    """Its bytes stand under the path the persona names; who names none has none."""
    (tmp_path / "paula.png").write_bytes(b"picture")
    shown = replace(PERSONAS, personas=(replace(PAULA, portrait="paula.png"), PAULA))
    assert portraits(tmp_path, shown) == {"paula.png": b"picture"}


@pytest.mark.parametrize("path", ["gone.png", "../outside.png"])
def test_a_portrait_that_is_not_in_the_workspace_is_refused(tmp_path: Path, path: str):
    """A missing file, or one outside the workspace, is named."""
    (tmp_path / "outside.png").write_bytes(b"picture")
    shown = replace(PERSONAS, personas=(replace(PAULA, portrait=path),))
    (tmp_path / "in").mkdir()
    with pytest.raises(InvalidSetting, match="is not in the workspace"):
        portraits(tmp_path / "in", shown)
