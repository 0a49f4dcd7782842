"""Names and phrases in both languages."""

import ast
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import wegweiser.personas
from wegweiser.domain.estimates import Estimate
from wegweiser.domain.personas import Trait
from wegweiser.domain.touchpoints import Channel
from wegweiser.i18n import both, read, untranslated
from wegweiser.personas import titles, words
from wegweiser.personas.about import demography
from wegweiser.personas.differences import Difference, level_name
from wegweiser.personas.names import claim, names
from wegweiser.personas.profiles import Profiles, TraitColumn
from wegweiser.personas.rules import bounds_text


def difference(feature: words.Feature, value: float) -> Difference:
    """Return a difference of this size in standard deviations."""
    gap = Estimate(value=value, lo=value - 0.1, hi=value + 0.1, n=100)
    trait = Trait(id=feature.id, name=feature.called(), here=gap, rest=gap, difference=gap, shown=both("age"))
    return Difference(trait, np.zeros(1), feature.family, feature)


def features() -> list[words.Feature]:
    """Return every feature there is."""
    plain = [f for f in vars(words).values() if isinstance(f, words.Feature)]
    return [*plain, *words.BAND_FEATURES, words.by_channel("email", ())]


def test_every_text_a_person_sees_is_translated():
    """Features, phrases, parts of names, verdicts, and every literal handed to `both` have German."""
    shown = {msgid for f in features() for msgid in (f.name, f.high, f.low, *f.rare, *f.adjectives, *f.nouns) if msgid}
    shown |= {msgid for msgid in words._CALLED.values() if msgid} | set(titles.COMMON)  # noqa: SLF001
    for path in Path(wegweiser.personas.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "both"
            if called and isinstance(node.args[0], ast.Constant):
                shown.add(node.args[0].value)
    module = import_module("wegweiser.personas.find")
    shown |= {*module._VERDICTS.values(), module._METHOD}  # noqa: SLF001
    shown |= {*words.DAY_NAMES, *words.BAND_NAMES, words.LEVEL, words.ANSWER, words.NO_DIFFERENCE}
    assert len(shown) > 80
    assert untranslated(shown, "de") == ()


@pytest.mark.parametrize(
    ("feature", "here", "rest", "english", "german"),
    [
        (words.BUYS, 4.8, 2.0, "buys 2.4 times as often as the others", "kauft 2,4-mal so oft wie die übrigen"),
        (
            words.BUYS,
            0.5,
            2.0,
            "buys 6 times a year, the others 24 times",
            "kauft 6-mal im Jahr, die übrigen 24-mal",
        ),
        (
            words.BUYS,
            0.004,
            0.9,
            "buys less than once a year, the others 10.8 times",
            "kauft seltener als einmal im Jahr, die übrigen 10,8-mal",
        ),
        (words.BUYS, 2.0, 0.0, "buys 2 times a month, the others 0 times", "kauft 2-mal im Monat, die übrigen 0-mal"),
        (
            words.WEEKEND,
            0.38,
            0.2,
            "38% of contacts at the weekend, the others 20%",
            "38\u00a0% der Kontakte am Wochenende, die übrigen 20\u00a0%",
        ),
        (
            words.BASKET,
            12.5,
            30.0,
            "spends €12.50 per purchase, the others €30.00",
            "gibt je Kauf 12,50\u00a0€ aus, die übrigen 30,00\u00a0€",
        ),
    ],
)
def test_a_phrase_sets_the_group_against_the_others(feature, here, rest, english, german):
    """A multiple where there is one, else both figures; German decimals and spaces."""
    shown = feature.shown(here, rest, "EUR")
    assert (read(shown, "en"), read(shown, "de")) == (english, german)


def test_a_name_is_an_adjective_of_one_difference_and_the_noun_of_another():
    """Baskets give no adjective, so frequency lends it although it is the weaker difference."""
    (name,) = names(((difference(words.BASKET, 1.4), difference(words.BUYS, 0.9)),))
    assert name == {"en": "Frequent big-basket customers", "de": "Häufige Großeinkäufer"}


def test_no_two_personas_have_the_same_name():
    """Three groups with equal differences, and two with none at all."""
    same = (difference(words.BASKET, -1.4), difference(words.BUYS, -0.9))
    found = names((same, same, same, (), ()))
    assert [read(name, "en") for name in found] == [
        "Occasional small-basket customers",
        "Small-basket customers",
        "Occasional buyers",
        "Typical customers",
        "Typical customers (2)",
    ]


def test_german_joins_a_channel_of_several_words_with_hyphens():
    """The owner's own words for a channel are used, and spelt as German compounds are."""
    shop = words.by_channel("sm", (Channel("sm", {"en": "social media", "de": "Soziale Medien"}),))
    (name,) = names(((difference(shop, 0.8), difference(words.UNEVEN, -0.5)),))
    assert name == {"en": "Regular social media customers", "de": "Regelmäßige Soziale-Medien-Kunden"}


def test_a_group_that_differs_in_nothing_says_so():
    """No difference, no claim about one."""
    assert read(claim(()), "en") == "Differs from the others in nothing we measured."
    assert read(claim((difference(words.BUYS, 1.0),)), "de") == "Alter."


def test_a_channel_nearly_everybody_uses_names_nobody():
    """All buy in the store, so "store customers" says nothing; how often they buy does."""
    store = replace(difference(words.by_channel("store", ()), 0.9), telling=False)
    (name,) = names(((store, difference(words.BUYS, -0.8)),))
    assert read(name, "en") == "Occasional buyers"


def test_a_level_in_the_words_of_the_data_is_quoted():
    """Numbers speak for themselves; what is not ours stands in quotation marks."""
    assert read(level_name("age", "19-24"), "en") == "Age 19-24"
    assert read(level_name("income", "Under 15K"), "en") == "Income Under 15K"
    assert read(level_name("household_comp", "1 Adult Kids"), "en") == "Household comp \u201c1 Adult Kids\u201d"
    assert read(level_name("home_ownership", "Homeowner"), "de") == "Wohneigentum „Homeowner“"
    assert read(level_name("city", "other"), "de") == "Ort Sonstige"


def test_common_levels_read_in_the_language_of_the_sheet():
    """Devices, regions and languages are translated; a code is a language only where the trait is one."""
    assert read(level_name("preferred_device", "phone"), "de") == "Bevorzugtes Gerät Handy"
    assert read(level_name("region", "east"), "de") == "Region Osten"
    assert read(level_name("language", "de"), "en") == "Language German"
    assert read(level_name("tariff", "de"), "en") == "Tariff \u201cde\u201d"
    assert read(level_name("household", "shared flat"), "de") == "Haushalt Wohngemeinschaft"


def test_a_trait_of_a_survey_is_called_by_its_question():
    """The column q3getto1 asked something: the question stands on the card, cut where it explains itself."""
    asked = "How did you get to the airport today? (Tick one)"
    told = level_name("q3getto1", "Dropped off", asked)
    assert read(told, "en") == "\u201cHow did you get to the airport today?\u201d: \u201cDropped off\u201d"
    assert read(level_name("q20age", "18 - 24", "Age"), "de") == "Alter 18 - 24"
    assert read(level_name("age", "18-24", {"en": "How old are you?", "de": "Wie alt?"}), "de") == "Alter 18-24"


def test_an_answer_names_a_group_and_demography_does_not():
    """Who was dropped off may be called by it, whoever comes from a county may not."""
    asked = "How did you get to the airport today?"
    one = difference(words.BASKET, 1.4)
    answer = replace(one, feature=None, answer=titles.named_level("Dropped off"))
    assert names(((answer,), ()))[0] == {
        "en": "Customers with \u201cDropped off\u201d",
        "de": "Kunden mit \u201eDropped off\u201c",
    }
    assert titles.may_name("q3getto1", asked, "Dropped off")
    assert not titles.may_name("q13county", "From which county did you leave today?", "Marin")
    assert not titles.may_name("q4bags", "Did you check bags?", "Yes")
    assert not titles.may_name("segment", "", "gold")


def test_german_makes_no_compound_of_every_channel():
    """Nobody is a "Suche-Kunde": who searches is a customer who does."""
    pair = (difference(words.by_channel("search", ()), 0.9), difference(words.BUYS, -0.8))
    (name,) = names((pair,))
    assert name == {"en": "Occasional customers who search", "de": "Gelegentliche Kunden, die suchen"}


def test_age_stands_once_on_a_card():
    """The band is known of three, the age of a survey of one: the band stays."""
    band = TraitColumn("age_band", ("18-24", "25-34"), np.array([0, 1, 1]))
    age = TraitColumn("q20", ("18-24", "25-34"), np.array([0, -1, -1]), "Age")
    people = Profiles(np.arange(3), {}, (), np.zeros((3, 0)), np.zeros((3, 7)), np.zeros((3, 5)), (age, band), 3)
    assert [column.name for column in demography(people)] == ["age_band"]


def test_a_rule_asks_each_persons_own_share():
    """A card counts all contacts together, a rule asks one person: the words say which."""
    text = bounds_text(words.by_channel("app", ()), None, 0.26, None)
    assert text == {"en": "own contacts by app below 26%", "de": "eigene Kontakte über App unter 26\u00a0%"}
