"""What was heard of personas, what precedes, and personas side by side."""

from datetime import date

import pytest

from wegweiser.domain.claims import Status
from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.domain.personas import Persona, PersonaSet, Trait, UseShare
from wegweiser.domain.questions import Question
from wegweiser.domain.surveys import Scale
from wegweiser.domain.voices import Heard, Quote, Saying, SayingKind
from wegweiser.i18n import read
from wegweiser.personas.telling import Names, compare, felt, with_journeys, with_voice
from wegweiser.stats import wilson
from wegweiser.warehouse import Table


def card(key, **more):
    """Return a persona of 100 of 200 people."""
    unknown = ({"en": "feelings", "de": "Gefühle"}, {"en": "time of day", "de": "Tageszeit"})
    plain = {"name": key, "claim": "", "initials": key, "size": 100, "share": wilson(100, 200), "unknown": unknown}
    return Persona(id=key, stability=0.9, homogeneity=0.8, **(plain | more))


def both_of(*cards):
    """Return a set of personas."""
    return PersonaSet(cards, 200, date(2026, 6, 30), date(2026, 1, 1), 1, "", "")


def saying(key, customers, **more):
    """Return something Ana's kind says."""
    plain = {"kind": SayingKind.PAIN, "text": key, "phase": "use", "times": customers, "persona": "ana"}
    return Saying(id=key, customers=customers, **(plain | more))


def test_each_persona_hears_only_its_own():
    """Ana's kind has two pains, a question and a feeling; what few say and what Ben's kind says stay off her card."""
    heard = Heard(
        feelings=(
            Feeling("use", Estimate(-1.0, -1.2, -0.8, 40), persona="ana", series=Series.TEXT, model="reader 1"),
            Feeling("use", Estimate(1.0, 0.8, 1.2, 40), persona="ben"),
            Feeling("buy", Estimate(1.0, 0.0, 2.0, 5), persona="ana"),
        ),
        questions=(Question("q1", "Where is my parcel?", "use", 90, 60, persona="ana", quotes=("Where?",)),),
        sayings=(
            saying("queue", 30, quotes=(Quote("So long!", "review"),)),
            saying("price", 50),
            saying("rare", 5),
            saying("wait", 25, kind=SayingKind.EXPECTATION, quotes=(Quote("Be quick", "call"),)),
        ),
    )
    ana, ben = with_voice(both_of(card("ana"), card("ben")), heard).personas
    assert [(p.text, p.status, p.customers) for p in ana.pains] == [
        ("price", Status.INFERRED, 50),
        ("queue", Status.INFERRED, 30),
    ]
    assert [b.text for b in ana.barriers] == ["wait"]
    assert [q.id for q in ana.questions] == ["q1"]
    assert [q.text for q in ana.quotes] == ["So long!", "Be quick"]
    assert [f.phase for f in ana.feelings] == ["use"]
    assert [read(gap, "en") for gap in ana.unknown] == ["time of day"]
    assert "reader 1" in read(ana.assumed[-1].text, "de")
    assert (ana.assumed[-1].status, ana.assumed[-1].model) == (Status.INFERRED, "reader 1")
    assert (ben.pains, ben.quotes, len(ben.feelings)) == ((), (), 1)


def test_a_sentence_that_stands_for_a_pain_is_in_quotation_marks():
    """Forty of Ana's kind say one, thirty speak of a word."""
    said = (saying("wait", 40, text="I waited for weeks.", topic="weeks"), saying("queue", 30, topic="queue"))
    (ana,) = with_voice(both_of(card("ana")), Heard(sayings=said)).personas
    assert [read(p.text, "de") for p in ana.pains] == ["\u201eI waited for weeks.\u201c", "queue"]


def test_who_heard_nothing_shows_what_was_found():
    """Nobody listened: the cards stay as they are."""
    personas = both_of(card("ana"))
    assert with_voice(personas, Heard()) == personas


def rows(*counts):
    """Return rows of `preceding`: touchpoint, state, people, of whom there are 100 at each end."""
    return [
        {"persona_id": "ana", "touchpoint_id": t, "state": state, "people": people, "n": 100}
        for t, state, people in counts
    ]


def test_what_precedes_success_is_a_trigger_and_what_precedes_loss_a_barrier():
    """Advice 60 against 20 %, waiting 15 against 55 %, a leaflet 50 against 48 %, and the goal itself."""
    met = rows(
        (1, "converted", 60), (1, "lost", 20), (2, "converted", 15), (2, "lost", 55),
        (3, "converted", 50), (3, "lost", 48), (4, "converted", 100), (4, "lost", 0),
    )  # fmt: skip
    ana = with_journeys(both_of(card("ana")), met, Names({1: "Advice", 2: "Waiting"}, frozenset({4}))).personas[0]
    assert [(r.share.value, r.rest.value) for r in ana.triggers] == [(0.6, 0.2)]
    assert read(ana.triggers[0].text, "en").startswith("Advice: met by 60%")
    assert [(r.share.value, r.rest.value, r.status) for r in ana.barriers] == [(0.55, 0.15, Status.INFERRED)]


def test_few_journeys_tell_nothing():
    """Ten customers at one end are too few."""
    few = [row | {"n": 10} for row in rows((1, "converted", 9), (1, "lost", 1))]
    assert with_journeys(both_of(card("ana")), few, Names()).personas[0].triggers == ()


def test_side_by_side_every_row_has_a_cell_for_each():
    """Ana's kind buys more often, both have a share of e-mail; what Ben's kind does not have is an empty cell."""
    often = Estimate(2.0, 1.5, 2.5, 100), Estimate(1.0, 0.9, 1.1, 100)
    trait = Trait("conversions_per_month", "purchases", *often, Estimate(0.5, 0.3, 0.7, 200), "buys more often")
    use = UseShare("email", "E-mail", wilson(60, 100), 0.2)
    felt_here = Feeling("use", Estimate(1.0, 0.8, 1.2, 40), persona="ana")
    found = compare(
        both_of(card("ana", traits=(trait,), channels=(use,), feelings=(felt_here,)), card("ben", channels=(use,)))
    )
    assert (found.personas, found.names) == (("ana", "ben"), ("ana", "ben"))
    assert all(len(row.cells) == 2 for row in found.rows)
    by_id = {row.id: row for row in found.rows}
    assert by_id["conversions_per_month"].cells[0].stands_out
    assert by_id["conversions_per_month"].cells[1].value is None
    assert by_id["email"].cells[1].stands_out
    assert by_id["survey:use:"].cells[0].value == felt_here.experienced
    assert list(found.parts) == ["size", "traits", "channels", "feelings", "sure"]
    assert compare(both_of(card("ana"), card("ben")), ["ben"]).personas == ("ben",)


def test_answers_become_a_mean_feeling(warehouse):
    """Ana ticks 5 and 3 of 1-5 (+2, 0): +1; Ben ticks 1 of 1-7 where 1 is best: +2; who gave no answer has none."""
    warehouse.execute(
        "answers",
        """create temp table answer as
           select * from (values ('s', 'w', 'a', 1, 5.0, 'answered'), ('s', 'w', 'a', 1, 3.0, 'answered'),
                                 ('s', 'w', 'b', 2, 1.0, 'answered'), ('s', 'w', 'a', 3, null, 'missing'))
           t(survey, wave, item, subject_id, value, state)""",
    )
    warehouse.execute(
        "profiles",
        """create temp table profile_of as
           select 2 as subject_id, 20 as profile_id, null::timestamp as valid_from, null::timestamp as valid_to""",
    )
    scales = [("s", "a", Scale(1, 5)), ("s", "b", Scale(1, 7, best_low=True))]
    found = warehouse.run(felt(Table("answer"), Table("profile_of"), scales)).rows()
    assert sorted((row["profile_id"], row["name"], row["value"]) for row in found) == [
        (1, "feeling", pytest.approx(1.0)),
        (1, "surveys", 1.0),
        (20, "feeling", pytest.approx(2.0)),
        (20, "surveys", 1.0),
    ]


def test_feelings_side_by_side_stand_under_names():
    """A phase and a touchpoint of one id keep their own names; what nobody named stands by its id."""
    felt_here = Estimate(1.0, 0.8, 1.2, 40)
    there = Feeling("way", felt_here, persona="ana", touchpoint="way")
    ana = card("ana", feelings=(there, Feeling("way", felt_here, persona="ana")))
    places = {("touchpoint", "way"): "The way to us", ("phase", "way"): "Getting here"}
    rows = [row.name for row in compare(both_of(ana), (), places).rows if row.part == "feelings"]
    assert rows == ["The way to us", "Getting here"]
    assert [row.name for row in compare(both_of(ana)).rows if row.part == "feelings"] == ["way", "way"]
