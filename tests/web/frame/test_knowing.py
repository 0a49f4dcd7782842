"""Names in a body that nothing reads."""

from __future__ import annotations

import msgspec
import pytest

from wegweiser.web.frame import knowing


class Move(msgspec.Struct, frozen=True, tag_field="edit", tag="move_step"):
    """A step to another phase."""

    to: str


class Rename(msgspec.Struct, frozen=True, tag_field="edit", tag="rename_phase"):
    """Another name."""

    text: str


class Owner(msgspec.Struct, frozen=True):
    """Who looks after it."""

    name: str = ""


class Body(msgspec.Struct, frozen=True):
    """An edit of a map, and more."""

    map: str
    since: int | None = None
    edit: Move | Rename | None = None
    owners: tuple[Owner, ...] = ()
    words: dict[str, str] = {}


class Bare(msgspec.Struct, frozen=True):
    """Nothing."""


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"since": 1, "words": {"de": "Ana"}}, []),
        ({"edit": {"edit": "move_step", "to": "use"}, "owners": [{"name": "Ben"}]}, []),
        ({"sinse": 1}, ["No field is called 'sinse'. Did you mean 'since'? Known: edit, owners, since, words."]),
        (
            {"edit": {"edit": "move_step", "too": "use"}},
            ["No field is called 'too'. Did you mean 'to'? Known: to."],
        ),
        (
            {"owners": [{"name": "Ana"}, {"nam": "Ben"}]},
            ["No field is called 'nam'. Did you mean 'name'? Known: name."],
        ),
        (
            {"edit": {"edit": "rename_phas", "text": "x"}},
            ["No edit is called 'rename_phas'. Did you mean 'rename_phase'? Known: move_step, rename_phase."],
        ),
        ({"since": {"deep": [1]}, "owners": "none", "edit": 7}, []),  # of the wrong kind: told when it is read
    ],
)
def test_every_name_nothing_reads_is_told_with_the_nearest_one(raw, told):
    """Also deep within; what stands in the address is not offered, and the keys of a table of words are free."""
    assert knowing.unknown(raw, Body, frozenset({"map"})) == told


def test_where_nothing_is_taken_that_is_said():
    """A body for an action without fields."""
    assert knowing.unknown({"x": 1}, Bare) == ["No field is called 'x'. None is taken here."]


def test_a_form_may_bring_more_fields_but_no_kind_there_is_not():
    """Browsers send buttons and secrets along; an edit nobody can make is named."""
    assert knowing.untold({"csrf": "x", "edit": {"edit": "move_step", "more": "y"}}, Body) == []
    assert knowing.untold({"edit": {"edit": "set_txt"}}, Body) == [
        "No edit is called 'set_txt'. Known: move_step, rename_phase."
    ]
