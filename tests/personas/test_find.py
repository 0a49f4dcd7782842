"""Planted groups become personas; where there are none, the answer is why."""

from datetime import date, datetime, timedelta

import msgspec
import numpy as np
import pytest

from wegweiser.domain.personas import PersonaSet
from wegweiser.i18n import read
from wegweiser.personas import PersonaSettings, find
from wegweiser.stats import segments

SINCE, AS_OF = date(2026, 1, 1), date(2026, 6, 30)
SETTINGS = PersonaSettings(most=4, currency="EUR")


@pytest.fixture(scope="module")
def found(town_warehouse):
    """Return the personas of the town and their members."""
    return find(town_warehouse, SETTINGS, AS_OF, SINCE)


def test_the_planted_groups_are_found(found, town):
    """Three kinds of customers: three personas, nearly everybody where they belong, the largest first."""
    personas, members = found.personas, found.members
    kinds = [town[2][person] for person in members.column("profile_id").to_pylist()]
    labels = [int(key[3:]) for key in members.column("persona_id").to_pylist()]
    assert segments.agreement(np.array(kinds), np.array(labels)) > 0.95
    assert [p.id for p in personas.personas] == ["pe_1", "pe_2", "pe_3"]
    assert sum(p.size for p in personas.personas) == personas.covered == 330
    assert all(p.share.lo < p.share.value < p.share.hi for p in personas.personas)
    assert read(personas.verdict, "en").startswith("3 distinct groups")


def test_each_persona_is_named_by_what_sets_it_apart(found):
    """The names follow the two strongest differences in both languages, and no two are alike."""
    personas = found.personas
    english = [read(p.name, "en") for p in personas.personas]
    german = [read(p.name, "de") for p in personas.personas]
    assert len(set(english)) == len(set(german)) == 3
    assert all(e != g for e, g in zip(english, german, strict=True))
    assert personas.personas[0].initials == "".join(word[0] for word in english[0].split()[:2]).upper()


def test_traits_state_both_sides_with_intervals_that_exclude_zero(found):
    """Six at most, and no trait twice."""
    for persona in found.personas.personas:
        sizes = [abs(t.difference.value) for t in persona.traits]
        assert 1 <= len(sizes) <= 6
        assert len({t.id for t in persona.traits}) == len(sizes)
        assert all(t.difference.lo * t.difference.hi > 0 for t in persona.traits)
        assert read(persona.claim, "de") != read(persona.claim, "en")


def test_the_newsletter_readers_are_met_by_email_in_the_morning(found):
    """Kind 2 has three of five contacts by e-mail; nearly all are before eleven."""
    readers = found.personas.personas[2]
    assert readers.channels[0].id == "email"
    assert readers.channels[0].share.lo < 0.6 < readers.channels[0].share.hi
    assert max(readers.hours, key=lambda use: use.share.value).id == "morning"
    assert sum(use.share.value for use in readers.weekdays) == pytest.approx(1, abs=1e-5)


def test_the_same_data_and_seed_give_the_same_bytes(fill, town, found):
    """The same contacts offered in another order: encoded, the two runs are equal to the byte."""
    again = find(fill(list(reversed(town[0])), town[1]), SETTINGS, AS_OF, SINCE)
    assert msgspec.json.encode(again.personas) == msgspec.json.encode(found.personas)
    assert again.members.equals(found.members)
    assert msgspec.json.decode(msgspec.json.encode(found.personas), type=PersonaSet) == found.personas


def test_what_is_not_known_is_said(found):
    """Half of the people have an age; feelings and reasons nobody recorded."""
    unknown = [read(text, "en") for text in found.personas.personas[0].unknown]
    assert unknown == ["feelings", "reasons for what they do", "demography: known of only 50% of them"]


def test_nobody_is_grouped_or_named_by_gender(found):
    """Gender differs most of all, is shown as a share, and is used for nothing else."""
    personas = found.personas
    assert "gender" not in read(personas.method, "en")
    assert any(use.id.startswith("gender:") for use in personas.personas[0].demography)
    assert not any(t.id.startswith("gender") for p in personas.personas for t in p.traits)


def test_personas_keep_their_ids_over_a_refresh(town_warehouse, found):
    """The earlier run called the groups pe_7, pe_1 and pe_2; the refresh goes on doing so."""
    renamed = {"pe_1": "pe_7", "pe_2": "pe_1", "pe_3": "pe_2"}
    ids = [renamed[key] for key in found.members.column("persona_id").to_pylist()]
    previous = found.members.set_column(1, "persona_id", [ids])
    again = find(town_warehouse, SETTINGS, AS_OF, SINCE, previous=previous)
    assert [p.id for p in again.personas.personas] == ["pe_7", "pe_1", "pe_2"]


def test_people_who_do_not_differ_get_no_personas(fill):
    """Two hundred customers drawn alike: no persona, no member, and a sentence that says why."""
    rng = np.random.default_rng(8)
    start = datetime(2026, 1, 5)  # noqa: DTZ001  (the table holds UTC without saying so)
    contacts = [
        (person, start + timedelta(days=float(rng.uniform(0, 150))), 1, float(np.round(rng.lognormal(3, 0.4), 2)))
        for person in range(1, 201)
        for _ in range(int(rng.poisson(20)) + 3)
    ]
    found = find(fill(contacts, []), SETTINGS, AS_OF, SINCE)
    personas, members = found.personas, found.members
    assert personas.personas == ()
    assert members.num_rows == 0
    assert read(personas.verdict, "en").startswith("Your data does not support personas")
    assert read(personas.verdict, "de").startswith("Ihre Daten tragen keine Personas")


def test_a_handful_of_customers_is_too_few(fill):
    """Ana, Ben and Cem are people, not groups; without any contact it is the same answer."""
    start = datetime(2026, 1, 5)  # noqa: DTZ001  (the table holds UTC without saying so)
    contacts = [(person, start + timedelta(days=day), 1, 5.0) for person in (1, 2, 3) for day in range(4)]
    for few in (contacts, []):
        found = find(fill(few, []), SETTINGS, AS_OF, SINCE)
        personas, members = found.personas, found.members
        assert (personas.personas, members.num_rows) == ((), 0)
        assert "too few" in read(personas.verdict, "en")
