from __future__ import annotations

import stat
from dataclasses import dataclass
from datetime import datetime, timedelta

from wegweiser.voice.asking import forms, log


@dataclass
class Passing:
    """A clock that is moved by hand."""

    at: datetime

    def now(self):
        """Return the time it was moved to."""
        return self.at


def sent(survey, form="f1", subject=None, **fields):
    """Return a form as it was sent."""
    filled = forms.read_form(survey, {f"q-{name}": said for name, said in fields.items()}, "en")
    return log.Sent(survey.id, form, filled.given, "en", subject)


def test_a_form_is_one_line_an_answer_in_the_days_file(survey, clock, tmp_path):
    """Four questions, four lines of 2 March; only the owner may read them."""
    assert log.AnswerLog(tmp_path / "log", clock).append(sent(survey, nps="9", why="Nice"))
    (file,) = log.files(tmp_path / "log")
    assert file.name == "2026-03-02.jsonl"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = log.read(file).lines
    assert file.read_text("utf-8").startswith('{"event":"survey_answer","time":"2026-03-02T12:00:00.000+00:00"')
    assert [(line.event, line.item, line.value, line.text) for line in lines] == [
        ("survey_answer", "nps", 9.0, None),
        ("survey_answer", "ease", None, None),
        ("survey_answer", "park", None, None),
        ("survey_answer", "why", None, "Nice"),
    ]
    assert lines[0].time == "2026-03-02T12:00:00.000+00:00"


def test_a_form_sent_twice_is_written_once_also_by_the_next_server(survey, clock, tmp_path):
    """A second click, and a click after the server was started again, add nothing."""
    first = log.AnswerLog(tmp_path, clock)
    assert [first.append(sent(survey, nps="9")) for _ in range(2)] == [True, False]
    assert not log.AnswerLog(tmp_path, clock).append(sent(survey, nps="9"))
    assert len(log.read(log.files(tmp_path)[0]).lines) == 4


def test_a_torn_form_is_no_form_and_spoils_no_other(survey, clock, tmp_path):
    """The machine lost power within Ben's form: sent again it is written in full, on lines of its own."""
    log.AnswerLog(tmp_path, clock).append(sent(survey, nps="3"))
    (file,) = log.files(tmp_path)
    file.write_bytes(file.read_bytes()[:-20])
    assert log.read(file) == log.Read((), 4)
    assert log.AnswerLog(tmp_path, clock).append(sent(survey, nps="3"))
    found = log.read(file)
    assert (len(found.lines), found.torn) == (3 + 4, 1)


def test_personal_data_in_a_text_is_never_written(survey, clock, tmp_path):
    """An address of e-mail is masked before the line is on disk."""
    log.AnswerLog(tmp_path, clock).append(sent(survey, nps="3", why="Write to ana@example.org"))
    assert "ana@example" not in log.files(tmp_path)[0].read_text("utf-8")


def test_forms_are_forgotten_once_their_token_is_taken_no_more(survey, clock, tmp_path):
    """Four days later the form of 2 March is not remembered; a token as old is refused before it comes here."""
    passing = Passing(clock.at)
    answers = log.AnswerLog(tmp_path, passing)
    assert answers.append(sent(survey, nps="1"))
    passing.at += timedelta(days=4)
    assert answers.append(sent(survey, "f2", nps="1"))
    assert answers.append(sent(survey, nps="1"))
    assert [file.stem for file in log.files(tmp_path)] == ["2026-03-02", "2026-03-06"]
