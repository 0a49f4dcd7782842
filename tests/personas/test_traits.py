"""What is known of people as columns, worked by hand."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from wegweiser.i18n import read
from wegweiser.personas import PersonaModel, PersonaSettings, Tables, assigned, find
from wegweiser.personas.traits import Known, columns, ranges, wholes
from wegweiser.warehouse import Table


def told(rows):
    """Return rows of (profile, name, value) as a table."""
    people, names, values = zip(*rows, strict=True)
    return pa.table({"profile_id": list(people), "name": list(names), "value": list(values)})


def test_many_numbers_are_a_number_and_few_are_levels():
    """Fourteen incomes are numbers, three household sizes are levels, and Ana's income nobody knows stays unknown."""
    ids = np.arange(15)
    rows = [(i, "income", str(1000 * i)) for i in range(1, 15)] + [(i, "size", str(i % 3)) for i in range(15)]
    levels, numbers = columns(told(rows), ids, 2026)
    assert [trait.levels for trait in levels] == [("0", "1", "2")]
    assert np.isnan(numbers["income"][0])
    assert numbers["income"][14] == 14_000


def test_a_year_of_birth_becomes_an_age():
    """Born in 1980, 46 in 2026; the same for a later customer read as the first ones were."""
    rows = [(i, "Year_Birth", str(1970 + i)) for i in range(14)]
    _, numbers = columns(told(rows), np.arange(14), 2026)
    assert numbers["age"][10] == 46
    _, one = columns(told([(0, "Year_Birth", "1990")]), np.arange(1), 2026, Known({}, frozenset({"age"})))
    assert one["age"].tolist() == [36]


def test_levels_nobody_had_before_are_other_or_unknown():
    """A later customer lives in Rome: 'other' where that is a level, else unknown."""
    rows = [(0, "city", "Rome"), (1, "city", "Bonn")]
    known = Known({"city": ("Bonn", "Kiel")}, frozenset())
    assert columns(told(rows), np.arange(2), 2026, known)[0][0].codes.tolist() == [-1, 0]
    known = Known({"city": ("Bonn", "other")}, frozenset())
    assert columns(told(rows), np.arange(2), 2026, known)[0][0].codes.tolist() == [1, 0]


def test_columns_of_one_first_word_are_parts_of_a_whole():
    """Three purchases of four columns end alike: only those are purchases; one negative column breaks a whole."""
    one = np.ones(3)
    names = ("NumWebPurchases", "NumStorePurchases", "NumCatalogPurchases", "NumWebVisitsMonth")
    found = wholes(dict.fromkeys(names, one))
    assert [(w.name, w.labels, w.money) for w in found] == [("purchases", ("catalog", "store", "web"), False)]
    spent = {"MntA": one, "MntB": one, "MntC": -one}
    assert wholes(spent) == ()


def test_ranges_hold_about_as_many_people_each():
    """0 to 99: quarters at round figures; the unknown is in none."""
    found = ranges("age", np.array([*range(100), np.nan]))
    assert found is not None
    assert found.levels == ("<25", "25\u201350", "50\u201374", "74+")
    assert np.bincount(found.codes[:-1]).tolist() == [25, 25, 24, 26]
    assert found.codes[-1] == -1


def test_people_known_by_traits_alone_are_grouped(fill):
    """Two kinds of customers without a contact: 150 young who buy wine, 150 old who buy fruit."""
    rng = np.random.default_rng(5)
    rows = []
    for person in range(300):
        old = person >= 150
        rows += [(person, "income", str(int(rng.normal(60_000 if old else 25_000, 5_000))))]
        wine = rng.beta(2, 6) if old else rng.beta(6, 2)
        total, fruit = rng.lognormal(5, 0.4), rng.beta(5, 2) if old else rng.beta(2, 5)
        rows += [
            (person, "spent_wine", f"{total * wine:.2f}"),
            (person, "spent_fruit", f"{total * (1 - wine) * fruit:.2f}"),
            (person, "spent_meat", f"{total * (1 - wine) * (1 - fruit):.2f}"),
            (person, "home", str(rng.choice(["own", "rent"], p=[0.8, 0.2] if old else [0.2, 0.8]))),
            (person, "gender", str(rng.choice(["f", "m"]))),
        ]
    warehouse = fill([], rows)
    settings = PersonaSettings(most=3)
    found = find(warehouse, settings, date(2026, 6, 30), date(2026, 1, 1))
    assert len(found.personas.personas) == 2
    assert not found.people.behaves
    kinds = np.array([int(p >= 150) for p in found.members.column("profile_id").to_pylist()])
    labels = np.array([p == "pe_2" for p in found.members.column("persona_id").to_pylist()]).astype(int)
    assert max((kinds == labels).mean(), (kinds != labels).mean()) > 0.95
    card = found.personas.personas[0]
    assert any(use.id.startswith("income:") for use in card.demography)
    assert any("what they do and when" in read(gap, "en") for gap in card.unknown)
    assert "gender" not in read(found.personas.method, "en")
    model = found.model
    assert isinstance(model, PersonaModel)
    assert assigned(warehouse, model, settings, date(2026, 6, 30), date(2026, 1, 1)).equals(found.members)


def test_feelings_group_people_where_they_answered(fill):
    """Half of 200 customers of one income report +1, half -1: the feeling is a feature with its own name."""
    rng = np.random.default_rng(6)
    traits = [(p, "age", str(int(rng.integers(20, 80)))) for p in range(200)]
    warehouse = fill([], traits)
    felt = pa.table(
        {
            "profile_id": list(range(200)),
            "name": ["feeling"] * 200,
            "value": [float(rng.normal(1 if p % 2 else -1, 0.3)) for p in range(200)],
        }
    )
    warehouse.offer("felt", felt)
    found = find(warehouse, PersonaSettings(), date(2026, 6, 30), date(2026, 1, 1), tables=Tables(figure=Table("felt")))
    assert found.people.numbers["answered:feeling"].tolist() == pytest.approx(felt.column("value").to_pylist())
    assert "feeling" in read(found.personas.method, "en")
