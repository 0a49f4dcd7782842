from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegweiser.voice.asking import OwnSurvey, sampling

ANA, BEN, CEM = 1, 2, 3
TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("met", "asked", "expected"),
    [
        (date(2026, 3, 30), None, True),
        (date(2026, 3, 30), date(2026, 3, 1), True),
        (date(2026, 3, 30), date(2026, 3, 2), False),
        (date(2026, 2, 20), date(2026, 2, 25), False),
        (date(2026, 4, 1), None, False),
        (None, None, False),
    ],
)
def test_who_met_the_trigger_and_is_rested_is_due(met, asked, expected):
    """30 days of rest are enough, 29 are not; a meeting already asked about, one to come, or none does not count."""
    survey = OwnSurvey("kauf", "Kauf", (), trigger="order", rest_days=30)
    history = {ANA: asked} if asked else {}
    assert sampling.due({ANA: met}, survey, history, TODAY) == ((ANA,) if expected else ())


def test_a_closed_survey_asks_nobody_and_one_without_trigger_everybody():
    """Ben, who met nothing, is asked in general."""
    assert sampling.due({BEN: None, ANA: TODAY}, OwnSurvey("a", "A", ()), {}, TODAY) == (ANA, BEN)
    assert sampling.due({BEN: None}, OwnSurvey("a", "A", (), opens=date(2026, 4, 1)), {}, TODAY) == ()


@given(st.sets(st.integers(0, 2**60), max_size=30), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_keeps_everybody_of_a_smaller_one(people, one, other):
    """Who was drawn stays drawn when the share is raised."""
    low, high = sorted((one, other))
    few = {person for person in people if sampling.drawn("kauf", person, low)}
    assert few <= {person for person in people if sampling.drawn("kauf", person, high)}


def test_a_share_is_met_closely_and_differs_between_surveys():
    """Of 10,000 people 30 % are drawn give or take two points; the two surveys' draws overlap as chance has it."""
    people = range(10_000)
    first, second = ({p for p in people if sampling.drawn(name, p, 0.3)} for name in ("kauf", "lieferung"))
    assert abs(len(first) - 3000) < 200
    assert abs(len(first & second) - 900) < 150


def test_the_history_is_the_last_answer_to_any_survey(warehouse):
    """Ana answered two, Ben one; who gave no time is left out."""
    days = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 1, 5), None]
    rows = pa.table({"subject_id": [ANA, ANA, BEN, CEM], "occurred_at": days})
    found = warehouse.run(sampling.last_asked(warehouse.offer("answered", rows))).rows()
    assert [(row["subject_id"], row["at"]) for row in found] == [(ANA, days[1]), (BEN, days[2])]
