"""Changes to wegweiser.toml keep what a person wrote there, and nothing unusable is written."""

from __future__ import annotations

import msgspec
import pytest

from wegweiser.bootstrap import create_workspace
from wegweiser.domain.goals import Goal
from wegweiser.domain.levers import LeverNote, Standing
from wegweiser.domain.phases import Phase
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.maps import Plan
from wegweiser.workspace import Config
from wegweiser.workspace.changing import (
    Basics,
    TouchpointEdit,
    add,
    adopt_plan,
    remove,
    set_basics,
    set_goal,
    set_lever,
    set_phases,
    set_touchpoint,
)


@pytest.fixture
def folder(tmp_path):
    """Return a workspace with a cart, a purchase and a goal, and a comment by a person."""
    cart = Touchpoint("cart", "Cart", Match("cart"), phase="consideration", proposed=True)
    buy = Touchpoint("buy", "Purchase", Match("buy"), phase="conversion")
    create_workspace(tmp_path / "shop", Config(touchpoint=(cart, buy), goal=(Goal("sale", "Sale", ("buy",)),)))
    path = tmp_path / "shop" / "wegweiser.toml"
    path.write_text("# Ana looks after this file.\n" + path.read_text("utf-8"), "utf-8")
    return tmp_path / "shop"


def text(folder):
    """Return what wegweiser.toml says."""
    return (folder / "wegweiser.toml").read_text("utf-8")


def test_a_touchpoint_is_moved_and_counts_as_looked_at(folder):
    """Phase, owner and cost change; the proposal is one no more, and every other line stays."""
    before = text(folder).splitlines()
    config = set_touchpoint(folder, TouchpointEdit("cart", phase="conversion", owner="Ana", cost=1.5))
    (cart, _) = config.touchpoint
    assert (cart.phase, cart.owner, cart.cost, cart.proposed, cart.name) == ("conversion", "Ana", 1.5, False, "Cart")
    assert config == Config.read(folder)
    assert set(before) - set(text(folder).splitlines()) == {"proposed = true", 'phase = "consideration"'}
    assert text(folder).startswith("# Ana looks after this file.")


def test_a_value_can_be_taken_away(folder):
    """None removes the phase; what is left out stays as it is."""
    assert set_touchpoint(folder, TouchpointEdit("buy", phase=None)).touchpoint[1].phase is None


def test_a_rule_is_changed(folder):
    """A rule stands on one line, as before."""
    config = set_touchpoint(folder, TouchpointEdit("cart", match=Match("cart*", channel="web")))
    assert config.touchpoint[0].match == Match("cart*", channel="web")
    assert 'match = {event = "cart*", channel = "web"}' in text(folder)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda f: set_touchpoint(f, TouchpointEdit("nowhere", phase=None)), UnknownName),
        (lambda f: set_touchpoint(f, TouchpointEdit("cart", phase="nowhere")), UnknownName),
        (lambda f: set_touchpoint(f, TouchpointEdit("cart", cost=-1)), InvalidSetting),
        (lambda f: set_goal(f, Goal("new", "New", ("nowhere",))), UnknownName),
        (lambda f: set_goal(f, Goal("new", "New", ())), InvalidSetting),
        (lambda f: set_goal(f, Goal("new", "New", ("buy",), lookback_days=0)), InvalidSetting),
        (lambda f: set_basics(f, Basics(timezone="Mars/Olympus")), InvalidSetting),
        (lambda f: set_basics(f, Basics(keep_days=0)), InvalidSetting),
        (lambda f: set_phases(f, "nine"), UnknownName),
        (lambda f: set_phases(f, ()), InvalidSetting),
        (lambda f: remove(f, "touchpoint", "buy"), UnknownName),
        (lambda f: add(f, "goal", Goal("sale", "Sale", ("buy",))), InvalidSetting),
    ],
)
def test_what_cannot_be_used_is_refused_and_not_written(folder, change, error):
    """Unknown names and values nobody can use leave the file as it was, to the byte."""
    before = text(folder)
    with pytest.raises(error):
        change(folder)
    assert text(folder) == before


def test_goals_are_written_replaced_and_removed(folder):
    """A goal of a known id takes its place; a new one is appended; one that is removed is gone."""
    set_goal(folder, Goal("sale", {"en": "Sale", "de": "Verkauf"}, ("buy",), lookback_days=7))
    config = set_goal(folder, Goal("carted", "Carted", ("cart",)))
    assert [(goal.id, goal.lookback_days) for goal in config.goal] == [("sale", 7.0), ("carted", 30.0)]
    assert [goal.id for goal in remove(folder, "goal", "sale").goal] == ["carted"]


def test_name_language_and_retention_are_set(folder):
    """Each stands where the file has it; what was left out stays."""
    config = set_basics(folder, Basics(title="Way", language="de", timezone="Europe/Berlin", keep_days=90))
    assert (config.title, config.language, config.timezone, config.voice.keep_days) == (
        "Way",
        "de",
        "Europe/Berlin",
        90,
    )
    assert config.name == "My workspace"


def test_own_phases_take_touchpoints_where_they_are_told_to(folder):
    """Two phases of one's own: the cart goes where it is moved, the purchase where a proposal puts it."""
    phases = (Phase("look", "Look", role="consider"), Phase("take", "Take", role="buy"))
    config = set_phases(folder, phases, {"consideration": "look"})
    assert config.model.phases == phases
    assert config.touchpoint[0].phase == "look"
    again = set_phases(folder, "five")
    assert (again.phases, again.phase) == ("five", ())


def test_the_phases_of_a_map_become_rules(folder):
    """What people decided on the map holds from the next run on."""
    plan = msgspec.structs.replace(
        Plan.of(Config.read(folder).model, "Way"), placed={"cart@consideration": "awareness", "gone@x": "awareness"}
    )
    config = adopt_plan(folder, plan)
    assert config.phases == "five"
    assert config.touchpoint[0].phase == "awareness"


def test_what_is_known_of_a_lever_is_written_and_taken_back(folder):
    """Effort, state and note stand in a table of their own; what is said no more goes, and comments stay."""
    assert set_lever(folder, LeverNote("lv_1", 3.0, "Ask Ben", Standing.PLANNED)).lever == (
        LeverNote("lv_1", 3.0, "Ask Ben", Standing.PLANNED),
    )
    assert set_lever(folder, LeverNote("lv_1", note="Ask Cem")).lever == (LeverNote("lv_1", note="Ask Cem"),)
    assert "effort" not in text(folder)
    assert text(folder).startswith("# Ana looks after this file.")
