"""Personas on the command line: found, assigned, side by side, written by hand and tested."""

import csv
import random
import shutil

import pytest
from tests.cli.conftest import map_once

HAND = """
  - id: by_hand_1
    name: Well off
    by_hand: true
    who: [{feature: income, at_least: 40000}]
    statements:
      - {text: They own their home, feature: home, levels: [own], needed: 0.6}
      - {text: They are young, feature: age, below: 30, needed: 0.9}
"""


def customers(path, people, seed=5):
    """Write a list of customers of two kinds who are known by what they said."""
    rng = random.Random(seed)  # noqa: S311  (no secret hangs on it)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["customer", "time", "income", "age", "home", "spent_wine", "spent_fruit", "spent_meat"])
        for person in people:
            old = person % 2
            wine, fruit = (0.2, 0.5) if old else (0.6, 0.2)
            shares = [max(0.01, rng.gauss(mean, 0.07)) for mean in (wine, fruit, 1 - wine - fruit)]
            rows.writerow(
                [
                    f"C{person}",
                    f"2026-01-{1 + person % 28:02}",
                    round(rng.gauss(60_000 if old else 25_000, 5_000)),
                    round(rng.gauss(55 if old else 30, 5)),
                    "own" if rng.random() < (0.8 if old else 0.2) else "rent",
                    *(round(100 * share, 2) for share in shares),
                ]
            )


@pytest.fixture(scope="module")
def ran_town(tmp_path_factory):
    """Return a workspace of 240 customers of two kinds that was run once, beside the file it read."""
    folder = tmp_path_factory.mktemp("ran")
    customers(folder / "customers.csv", range(240))
    return map_once(folder / "customers.csv", folder / "town")


@pytest.fixture
def town(ran_town, tmp_path):
    """Return a copy of that workspace and its file."""
    shutil.copytree(ran_town.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "town"


def test_personas_are_shown_with_rules(town, wegweiser):
    """Two kinds: both with what sets them apart and how to tell them; as JSON the whole set."""
    answer = wegweiser("personas", "-C", town)
    assert "How to tell them apart" in answer.out
    found = wegweiser("personas", "-C", town, "--json").json
    assert [persona["id"] for persona in found["personas"]] == ["pe_1", "pe_2"]
    assert all(persona["rules"] for persona in found["personas"])


def test_everybody_is_assigned_and_can_be_written_to_a_file(town, tmp_path, wegweiser):
    """240 customers by name, each with a persona; the table counts them."""
    assert sum(row["customers"] for row in wegweiser("personas", "assign", "-C", town, "--json").json) == 240
    out = tmp_path / "assigned.csv"
    assert wegweiser("personas", "assign", "-C", town, "--out", out).code == 0
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert {row["customer"] for row in rows} == {f"C{person}" for person in range(240)}
    odd = {row["persona"] for row in rows if int(row["customer"][1:]) % 2}
    assert len(odd) == 1


def test_personas_stand_side_by_side(town, wegweiser):
    """Spending on meat is a row with a cell for each; an id nobody has is a mistake with the right ones named."""
    assert "spending on meat" in wegweiser("personas", "compare", "-C", town).out
    found = wegweiser("personas", "compare", "pe_2", "-C", town, "--json").json
    assert found["personas"] == ["pe_2"]
    name = next(p for p in wegweiser("personas", "-C", town, "--json").json["personas"] if p["id"] == "pe_2")["name"]
    assert wegweiser("personas", "compare", name["de"], "-C", town, "--json").json["personas"] == ["pe_2"]
    answer = wegweiser("personas", "compare", "pe_9", "-C", town)
    assert answer.code == 2
    assert "pe_1" in answer.err


def test_words_survive_a_refresh_with_new_customers(town, tmp_path, wegweiser):
    """pe_1 is called Ana's kind; 24 customers come; the file is untouched, the name and the ids stay."""
    words = town / "personas.yaml"
    text = words.read_text("utf-8").replace("  - id: pe_1\n", "  - id: pe_1\n    name: Ana's kind\n")
    words.write_text(text, "utf-8")
    customers(tmp_path / "customers_2.csv", range(240, 264), seed=6)
    assert wegweiser("add", tmp_path / "customers_2.csv", "-C", town).code == 0
    assert wegweiser("run", "-C", town, "--formats", "json").code == 0
    found = wegweiser("personas", "-C", town, "--json").json
    assert {persona["id"] for persona in found["personas"]} == {"pe_1", "pe_2"}
    assert next(p for p in found["personas"] if p["id"] == "pe_1")["name"] == "Ana's kind"
    assert words.read_text("utf-8") == text
    kept = (town / ".wegweiser" / "personas.json").read_bytes()
    assert wegweiser("run", "-C", town, "--formats", "json").code == 0
    assert (town / ".wegweiser" / "personas.json").read_bytes() == kept, "the same data again changes nothing"


def test_nothing_to_test_says_how_to_begin(town, wegweiser):
    """Nobody has claimed anything of the personas found."""
    answer = wegweiser("personas", "test", "-C", town)
    assert (answer.code, "wegweiser personas new" in answer.out) == (0, True)


def test_a_persona_made_by_hand_is_held_against_the_data(town, wegweiser):
    """The well off own their homes, and are not young: one statement supported, one contradicted, exit code 1."""
    words = town / "personas.yaml"
    words.write_text(words.read_text("utf-8").rstrip() + HAND, "utf-8")
    answer = wegweiser("personas", "test", "-C", town)
    assert answer.code == 1
    assert "supported" in answer.out
    found = wegweiser("personas", "test", "-C", town, "--json").json
    assert [row["verdict"] for row in found["statements"]] == ["supported", "contradicted"]
    assert found["personas"][0]["size"] == pytest.approx(120, abs=5)


def test_a_new_persona_is_a_template_in_the_file(town, wegweiser):
    """It is appended with the features of the data, reads back at once, and what stood there stays."""
    before = (town / "personas.yaml").read_text("utf-8")
    assert wegweiser("personas", "new", "Careful Clara", "-C", town).code == 0
    after = (town / "personas.yaml").read_text("utf-8")
    assert after.startswith(before)
    assert "income" in after
    assert wegweiser("personas", "test", "-C", town).code == 0
    assert wegweiser("personas", "new", "Ben", "-C", town).code == 0
    assert "by_hand_2" in (town / "personas.yaml").read_text("utf-8")
    twice = wegweiser("personas", "new", "Ben", "-C", town)
    assert (twice.code, "is called 'Ben' already" in twice.err) == (2, True)


def test_a_persona_without_a_name_is_refused(town, wegweiser):
    """Nothing is written, and the message says what is missing."""
    before = (town / "personas.yaml").read_bytes()
    answer = wegweiser("personas", "new", " ", "-C", town)
    assert (answer.code, "it needs a name" in answer.err) == (2, True)
    assert (town / "personas.yaml").read_bytes() == before


def test_without_personas_nobody_can_be_assigned(shop, wegweiser):
    """Three customers have no personas: the command says what to do and ends with code 2."""
    assert wegweiser("personas", "assign", "-C", shop).code == 2
    assert wegweiser("personas", "new", "Ana", "-C", shop).code == 0
    assert wegweiser("personas", "test", "-C", shop).code == 0
