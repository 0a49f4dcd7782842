"""What columns are taken for, with and without a dictionary."""

from __future__ import annotations

import pytest

from wegweiser.domain.surveys import Metric, Role, Scale
from wegweiser.voice.surveys.dictionaries import Field
from wegweiser.voice.surveys.profiles import Column
from wegweiser.voice.surveys.proposing import propose


def column(name, values, place=0):
    """Return a column with the given values and their rows."""
    rows = sum(values.values())
    words = sum(n * (value.count(" ") + 1) for value, n in values.items()) / rows
    return Column(name, place, rows, rows, len(values), words, values)


def rated(*codes):
    """Return ten rows of each code."""
    return {str(code): 10 for code in codes}


def test_every_column_of_a_survey_gets_its_role(survey):
    """Number, three ratings, NPS, age, comment, weight."""
    items = {item.id: item for item in survey().items()}
    assert [item.role for item in items.values()] == [
        Role.RESPONDENT,
        *[Role.ANSWER] * 4,
        Role.TRAIT,
        Role.COMMENT,
        Role.WEIGHT,
    ]
    assert items["q1shop"].scale == Scale(1, 5, (0,), (6,))
    assert items["q2nps"].metric is Metric.RECOMMEND
    assert items["q2nps"].scale == Scale(0, 10, (11,))
    assert (items["q1shop"].about, items["q1web"].about, items["q1all"].overall) == ("store", "website", True)
    assert all(item.proposed for item in items.values())


@pytest.mark.parametrize(
    ("levels", "metric", "best_low"),
    [
        ({"1": "sehr gut", "2": "gut", "3": "", "4": "", "5": "schlecht"}, Metric.SATISFACTION, True),
        ({"1": "Difficult", "2": "", "3": "", "4": "", "5": "Easy"}, Metric.EFFORT, False),
        ({"1": "North", "2": "East", "3": "South", "4": "West"}, Metric.CHOICE, False),
        ({"1": "Yes", "2": "No", "9": "Refused"}, Metric.YES_NO, True),
    ],
)
def test_labels_tell_metric_and_direction(levels, metric, best_low):
    """The end that praises is the good one; without praise and blame it is a choice."""
    asked = {"q1": Field("Q1", "The counter", "", levels)}
    (item,) = propose([column("Q1", dict.fromkeys(levels, 10))], asked)
    assert item.metric is metric
    assert item.scale is not None
    assert item.scale.best_low is best_low


def test_asked_for_a_problem_no_is_the_good_answer():
    """Yes to "Any problems?" is bad news."""
    levels = {"1": "Yes", "2": "No"}
    (item,) = propose([column("Q1", rated(1, 2))], {"q1": Field("Q1", "Did you have any problems?", "", levels)})
    assert item.scale == Scale(1, 2)


@pytest.mark.parametrize(
    ("name", "codes", "scale"),
    [
        ("satisfaction_delivery", range(1, 6), Scale(1, 5)),
        ("satisfaction_delivery", range(7), Scale(1, 5, (0,), (6,))),
        ("Zufriedenheit Hotline", [*range(1, 8), 99], Scale(1, 7, (99,))),
        ("nps", range(12), Scale(0, 10, (11,))),
        ("Empfehlung", range(11), Scale(0, 10)),
        ("Note Beratung", range(1, 7), Scale(1, 6, best_low=True)),
    ],
)
def test_names_and_values_tell_a_scale_without_a_dictionary(name, codes, scale):
    """0 and 6 beside 1 to 5 are codes, 11 beside 0 to 10 is one, and school grades run the other way."""
    (item,) = propose([column(name, rated(*codes))])
    assert (item.role, item.scale) == (Role.ANSWER, scale)


def test_three_columns_alike_are_a_battery():
    """One column of 1 to 5 without a telling name is a choice, three of one question are ratings."""
    alone = propose([column("Q4A", rated(1, 2, 3, 4, 5))])
    battery = propose([column(f"Q4{x}", rated(0, 1, 2, 3, 4, 5, 6), p) for p, x in enumerate("ABC")])
    assert [item.metric for item in alone] == [Metric.CHOICE]
    assert [item.metric for item in battery] == [Metric.SATISFACTION] * 3


def test_a_code_list_that_does_not_fit_is_not_believed():
    """The dictionary names two codes; the column holds hundreds of numbers."""
    values = {str(n): 1 for n in range(100, 300)}
    (item,) = propose([column("Q1", values)], {"q1": Field("Q1", "Minutes", "", {"1": "Yes", "2": "No"})})
    assert (item.role, item.levels) == (Role.IGNORED, {})


def test_words_beside_their_codes_make_the_codes_useless():
    """AIRLINE says it in words, which do not change between waves; AIRLINE_CODE is left aside."""
    columns = [column("AIRLINE", {"UNITED": 50, "DELTA": 50}), column("AIRLINE_CODE", rated(1, 2), 1)]
    assert [item.role for item in propose(columns)] == [Role.TRAIT, Role.IGNORED]


def test_private_columns_are_never_read():
    """Postcodes and e-mail addresses are ignored, whatever they hold."""
    assert [item.role for item in propose([column("ZIP", rated(1, 2)), column("E-Mail", {"a@b.de": 5}, 1)])] == [
        Role.IGNORED,
        Role.IGNORED,
    ]
