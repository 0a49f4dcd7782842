"""wegweiser.toml is read with all its problems named, created once, and extended without touching a person's words."""

from __future__ import annotations

from datetime import date

import pytest

from wegweiser.collect import SourceSpec
from wegweiser.domain.goals import Goal
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.errors import InvalidSetting, WorkspaceProblem
from wegweiser.workspace import Config
from wegweiser.workspace.config import extend

SHOP = SourceSpec(name="shop", format="csv", files=("shop.csv",), columns={"customer": "id", "time": "when"})
BASKET = Touchpoint(
    id="basket", name={"en": "Basket", "de": "Warenkorb"}, match=Match(event="cart*"), phase="conversion", proposed=True
)
PURCHASE = Goal(id="purchase", name={"en": "Purchase", "de": "Kauf"}, touchpoints=("basket",), lookback_days=14)


def test_a_created_workspace_reads_back_the_same(tmp_path):
    """Sources, touchpoints, goals and a pinned day survive writing and reading."""
    config = Config(
        name={"en": "My shop", "de": "Mein Laden"},
        timezone="Europe/Berlin",
        as_of=date(2026, 10, 31),
        source=(SHOP,),
        touchpoint=(BASKET,),
        goal=(PURCHASE,),
    )
    config.create(tmp_path / "myshop")
    assert Config.read(tmp_path / "myshop") == config


def test_a_workspace_is_never_overwritten(tmp_path):
    """Making a workspace where one is refuses and leaves it alone."""
    Config(name="Mine").create(tmp_path)
    with pytest.raises(WorkspaceProblem, match="never overwritten"):
        Config(name="Yours").create(tmp_path)
    assert Config.read(tmp_path).name == "Mine"


def test_extending_leaves_every_word_that_stands_there(tmp_path):
    """A comment and an odd order survive when a proposal is appended."""
    path = tmp_path / "wegweiser.toml"
    path.write_text('# Ana wrote this\ntimezone = "Europe/Berlin" # our town\nname = "Shop"\n', "utf-8")
    extend(tmp_path, "touchpoint", [BASKET])
    text = path.read_text("utf-8")
    assert text.startswith('# Ana wrote this\ntimezone = "Europe/Berlin" # our town\nname = "Shop"\n')
    assert Config.read(tmp_path).touchpoint == (BASKET,)


def test_extending_twice_keeps_both(tmp_path):
    """Two proposals on two days stand one after the other."""
    Config(touchpoint=(BASKET,)).create(tmp_path)
    later = Touchpoint(id="call", name="Call", match=Match(event="call"))
    extend(tmp_path, "touchpoint", [later])
    extend(tmp_path, "goal", [PURCHASE])
    assert Config.read(tmp_path).touchpoint == (BASKET, later)
    assert Config.read(tmp_path).goal == (PURCHASE,)


def test_a_folder_without_the_file_is_no_workspace(tmp_path):
    """The error names the folder and the command that makes a workspace."""
    with pytest.raises(WorkspaceProblem, match="wegweiser init"):
        Config.read(tmp_path)


def test_all_problems_are_named_together(tmp_path):
    """A zone nobody knows, a missing own phase and a doubled goal are one error with three lines."""
    (tmp_path / "wegweiser.toml").write_text(
        'timezone = "Europe/Entenhausen"\nphases = "own"\n'
        '[[goal]]\nid = "buy"\nname = "Buy"\ntouchpoints = ["a"]\n'
        '[[goal]]\nid = "buy"\nname = "Buy"\ntouchpoints = ["b"]\n',
        "utf-8",
    )
    with pytest.raises(InvalidSetting) as caught:
        Config.read(tmp_path)
    assert len(caught.value.problems) == 3


def test_an_unknown_key_is_refused(tmp_path):
    """A misspelt key is named instead of being ignored in silence."""
    (tmp_path / "wegweiser.toml").write_text('tiemzone = "UTC"\n', "utf-8")
    with pytest.raises(InvalidSetting, match="tiemzone"):
        Config.read(tmp_path)
