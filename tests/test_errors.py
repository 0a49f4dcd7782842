from __future__ import annotations

import pytest

from wegweiser import errors


def test_an_unknown_name_says_what_the_nearest_and_what_exists():
    """A misspelt goal is met by the right one; attributes serve programs."""
    error = errors.UnknownName("goal", "payed", ["trial_started", "paid"])
    assert str(error) == "No goal is called 'payed'. Did you mean 'paid'? Known: paid, trial_started."
    assert (error.kind, error.name, error.known) == ("goal", "payed", ("paid", "trial_started"))


def test_nothing_near_gives_no_hint():
    """A name unlike all others gets the list only."""
    assert str(errors.UnknownName("goal", "xyz", ["paid"])) == "No goal is called 'xyz'. Known: paid."


def test_a_long_list_is_cut_after_twelve():
    """Of fifteen known names twelve are shown and three counted."""
    known = [f"g{n:02}" for n in range(15)]
    assert str(errors.UnknownName("goal", "paid", known)).endswith("g10, g11 and 3 more.")


def test_no_names_at_all_says_so():
    """Where nothing is defined yet, the message says that instead of an empty list."""
    assert str(errors.UnknownName("persona", "ana", [])) == "No persona is called 'ana'. No persona is defined yet."
    assert str(errors.UnknownName("person", "ana", None)) == "No person is called 'ana'."


def test_wrong_settings_are_reported_together():
    """Two mistakes in one file are one error with two lines."""
    error = errors.InvalidSetting("wegweiser.toml", ["silence is negative", "zone 'Mars' is unknown"])
    assert str(error) == "wegweiser.toml cannot be used:\n  - silence is negative\n  - zone 'Mars' is unknown"
    assert error.problems == ("silence is negative", "zone 'Mars' is unknown")


def test_a_missing_extra_names_the_command_that_brings_it():
    """The message can be copied into a shell."""
    error = errors.MissingExtra("The demo", "demo")
    assert str(error) == "The demo needs packages that are not installed. Run: pip install 'wegweiser[demo]'."
    assert error.extra == "demo"


@pytest.mark.parametrize(
    "name",
    [n for n, found in vars(errors).items() if isinstance(found, type) and issubclass(found, Exception)],
)
def test_every_error_is_of_the_one_tree_and_drawn_in_it(name):
    """Whoever catches WegweiserError catches all of them, and the module's docstring shows each."""
    assert issubclass(getattr(errors, name), errors.WegweiserError)
    assert name in errors.__doc__
