"""People's words on personas: read strictly, laid over what was found, held against data."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from wegweiser.domain.claims import Status
from wegweiser.domain.validations import Verdict
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import read
from wegweiser.personas import PersonaSettings, Search, find
from wegweiser.personas.authored import (
    HEAD,
    AuthoredPersonas,
    by_hand_template,
    held_against,
    joined,
    known_features,
    proposed,
)

SINCE, AS_OF = date(2026, 1, 1), date(2026, 6, 30)
SEARCH = Search(PersonaSettings(most=4, currency="EUR"), SINCE, AS_OF)
WORDS = """
schema: personas/1
personas:
  - id: pe_1
    name: {en: Neighbours, de: Nachbarn}
    pains: ["Queues after work"]
    questions: [{en: "Is it fresh?", de: "Ist es frisch?"}]
    portrait: portraits/ana.jpg
    portrait_licence: own photograph
    notes:
    statements:
      - {text: "They come in the evening", feature: evening, at_least: 0.5, needed: 0.6}
      - {text: "They buy on the web", feature: "channel:web", at_least: 0.5}
      - {text: "They love us"}
      - {text: "They have a dog", feature: dog, levels: ["yes"]}
  - id: by_hand_1
    name: Weekend web people
    by_hand: true
    who:
      - {feature: weekend, at_least: 0.5}
      - {feature: "channel:web", at_least: 0.5}
    statements:
      - {text: "They are young", feature: age, levels: ["18-34"], needed: 0.4}
"""


@pytest.fixture(scope="module")
def found(town_warehouse):
    """Return the personas of the town."""
    return find(town_warehouse, SEARCH.settings, AS_OF, SINCE)


@pytest.fixture(scope="module")
def shown(town_warehouse, found):
    """Return them with people's words, tested."""
    words = AuthoredPersonas.of(WORDS)
    return held_against(town_warehouse, SEARCH, joined(found.personas, words), words, found.members)


def test_words_come_first_and_are_assumptions(shown, found):
    """The name somebody wrote stands on the card, the found one beside it; a written pain is an assumption."""
    card, plain = shown.personas[0], found.personas.personas[0]
    assert read(card.name, "de") == "Nachbarn"
    assert (card.named_by, card.initials, card.found_name) == ("human", "N", plain.name)
    assert card.claim == plain.claim
    assert [(r.text, r.status) for r in card.pains] == [("Queues after work", Status.ASSUMPTION)]
    assert read(card.asks[0].text, "en") == "Is it fresh?"
    assert (card.portrait, card.portrait_licence) == ("portraits/ana.jpg", "own photograph")
    assert not any("nobody has confirmed" in read(one.text, "en") for one in card.assumed)
    assert shown.personas[1].named_by == "rule"


def test_statements_are_held_against_the_people(shown):
    """Kind 0 comes at seven in the evening and seldom by web; love and dogs are nowhere in the data."""
    evening, web, love, dog = shown.personas[0].statements
    assert evening.verdict is Verdict.SUPPORTED
    assert evening.here is not None
    assert evening.rest is not None
    assert evening.here.value > 0.9
    assert evening.rest.value < 0.1
    assert web.verdict is Verdict.CONTRADICTED
    assert (love.verdict, dog.verdict) == (None, None)
    assert "No feature" in read(love.reason, "en")
    assert "dog" in read(dog.reason, "de")


def test_a_persona_made_by_hand_finds_its_people(shown):
    """Weekend and web: about the hundred of kind 1, six in ten of whom are young where it is known."""
    made = shown.personas[-1]
    assert made.by_hand
    assert made.size == pytest.approx(100, abs=5)
    assert made.share.n == 330
    assert made.channels[0].id == "web"
    statement = made.statements[0]
    assert statement.here is not None
    assert statement.here.n == pytest.approx(50, abs=5)
    assert statement.verdict in {Verdict.SUPPORTED, Verdict.UNCLEAR}


def test_what_the_data_does_not_hold_fits_nobody(town_warehouse, found):
    """A condition on shoe size: nobody fits, and the card says why."""
    words = AuthoredPersonas.of(
        "personas: [{id: x, name: Feet, by_hand: true, who: [{feature: shoe, at_least: 40}], "
        "statements: [{text: big, feature: weekend, at_least: 0.5}]}]"
    )
    card = held_against(town_warehouse, SEARCH, found.personas, words, found.members).personas[-1]
    assert card.size == 0
    assert read(card.unknown[0], "en") == "shoe: the data does not hold it"
    assert card.statements[0].verdict is None


def test_the_template_is_valid_and_changes_nothing(found):
    """Written once for three personas, read back, joined: the same personas; nothing more is proposed."""
    text = proposed(found.personas)
    words = AuthoredPersonas.of(text)
    assert [persona.id for persona in words.personas] == ["pe_1", "pe_2", "pe_3"]
    assert joined(found.personas, words) == found.personas
    assert proposed(found.personas, words) == ""
    fewer = AuthoredPersonas(words.personas[:2])
    assert proposed(found.personas, fewer).startswith("  - id: pe_3")


def test_the_template_by_hand_is_valid(town_warehouse):
    """It names features of the data at hand and reads back as a persona."""
    features = known_features(town_warehouse, SEARCH)
    assert {"weekend", "evening", "channel:web", "age"} <= set(features)
    made = AuthoredPersonas.of(HEAD + by_hand_template("by_hand_1", 'Ana "A"', features)).personas[0]
    assert (made.id, made.by_hand, made.who[0].feature) == ("by_hand_1", True, features[0])


def test_the_templates_sentence_is_no_claim(town_warehouse, found):
    """Nobody wrote it, so nothing contradicts it; the reason says what to do."""
    text = by_hand_template("by_hand_1", "Evening people", ("evening",)).replace("at_least: 1}", "at_least: 0.5}")
    words = AuthoredPersonas.of(HEAD + text)
    (statement,) = held_against(town_warehouse, SEARCH, found.personas, words, found.members).personas[-1].statements
    assert statement.verdict is None
    assert "template" in read(statement.reason, "en")


def test_two_personas_may_not_have_one_name():
    """Nobody could tell them apart, on the map or in `compare`."""
    with pytest.raises(InvalidSetting, match="two personas are called 'ana'"):
        AuthoredPersonas.of("personas: [{id: a, name: Ana}, {id: b, name: {en: Ana, de: Anna}}]")


def test_every_problem_is_told_at_once():
    """A portrait without licence, an id used twice, a condition that says nothing, an unknown field of the file."""
    text = """
personas:
  - {id: a, portrait: x.jpg}
  - {id: a, by_hand: true, name: B, who: [{feature: age}]}
  - {id: b, nmae: C}
persons: []
"""
    with pytest.raises(InvalidSetting) as problem:
        AuthoredPersonas.of(text)
    said = str(problem.value)
    for part in ("portrait_licence", "used 2 times", "neither levels", "nmae", "persons"):
        assert part in said


def test_a_key_that_stands_twice_is_a_problem():
    """Only one of two names could count; what is no YAML and what is no list are told as well."""
    for text, said in (
        ("personas: [{id: a, name: b, name: c}]", "written twice"),
        ("personas: [", "no YAML"),
        ("- a", "personas"),
        ("personas: 3", "a list"),
    ):
        with pytest.raises(InvalidSetting, match=said):
            AuthoredPersonas.of(text)
    assert AuthoredPersonas.of("") == AuthoredPersonas()


def test_members_of_nobody_test_nothing(town_warehouse, found):
    """Without memberships a statement is about nobody: fewer than twenty, not measured."""
    words = AuthoredPersonas.of(WORDS)
    nobody = pa.table({"profile_id": pa.array(np.zeros(0, dtype=np.int64)), "persona_id": pa.array([], pa.string())})
    card = held_against(town_warehouse, SEARCH, found.personas, words, nobody).personas[0]
    assert "20 are needed" in read(card.statements[0].reason, "en")
