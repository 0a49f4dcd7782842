"""The mixture kept as text says of everybody what the fit said, and of strangers what fits them."""

from datetime import date

import msgspec
import numpy as np
import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.personas import PersonaModel, PersonaSettings, assigned, find
from wegweiser.personas.membership import assign
from wegweiser.stats import segments

SINCE, AS_OF = date(2026, 1, 1), date(2026, 6, 30)
SETTINGS = PersonaSettings(most=4, currency="EUR")


@pytest.fixture(scope="module")
def found(town_warehouse):
    """Return the personas of the town with their model."""
    return find(town_warehouse, SETTINGS, AS_OF, SINCE)


@pytest.fixture(scope="module")
def model(found):
    """Return the model after it was written down and read again."""
    return PersonaModel.of(msgspec.json.encode(found.model), "personas.model.json")


def test_people_of_the_fit_keep_their_persona_and_probability(found, model, town_warehouse):
    """The same 330 customers by the model read back from text: the same table, to the last digit."""
    assert assigned(town_warehouse, model, SETTINGS, AS_OF, SINCE).equals(found.members)
    again = assign(model, found.people)
    assert again.ids == found.grouping.ids
    assert np.array_equal(again.labels, found.grouping.labels)


def test_new_customers_are_assigned_by_what_they_do(fill, found, model, town):
    """Every third customer alone, as if the others had never been: they belong where they belonged."""
    some = [c for c in town[0] if c[0] % 3 == 0]
    members = assigned(fill(some, town[1]), model, SETTINGS, AS_OF, SINCE)
    before = dict(zip(*(found.members.column(c).to_pylist() for c in ("profile_id", "persona_id")), strict=True))
    people, now = (members.column(c).to_pylist() for c in ("profile_id", "persona_id"))
    assert len(people) == 110
    assert np.mean([before[person] == persona for person, persona in zip(people, now, strict=True)]) > 0.98


def test_a_refresh_with_a_tenth_of_new_customers_keeps_the_ids(fill, found, town):
    """30 of 330 customers are exchanged for new ones: the personas are called as before, nearly all stay in theirs."""
    moved = [(p + 1000 if p % 11 == 0 else p, *rest) for p, *rest in town[0]]
    renamed = found.members.set_column(
        1, "persona_id", [["pe_9" if p == "pe_1" else p for p in found.members.column("persona_id").to_pylist()]]
    )
    again = find(fill(moved, town[1]), SETTINGS, AS_OF, SINCE, previous=renamed)
    assert [p.id for p in again.personas.personas] == ["pe_9", "pe_2", "pe_3"]
    repeated = find(fill(moved, town[1]), SETTINGS, AS_OF, SINCE, previous=again.members)
    assert repeated.personas == again.personas, "a run on the same data changes nothing"


def test_text_of_another_version_is_refused(model):
    """Another schema, and something that is no model at all."""
    other = msgspec.json.encode(msgspec.structs.replace(model, schema="personas/9"))
    with pytest.raises(InvalidSetting, match="personas/1"):
        PersonaModel.of(other, "here")
    with pytest.raises(InvalidSetting, match="no personas"):
        PersonaModel.of(b"{}", "here")


def test_the_rules_tell_the_towns_people_apart(found):
    """Three planted kinds: at least one rule each, faithful on people the tree never saw."""
    assert found.personas.fidelity is not None
    assert found.personas.fidelity.value > 0.9
    for persona in found.personas.personas:
        first = persona.rules[0]
        assert first.coverage.value > 0.5
        assert first.precision.value > 0.8
        assert 1 <= len(first.conditions) <= 4


def test_a_drawn_model_groups_strangers_as_the_mixture_does():
    """The mixture of a simulated table, assigned through its own arrays: the adjusted Rand index is 1."""
    rng = np.random.default_rng(0)
    group = rng.integers(0, 2, 400)
    table = segments.MixedTable(rng.normal(0, 1, (400, 3)) + 4 * group[:, None], np.empty((400, 0), dtype=np.int64), ())
    result = segments.find(table, segments.Rule(most=3, starts=4, resamples=3), seed=1)
    assert result.model is not None
    assert np.array_equal(result.model.probabilities(table).argmax(axis=1), result.labels)
