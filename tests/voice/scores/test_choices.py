"""Answers without order: a share for each."""

from __future__ import annotations

from wegweiser.domain.surveys import Item, Metric, Role, Scale
from wegweiser.domain.voices import ScoreKind
from wegweiser.i18n import read
from wegweiser.voice.scores.changes import between_waves
from wegweiser.voice.scores.choices import shares

NAMED = {"1": "Friends", "2": "Online", "3": "Elsewhere"}
FOUND = Item("found", "Where from?", Role.ANSWER, metric=Metric.CHOICE, scale=Scale(1, 3), levels=NAMED)


def rows(*counts):
    """Return answers counted by state and value; None was asked and said nothing."""
    return [
        {"state": "missing" if value is None else "answered", "value": value, "people": people}
        for value, people in counts
    ]


def test_each_named_answer_has_its_share_of_those_who_answered():
    """Of 24 answers 18 and 6; nobody said "elsewhere", and 6 of 30 said nothing."""
    found = list(shares("s", FOUND, rows((1.0, 18), (2.0, 6), (None, 6)), {}))
    assert [(read(one.name, "en"), one.estimate.value) for one in found] == [
        ("Where from?: Friends", 0.75),
        ("Where from?: Online", 0.25),
        ("Where from?: Elsewhere", 0.0),
    ]
    assert {(one.kind, one.estimate.n, one.response.hits, one.response.n) for one in found} == {
        (ScoreKind.SHARE, 24, 24, 30)
    }


def test_an_answer_nobody_gave_has_no_share_where_nobody_answered():
    """Six were asked and none answered: there is nothing to divide by."""
    assert list(shares("s", FOUND, rows((None, 6)), {})) == []


def test_shares_of_answers_are_not_held_against_each_other_between_waves():
    """Three shares of one question are three ways to say one thing; scores alone are compared."""
    told = [one for wave in ("2025", "2026") for one in shares("s", FOUND, rows((1.0, 30)), {"wave": wave})]
    assert between_waves(told) == ()
