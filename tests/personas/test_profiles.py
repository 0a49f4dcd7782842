"""From contacts to one row of figures per person, worked by hand."""

from datetime import date, datetime

import numpy as np
import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.personas import PersonaSettings, Tables
from wegweiser.personas.profiles import profiles
from wegweiser.personas.queries import features
from wegweiser.warehouse import Table

ANA, BEN, CEM = 1, 2, 3
SINCE, AS_OF = date(2026, 1, 1), date(2026, 1, 31)


def on(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    """Return a time in UTC, as the table holds it."""
    return datetime(2026, month, day, hour, minute)  # noqa: DTZ001  (the table holds UTC without saying so)


CONTACTS = [
    (ANA, on(2, 23, 30), 1, 10.0),
    (ANA, on(5, 12, 10), 3, None),
    (ANA, on(5, 12, 15), 2, 20.0),
    (ANA, on(9, 9, 5), 1, 30.0),
    (ANA, on(13, 9, 5), 1, 40.0),
    (BEN, on(10, 18, 0), 3, None),
    (BEN, on(11, 18, 0), 3, None),
    (CEM, on(4, 0, 0), 1, 50.0),
    (CEM, on(4, 8, 0, month=2), 1, 99.0),
    (CEM, on(12, 7, 30), 1, 70.0),
]


@pytest.fixture
def people(fill):
    """Return the figures of Ana, Ben and Cem in Berlin, where two contacts are enough."""
    traits = [(ANA, "age", "25-34"), (CEM, "age", "65+"), (CEM, "age", "Under 19"), (BEN, "age", " ")]
    warehouse = fill(CONTACTS, traits)
    settings = PersonaSettings(timezone="Europe/Berlin", least_contacts=2)
    return profiles(warehouse, features(warehouse.dialect, settings, SINCE, AS_OF))


def test_contacts_are_counted_within_the_window(people):
    """Cem's contact in February lies after the last day and is not counted."""
    assert people.ids.tolist() == [ANA, BEN, CEM]
    assert people.reached == 3
    assert people.by_channel.tolist() == [[3, 1, 1], [0, 2, 0], [2, 0, 0]]
    assert people.channels == ("store", "email", "web")


def test_days_and_hours_are_those_of_the_customers_zone(people):
    """Ana's contact on Friday at 23:30 in London is on Saturday at 0:30 in Berlin."""
    assert people.by_day[0].tolist() == [2, 1, 0, 0, 1, 1, 0]
    assert people.by_band[0].tolist() == [2, 2, 0, 0, 1]
    assert people.columns["weekend"].tolist() == [0.2, 1.0, 0.5]


def test_a_contact_known_by_its_day_only_is_in_no_band(people):
    """Cem's first basket came from a file without hours: midnight to the second."""
    assert people.by_band[2].tolist() == [1, 0, 0, 0, 0]


def test_figures_compare_people_known_for_a_long_and_a_short_time(people):
    """All three are known for less than a month of 30.4375 days, which then counts as one month."""
    assert people.columns["conversions_per_month"].tolist() == [4.0, 0.0, 2.0]
    assert people.columns["value_per_month"].tolist() == [100.0, 0.0, 120.0]
    assert people.columns["value_per_conversion"][[0, 2]].tolist() == [25.0, 60.0]
    assert np.isnan(people.columns["value_per_conversion"][1])
    assert people.columns["contacts_per_session"].tolist() == [1.25, 1.0, 1.0]
    assert people.columns["recency_days"].tolist() == pytest.approx([18.621528, 20.25, 19.6875])
    assert people.valued


def test_evenness_needs_three_gaps(people):
    """Ana bought on 3, 5, 9 and 13 January in Berlin: gaps 2, 4, 4, mean 10/3, deviation sqrt(4/3)."""
    assert people.columns["unevenness"][0] == pytest.approx(np.sqrt(4 / 3) / (10 / 3), abs=1e-6)
    assert np.isnan(people.columns["unevenness"][1:]).all()


def test_missing_traits_stay_missing_and_levels_are_in_natural_order(people):
    """Ben's age is blank; Cem has two, of which the first in order counts."""
    (age,) = people.traits
    assert (age.name, age.levels) == ("age", ("25-34", "65+"))
    assert age.codes.tolist() == [0, -1, 1]


def test_a_trait_with_many_levels_keeps_the_largest_eleven(fill):
    """Fourteen towns, the first eleven with two people each: the other three become 'other'."""
    people = range(1, 26)
    contacts = [(person, on(3, 10), 1, 1.0) for person in people]
    traits = [(person, "town", f"town {(person - 1) % 14:02}") for person in people]
    warehouse = fill(contacts, traits)
    queries = features(warehouse.dialect, PersonaSettings(least_contacts=1), SINCE, AS_OF)
    (town,) = profiles(warehouse, queries).traits
    assert town.levels == (*(f"town {number:02}" for number in range(11)), "other")
    assert town.codes[[0, 11, 12, 13, 14]].tolist() == [0, 11, 11, 11, 0]


def test_an_empty_workspace_has_no_profiles(fill):
    """No contact, no row, and no error."""
    warehouse = fill([], [])
    queries = features(warehouse.dialect, PersonaSettings(), SINCE, AS_OF)
    found = profiles(warehouse, queries)
    assert (len(found), found.reached, found.traits, found.channels) == (0, 0, (), ())


def test_queries_read_the_tables_they_are_given(warehouse):
    """A part of the contacts can be looked at under another name."""
    tables = Tables(step=Table("step_of_2026"))
    found = features(warehouse.dialect, PersonaSettings(), SINCE, AS_OF, tables)
    assert '"step_of_2026"' in found.behaviour.statement()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"timezone": "Mars/Crater"}, "no IANA zone"), ({"most": 1}, "at least 2"), ({"least_contacts": 0}, "at least 1")],
)
def test_settings_that_cannot_work_are_refused(wrong, says):
    """The message names the setting and what it must be."""
    with pytest.raises(InvalidSetting, match=says):
        PersonaSettings(**wrong)
