"""Texts that fell behind: noted where one language changes, gone where the other follows, and undone with the edit."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from small_shop import FOUND, PLAN

from wegweiser.domain.phases import Phase
from wegweiser.errors import UnknownName
from wegweiser.i18n import read
from wegweiser.maps import Plan
from wegweiser.maps.editing import Edited, apply, edits, languages, undo
from wegweiser.maps.editing.things import tidy

BUY = Phase(id="buy", name={"en": "Buy", "de": "Kaufen"}, line={"en": "Pays", "de": "Zahlt"})
START = tidy(replace(PLAN, title={"en": "Shop", "de": "Laden"}, phases=(PLAN.phases[0], BUY)))
NOTE = "phase:buy/name@en"


def rename(name: str, plan: Plan = START, language: str = "de") -> Edited:
    """Return the plan after somebody renamed the second phase in a language."""
    return apply(plan, FOUND, edits.EditPhase(id="buy", name=name), language)


@pytest.mark.parametrize(
    ("edit", "language", "older"),
    [
        (edits.EditPhase(id="buy", name="Bestellen"), "de", (NOTE,)),
        (
            edits.EditPhase(id="buy", name="Order", line="Pays at once"),
            "en",
            ("phase:buy/line@de", "phase:buy/name@de"),
        ),
        (edits.EditPhase(id="buy", name="Kaufen"), "de", ()),
        (edits.EditPhase(id="look", name="Schauen"), "de", ()),
        (edits.SetText(field="title", words="Geschäft"), "de", ("field:title@en",)),
        (edits.AddClaim(lane="question", phase="look", text="Wann?"), "de", ()),
    ],
    ids=["one language", "two fields", "the same words", "one language only", "a field of the map", "new words"],
)
def test_the_other_language_is_noted(edit, language, older):
    """What is written in both languages and changed in one; nothing else."""
    assert apply(START, FOUND, edit, language).plan.older == older


def test_the_note_goes_where_the_other_language_follows():
    """German, then English: both are new. German once more, and then again: English is behind."""
    caught_up = rename("Order", rename("Bestellen").plan, "en").plan
    assert caught_up.older == ()
    ahead = rename("Bestellung", caught_up).plan
    assert ahead.older == rename("Bestellvorgang", ahead).plan.older == (NOTE,)


def test_somebody_says_that_it_is_still_right():
    """Only the note goes; what is not noted cannot be said, and both can be undone in any order."""
    first = rename("Bestellen")
    second = apply(first.plan, FOUND, edits.StillRight(id=NOTE), "de")
    assert (second.plan, second.touched) == (replace(first.plan, older=()), ("all",))
    assert second.label == {"en": "Found “Buy” still right", "de": "„Buy“ stimmt noch"}
    assert undo(second.plan, second.changes).plan == first.plan
    assert undo(second.plan, first.changes).plan == START
    with pytest.raises(UnknownName):
        apply(second.plan, FOUND, edits.StillRight(id=NOTE), "de")


def test_a_generated_text_somebody_changes_is_compared_with_what_data_said():
    """The measured claim speaks both languages; Ana writes it anew in German, and the English one is data's old one."""
    cells = tuple(
        replace(cell, claims=tuple(replace(one, text={"en": read(one.text, "en"), "de": "Neu"}) for one in cell.claims))
        for cell in FOUND.cells
    )
    one = cells[0].claims[0]
    made = apply(START, replace(FOUND, cells=cells), edits.EditClaim(id=one.id, text="Eigene Worte"), "de").plan
    (behind,) = languages.behind(made)
    assert (behind.field, behind.language, behind.text["de"]) == ("text", "en", "Eigene Worte")


def test_a_note_goes_with_its_thing_and_comes_back_with_it():
    """A claim that fell behind is removed: so is the note; undo brings both back."""
    said = apply(START, FOUND, edits.AddClaim(lane="question", phase="look", text="When?"), "en").plan
    name = next(one.id for one in said.cell("question", "look").claims if read(one.text, "en") == "When?")
    two = apply(said, FOUND, edits.EditClaim(id=name, text="Wann?"), "de").plan
    late = apply(two, FOUND, edits.EditClaim(id=name, text="How soon?"), "en")
    assert late.plan.older == (f"claim:{name}/text@de",)
    gone = apply(late.plan, FOUND, edits.RemoveClaim(id=name), "en")
    assert gone.plan.older == ()
    assert undo(gone.plan, gone.changes).plan == late.plan


def test_what_a_plan_says_of_its_older_texts_survives_its_file():
    """The notes stand in the YAML and are read again."""
    plan = rename("Bestellen").plan
    assert Plan.parse(plan.yaml()).older == (NOTE,)
    assert [one.note for one in languages.behind(plan)] == [NOTE]
