"""Modules that wait until somebody needs them."""

import subprocess
import sys

import pytest

from wegweiser.stats.deferred import Deferred


def test_a_module_is_imported_with_its_first_use(monkeypatch):
    """Naming it imports nothing; asking for something in it does, and gives what the module has."""
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    colours = Deferred("colorsys")
    assert "colorsys" not in sys.modules
    assert colours.rgb_to_hsv(0, 0, 1)[2] == 1
    assert colours.rgb_to_hsv is sys.modules["colorsys"].rgb_to_hsv


def test_what_the_module_lacks_is_missing():
    """A wrong name fails as it does with any module."""
    with pytest.raises(AttributeError, match="sine"):
        Deferred("math").sine  # noqa: B018


def test_nobody_pays_for_scipy_before_asking_it_something():
    """Levers, journeys and all below them come without scipy and Arrow's Parquet, some 70 MiB."""
    check = "import sys, wegweiser.levers; print([m for m in ('scipy', 'pyarrow.parquet') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
