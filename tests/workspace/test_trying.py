"""A bare workspace becomes that of a company to try things on; one with files of its own does not."""

from __future__ import annotations

import pytest

from wegweiser.bootstrap import create_workspace
from wegweiser.errors import WorkspaceProblem
from wegweiser.workspace import Config
from wegweiser.workspace.trying import fill


def test_a_bare_workspace_is_filled(tmp_path, opened):
    """Its settings are those of the company in the workspace's language; doing it again is no harm."""
    create_workspace(tmp_path / "new", Config(name="Mine", language="de"))
    with opened(tmp_path / "new") as ws:
        config = fill(ws, 40)
        assert (config.simulated, config.language, len(config.goal)) == (True, "de", 4)
        assert (tmp_path / "new" / "data" / "orders.csv").is_file()
        assert fill(ws, 40) == config


def test_files_of_ones_own_are_left_alone(ran_shop, opened):
    """A workspace that was run on its own visits refuses."""
    with opened(ran_shop) as ws, pytest.raises(WorkspaceProblem):
        fill(ws, 40)
