"""`wegweiser survey`: an export is added, a further wave joins it, and every question is shown."""

from __future__ import annotations

import tomllib

import pytest

HEADER = "ID,satisfaction_shop,satisfaction_delivery,nps,Age\n"


def wave(header, people):
    """Return a survey of some people who all answer differently."""
    return header + "".join(f"{n},{n % 5 + 1},{n % 4 + 2},{n % 11},{20 + n % 3}\n" for n in range(people))


@pytest.fixture
def folder(wegweiser, tmp_path):
    """Return a workspace beside two waves of a survey and a log of purchases."""
    (tmp_path / "visit_2025.csv").write_text(wave(HEADER, 40), "utf-8")
    (tmp_path / "visit_2026.csv").write_text(wave(HEADER.replace("ID", "*Id").replace("nps", "NPS "), 30), "utf-8")
    (tmp_path / "log.csv").write_text("time,customer,event\n2026-01-01,ana,buy\n", "utf-8")
    wegweiser("init", str(tmp_path / "ws"))
    return tmp_path / "ws"


def test_a_wave_joins_the_survey_it_belongs_to(wegweiser, folder):
    """Both files stand in one [[survey]], and the questions are written once."""
    first = wegweiser("survey", "add", str(folder.parent / "visit_2025.csv"), "-C", str(folder))
    assert first.code == 0
    assert "3 questions on a scale" in first.out
    assert "visit.survey.toml" in first.out
    second = wegweiser("survey", "add", str(folder.parent / "visit_2026.csv"), "-C", str(folder), "--json")
    assert [name[-14:] for name in second.json["files"]] == ["visit_2025.csv", "visit_2026.csv"]
    again = wegweiser("survey", "add", str(folder.parent / "visit_2026.csv"), "-C", str(folder))
    assert "It is read already." in again.out
    (written,) = tomllib.loads((folder / "wegweiser.toml").read_text("utf-8"))["survey"]
    assert (written["name"], len(written["files"])) == ("visit", 2)


def test_every_question_is_shown_with_its_columns_in_each_wave(wegweiser, folder):
    """Of the second wave it is said by what a column was recognised."""
    for year in (2025, 2026):
        wegweiser("survey", "add", str(folder.parent / f"visit_{year}.csv"), "-C", str(folder))
    shown = wegweiser("survey", "show", "-C", str(folder), "--json").json["rows"]
    rows = {row["item"]: row for row in shown}
    assert rows["nps"]["columns"] == "2025: nps · 2026: NPS (spelling 1.00)"
    assert rows["nps"]["metric"] == "recommend"
    assert rows["satisfaction_delivery"]["about"] == "delivery"
    assert (rows["id"]["role"], rows["age"]["role"]) == ("respondent", "trait")
    assert wegweiser("survey", "show", "-C", str(folder), "--name", "vist").code == 2


def test_what_is_no_survey_is_a_finding(wegweiser, folder):
    """A log of purchases is not taken for one; nothing is written."""
    answer = wegweiser("survey", "add", str(folder.parent / "log.csv"), "-C", str(folder))
    assert answer.code == 1
    assert "does not look like a survey" in answer.out
    assert "survey" not in tomllib.loads((folder / "wegweiser.toml").read_text("utf-8"))


def test_a_file_without_answers_and_a_dictionary_that_is_not_there_are_called_so(wegweiser, folder):
    """Nobody is told that an empty file does not look like a survey."""
    for name, text in (("empty.csv", ""), ("header.csv", "ID,satisfaction_shop\n")):
        (folder.parent / name).write_text(text, "utf-8")
        answer = wegweiser("survey", "add", str(folder.parent / name), "-C", str(folder))
        assert (answer.code, "holds no answers" in answer.out) == (1, True)
    log = str(folder.parent / "log.csv")
    answer = wegweiser("survey", "add", log, "--dictionary", "nix.xlsx", "-C", str(folder))
    assert (answer.code, "The dictionary nix.xlsx does not exist" in answer.err) == (2, True)
