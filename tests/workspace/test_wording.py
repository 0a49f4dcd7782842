"""People's words are changed where they stand; comments and other personas stay."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting
from wegweiser.personas.authored import AuthoredPersonas
from wegweiser.personas.authored.spec import AuthoredPersona
from wegweiser.workspace import wording

FILE = """\
# Ours: please keep.
schema: personas/1
personas:
  - id: pe_1
    # name: {en: "Found"}
    name: Ana buys  # agreed in May
    goals:
      - Save time
      # still open
      - Fewer calls
    notes: |
      first line
      second line
  - id: pe_2
    name: {en: Ben leaves, de: Ben geht}
"""


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a file people wrote."""
    (tmp_path / "personas.yaml").write_text(FILE, "utf-8")
    return tmp_path


def test_words_are_changed_and_everything_else_stays(folder):
    """Ana's name, goals and notes are new; comments, order and Ben are as they were."""
    wording.write(folder, AuthoredPersona("pe_1", name="Ana: “quick”", goals=("One call",), notes="a\nb"))
    text = (folder / "personas.yaml").read_text("utf-8")
    assert text.startswith("# Ours: please keep.\nschema: personas/1\n")
    assert '    # name: {en: "Found"}\n' in text
    assert "    name: {en: Ben leaves, de: Ben geht}\n" in text
    first, second = AuthoredPersonas.of(text).personas
    assert (first.name, first.goals, first.notes) == ("Ana: “quick”", ("One call",), "a\nb")
    assert second.name == {"en": "Ben leaves", "de": "Ben geht"}


def test_an_emptied_field_goes(folder):
    """Without words of people, what data found is shown again."""
    wording.write(folder, AuthoredPersona("pe_1", name="Ana buys"))
    told = AuthoredPersonas.of((folder / "personas.yaml").read_bytes()).personas[0]
    assert (told.goals, told.notes) == ((), "")


def test_a_persona_nobody_wrote_of_gets_an_entry(folder):
    """Cem stands at the end; the file may also be missing."""
    wording.write(folder, AuthoredPersona("pe_3", name="Cem comes back"))
    assert [one.id for one in wording.authored(folder).personas] == ["pe_1", "pe_2", "pe_3"]
    (folder / "personas.yaml").unlink()
    wording.write(folder, AuthoredPersona("pe_3", claim="He returns"))
    assert [(one.id, one.claim) for one in wording.authored(folder).personas] == [("pe_3", "He returns")]


@pytest.mark.parametrize(
    "text",
    [
        "personas: [{id: pe_1, name: Ana}]\n",
        "personas:\n  - name: Ana\n    id: pe_1\n",
    ],
)
def test_a_form_we_would_spoil_is_left_to_its_author(tmp_path, text):
    """An entry on one line, or whose id does not come first, is not touched."""
    path = tmp_path / "personas.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidSetting, match="in an editor"):
        wording.write(tmp_path, AuthoredPersona("pe_1", name="Anna"))
    assert path.read_text("utf-8") == text


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
@settings(max_examples=60, deadline=None)
def test_whatever_somebody_writes_is_read_again(said):
    """Quotes, colons, line ends and signs nobody sees come back as they were written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "personas.yaml"
        path.write_text(FILE, "utf-8")
        wording.write(Path(folder), AuthoredPersona("pe_1", notes=said, goals=(said, "Fewer calls")))
        told = AuthoredPersonas.of(path.read_bytes()).personas
        assert (told[0].notes, told[0].goals) == (said, (said, "Fewer calls"))
        assert told[1].id == "pe_2"


def test_two_personas_of_one_name_are_refused(folder):
    """Nothing is written that could not be read again."""
    with pytest.raises(InvalidSetting, match="two personas"):
        wording.write(folder, AuthoredPersona("pe_1", name="Ben leaves"))
    assert (folder / "personas.yaml").read_text("utf-8") == FILE
