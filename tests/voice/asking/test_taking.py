from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from wegweiser.clock import FixedClock
from wegweiser.voice.asking import forms, log, taking
from wegweiser.voice.tables import ANSWER, SAID
from wegweiser.warehouse import Query


@pytest.fixture
def answered(survey, clock, tmp_path):
    """Return a function that sends a form and gives the folder of the log."""

    def send(form, at=clock, subject=None, **fields):
        filled = forms.read_form(survey, {f"q-{name}": said for name, said in fields.items()}, "en")
        log.AnswerLog(tmp_path / "log", at).append(log.Sent(survey.id, form, filled.given, "en", subject))
        return tmp_path / "log"

    return send


def rows(warehouse, schema, columns):
    """Return a table's rows, in the order of their lines."""
    table = warehouse.table(schema)
    found = warehouse.run(Query("found", f"select {columns} from {table} order by occurred_at, line")).rows()
    return [tuple(row.values()) for row in found]


def test_answers_become_rows_and_words_become_texts(warehouse, survey, answered):
    """Ana ticks two of three and writes; her id is her link's, her text is about the shop and as glad as her 9."""
    folder = answered("f1", subject=11, nps="9", ease="6", why="Very good bread.")
    taken = taking.take_in(warehouse, folder, [survey])
    assert (taken.files, taken.forms, taken.answers, taken.missing, taken.texts) == (1, 1, 2, 1, 1)
    assert rows(warehouse, ANSWER, "survey, wave, subject_id, item, value, state, line") == [
        ("kauf", "2026-03", 11, "nps", 9.0, "answered", 1),
        ("kauf", "2026-03", 11, "ease", 6.0, "answered", 2),
        ("kauf", "2026-03", 11, "park", None, "missing", 3),
    ]
    assert rows(warehouse, SAID, "source, subject_id, touchpoint, score, text") == [
        ("kauf", 11, "shop", pytest.approx(1.6), "Very good bread.")
    ]


def test_the_same_log_twice_changes_nothing_and_a_grown_one_is_taken_anew(warehouse, survey, answered):
    """Ben comes later the same day, Cem the day after; each answer stands there once."""
    folder = answered("f1", nps="9")
    first = taking.take_in(warehouse, folder, [survey])
    again = taking.take_in(warehouse, folder, [survey])
    assert again == dataclasses.replace(first, skipped=1)
    answered("f2", nps="3")
    answered("f3", at=FixedClock(datetime(2026, 3, 3, tzinfo=UTC)), nps="7")
    grown = taking.take_in(warehouse, folder, [survey])
    assert (grown.files, grown.forms, grown.answers, grown.skipped) == (2, 3, 3, 0)
    assert [value for value, item in rows(warehouse, ANSWER, "value, item") if item == "nps"] == [9.0, 3.0, 7.0]


def test_everybody_without_a_link_is_somebody_else(warehouse, survey, answered):
    """Two forms of nobody known are two people, and all answers of a form are one person's."""
    answered("f1", nps="9", ease="1")
    folder = answered("f2", nps="9", ease="1")
    taking.take_in(warehouse, folder, [survey])
    people = [person for (person,) in rows(warehouse, ANSWER, "subject_id")]
    assert len(people) == 6
    assert len(set(people)) == 2


def test_of_a_personal_link_the_last_answer_of_a_day_counts(warehouse, survey, answered):
    """Cem thinks better of it: first 2, then 8."""
    answered("f1", subject=33, nps="2")
    folder = answered("f2", subject=33, nps="8")
    assert taking.take_in(warehouse, folder, [survey]).answers == 1
    assert ("nps", 8.0) in rows(warehouse, ANSWER, "item, value")


def test_what_nobody_asks_any_more_is_counted_and_comes_back(warehouse, survey, answered):
    """Without its survey four answers are unknown; with it they are taken."""
    folder = answered("f1", nps="9")
    assert taking.take_in(warehouse, folder, []).unknown == 4
    assert rows(warehouse, ANSWER, "item") == []
    assert taking.take_in(warehouse, folder, [survey]).answers == 1


def test_no_log_is_nothing_taken(warehouse, survey, tmp_path):
    """A workspace that never asked has no folder."""
    assert taking.take_in(warehouse, tmp_path / "none", [survey]) == taking.Taken()
