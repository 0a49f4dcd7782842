"""The authored side of a map: read with every problem at once, written once and never again."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.journey_maps import Cell, MapStep
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.errors import InvalidSetting
from wegweiser.maps import Plan, template

SMALL = """
id: journey
title: {en: First order, de: Erstbestellung}
phases: [{id: look, name: Look}, {id: buy, name: Buy}]
cells:
  - {lane: question, phase: look, claims: [Who are you?, {en: "What does it cost?", de: "Was kostet das?"}]}
  - {lane: goal, phase: buy, claims: [{id: cl_mine, text: Sell more, valid_until: 2026-12-31}]}
"""


def test_a_bare_text_is_a_claim_that_nobody_has_checked():
    """Ana writes a question without any field; it becomes an assumption by a human with an id of its own."""
    claim = Plan.parse(SMALL).cell("question", "look").claims[0]
    assert (claim.text, claim.status, claim.author) == ("Who are you?", Status.ASSUMPTION, "human")
    assert claim.id.startswith("cl_question_look_")


def test_the_id_of_a_bare_text_does_not_change_when_another_is_written_above_it():
    """Ids of short claims come from their words, so a new first question renames none."""
    before = Plan.parse(SMALL).cell("question", "look").claims[0]
    after = Plan.parse(SMALL.replace("claims: [Who", "claims: [Is it new?, Who")).cell("question", "look").claims[1]
    assert before == after


def test_a_text_in_two_languages_is_a_claim_too():
    """German and English side by side need no `text` field."""
    claim = Plan.parse(SMALL).cell("question", "look").claims[1]
    assert claim.text == {"en": "What does it cost?", "de": "Was kostet das?"}


def test_a_date_is_read_as_a_date():
    """YAML's own dates arrive as days."""
    assert Plan.parse(SMALL).cell("goal", "buy").claims[0].valid_until == date(2026, 12, 31)


BROKEN = """
id: journey
title: First order
phaces: 3
phases: [{id: look, name: Look}, {id: look, name: Again}]
cells:
  - {lane: questions, phase: bye, claims: [{text: A, status: measure}, {text: B, status: measured}, {txt: C}]}
  - {lane: goal, phase: look, claims: [{id: cl_a, text: A}, {id: cl_a, text: B}]}
touchpoints: [{id: shop}]
"""


def test_every_problem_is_reported_at_once():
    """Eight mistakes in one file give eight sentences, each with its place and the nearest right answer."""
    with pytest.raises(InvalidSetting) as caught:
        Plan.parse(BROKEN, "journey.yaml")
    problems = "\n".join(caught.value.problems)
    for expected in (
        "phaces is no field of a plan; did you mean phases?",
        "touchpoints[0]: Object missing required field `phase`",
        "cells[0].claims[0]: No status is called 'measure'. Did you mean 'measured'?",
        "is marked measured but names no evidence",
        "cells[0].claims[2]: Object contains unknown field `txt`",
        "cells[0]: No phase is called 'bye'",
        "No lane is called 'questions'. Did you mean 'question'?",
        "phase id 'look' is used 2 times",
        "claim id 'cl_a' is used 2 times",
    ):
        assert expected in problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "it is empty; delete it and run again to get a new one"),
        ("# mine\n", "it is empty; delete it and run again"),
        ("[a]", "it must hold fields like id, title and phases"),
        ("id: [\n", "this is no YAML: line 2, column 1: "),
        ("id: a\ntitle: b: c\n", "this is no YAML: line 2, column 9: mapping values are not allowed"),
        (b"id: a\ntitle: \xff\n", "at byte 13; the file must be saved as UTF-8"),
        ("next: 2026-02-30", "this is no YAML: day is out of range"),
        ("id: a\ntitle: b\nid: c\n", "id is written 2 times, on lines 1, 3; only one can count"),
        ("id: a\nphases:\n- {id: c}\n- id: d\n  id: e\n", "phases[1].id is written 2 times, on lines 4, 5"),
        ("id: a\ntitle: b", "phases is missing"),
        ("id: a\ntitle: b\nphases: {}", "phases must be a list"),
        ("id: a\ntitle: b\nphases: [{id: c, name: C}]\nschema: cjm/9", "this version reads 'cjm/1'"),
        ("id: a\ntitle: b\nphases: [{id: c, name: C}]\nkind: targets", "Did you mean 'target'?"),
        ("id: a\ntitle: b\nphases: [{id: c, name: C}]\nowner: [x]", "owner: Expected `str`"),
        ("id: a\ntitle: b\nphases: [{id: c, name: C}]\ncells: [3, {lane: goal, phase: c, claims: [4]}]", "claims[0]"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_reason(text, expected):
    """A file that cannot be used says why."""
    with pytest.raises(InvalidSetting, match=r"(?s)journey\.yaml cannot be used.*") as caught:
        Plan.parse(text)
    assert expected in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    """Reading a plan that is not there says so."""
    with pytest.raises(InvalidSetting, match="there is no such file"):
        Plan.read(tmp_path / "journey.yaml")


def test_a_plan_starts_with_the_phases_of_a_model():
    """A new map has the model's phases and goals, and no claim nobody made."""
    plan = Plan.of(phase_model("five"), "Ana's shop")
    assert [phase.id for phase in plan.phases][:2] == ["awareness", "consideration"]
    assert plan.cells == ()


def test_a_plan_borrows_only_what_customers_might_say():
    """Template words fill the lanes nobody measures, as assumptions; what data or people say is not touched."""
    model = phase_model("five")
    own = Plan.of(model, "Ana's shop")
    borrowed = own.with_words_of(template("online-shop"))
    assert {cell.lane for cell in borrowed.cells} == {"question", "expectation", "experience", "association"}
    assert borrowed.curve == template("online-shop").curve
    assert (borrowed.touchpoints, borrowed.metrics, borrowed.persona) == ((), (), "")
    assert {claim.status for cell in borrowed.cells for claim in cell.claims} == {Status.ASSUMPTION}


def test_a_plan_borrows_nothing_where_somebody_wrote_or_phases_differ():
    """Ana's own question stays alone in its cell; a template of other phases has nothing to give."""
    asked = Cell(lane="question", phase="awareness", claims=(Claim(id="cl_ana", text="Who are you?"),))
    own = replace(Plan.of(phase_model("five"), "Ana's shop"), cells=(asked,))
    assert own.with_words_of(template("online-shop")).cell("question", "awareness").claims == asked.claims
    assert own.with_words_of(template("service")) == own


def test_what_is_written_reads_back_the_same(tmp_path):
    """The file holds the whole plan, umlauts and dates included."""
    plan = Plan.parse(SMALL.replace("First order", "Größe"))
    assert plan.write(tmp_path / "journey.yaml")
    assert Plan.read(tmp_path / "journey.yaml") == plan


def test_a_file_somebody_has_is_never_written_again(tmp_path):
    """Writing over an existing journey.yaml changes not one byte of it and says so."""
    path = tmp_path / "journey.yaml"
    path.write_text("mine", encoding="utf-8")
    assert not Plan.parse(SMALL).write(path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_the_planned_way_is_the_steps_we_measure_in_the_order_of_phases():
    """A step is named by its touchpoint or as generated ones are; hidden and unmeasured ones are left out."""
    met = [
        Touchpoint(id=name, name=name, match=Match(event=name), phase=phase)
        for name, phase in (("ad", "awareness"), ("cart", "conversion"), ("buy", "conversion"), ("help", "retention"))
    ]
    names = (("st_buy_conversion", "conversion"), ("ad", "awareness"), ("fair", "awareness"), ("help", "retention"))
    steps = tuple(MapStep(id=name, phase=phase, name=name) for name, phase in names)
    plan = replace(Plan.of(phase_model("five"), "Ana's shop"), steps=steps, hide=("help",))
    assert plan.way(met) == ("ad", "buy")


def test_without_steps_the_planned_way_is_the_phases_we_measure():
    """Nobody is met in consideration and advocacy, so nobody can be missing there."""
    met = [
        Touchpoint(id="ad", name="Ad", match=Match(event="ad"), phase="awareness"),
        Touchpoint(id="buy", name="Buy", match=Match(event="buy"), phase="conversion", repeat_phase="retention"),
    ]
    plan = Plan.of(phase_model("five"), "Ana's shop")
    assert plan.way(met) == ("awareness", "conversion", "retention")


def test_the_head_says_that_edits_in_the_app_are_written_there():
    """In English and in German, above the plan; a run only reads the file."""
    head = Plan.of(phase_model("five"), "Ana's shop").yaml().splitlines()[:2]
    assert "edit in the app is written here, a run only reads it" in head[0]
    assert "in der App geändert wird, steht hier, ein Lauf liest es nur" in head[1]
