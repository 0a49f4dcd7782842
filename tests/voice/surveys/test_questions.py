"""The questions file: written once, read back, refused with reasons, extended and never overwritten."""

from __future__ import annotations

import pytest

from wegweiser.domain.surveys import Item, Metric, Role, Scale
from wegweiser.errors import InvalidSetting, SourceProblem
from wegweiser.voice.surveys import questions

LEVELS = {"1": "bad", "2": "", "3": {"en": "good", "de": "gut"}}
SHOP = Item(
    "shop", {"en": "The shop", "de": "Der Laden"}, Role.ANSWER, ("Q1",), Metric.SATISFACTION, Scale(1, 3), "store"
)
WEB = Item("web", "The web", Role.ANSWER, ("Q2", "Q3"), Metric.SATISFACTION, Scale(1, 3, (0,)), levels=LEVELS)
APP = Item("app", "The app", Role.ANSWER, ("Q4",), Metric.CHOICE, Scale(1, 3), levels=LEVELS, proposed=True)


def test_what_is_written_reads_back(tmp_path):
    """Texts in two languages, scales and levels survive; levels that repeat are written once."""
    path = tmp_path / "shop.survey.toml"
    questions.write(path, (SHOP, WEB, APP))
    assert questions.read(path) == (SHOP, WEB, APP)
    assert 'levels = "web"' in path.read_text("utf-8")
    assert "Die Fragen der Umfrage" in path.read_text("utf-8")


def test_new_items_are_appended_and_nothing_else_changes(tmp_path):
    """A comment and a correction by hand stand as they were."""
    path = tmp_path / "shop.survey.toml"
    questions.write(path, (SHOP,))
    mended = path.read_text("utf-8").replace('about = "store"', 'about = "counter"  # the old one')
    path.write_text(mended, "utf-8")
    questions.extend(path, (APP,))
    assert path.read_text("utf-8").startswith(mended.rstrip("\n"))
    assert [item.about for item in questions.read(path)] == ["counter", None]
    with pytest.raises(SourceProblem, match="never overwritten"):
        questions.write(path, ())


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("scal = 1", "no key 'scal'. Did you mean 'scale'?"),
        ('metric = "fun"', "Invalid enum value 'fun'"),
        ('metric = "effort"', "has a metric and no scale"),
        ("scale = {low = 5, high = 1}", "ends at 1"),
        ('levels = "wbe"', "No item with levels above is called 'wbe'. Did you mean 'web'?"),
        ('columns = ["Q2"]', "the column 'Q2' belongs to two items"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, wrong, told):
    """The message names the item, the problem and the nearest right answer."""
    path = tmp_path / "shop.survey.toml"
    questions.write(path, (WEB,))
    lines = ["", "[[item]]", 'id = "app"', 'text = "App"', 'role = "answer"', wrong, ""]
    path.write_text(path.read_text("utf-8") + "\n".join(lines), "utf-8")
    with pytest.raises(InvalidSetting) as refused:
        questions.read(path)
    assert told in str(refused.value)


def test_a_missing_file_and_no_toml_are_told_apart(tmp_path):
    """Nothing there is a source problem; something that is no TOML cannot be used."""
    with pytest.raises(SourceProblem, match="does not exist"):
        questions.read(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("[[item", "utf-8")
    with pytest.raises(InvalidSetting, match="no TOML"):
        questions.read(tmp_path / "bad.toml")
