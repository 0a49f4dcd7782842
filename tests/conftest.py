"""What every test may use: the real data folder, skipped with a clear message where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data, or skip: it is never committed to the project."""
    folder = Path(os.environ.get("WEGWEISER_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the real data folder {folder} is absent; set WEGWEISER_TEST_DATA to it")
    return folder
