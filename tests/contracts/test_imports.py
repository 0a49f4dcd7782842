"""Starting a command loads what every command needs, and leaves the heavy rest to those that use it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("scipy", "sklearn", "pandas", "pptx", "lxml", "openpyxl", "segno", "py3langid", "pyarrow.parquet")


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """Return the modules a process holds that has imported the command line."""
    code = "import sys, wegweiser.cli.main; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", HEAVY)
def test_the_command_line_starts_without(loaded, module):
    """Each of these costs every command time and memory: put it behind `wegweiser.stats.deferred.Deferred`."""
    assert "wegweiser.cli.main" in loaded
    assert module not in loaded
