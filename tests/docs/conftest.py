"""The documentation as the tests read it: pages, their code blocks, and the generator of the reference."""

from __future__ import annotations

import importlib.util
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*?) -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """One code block: the page it stands on, its language, its text, and the mark before it."""

    page: str
    language: str
    text: str
    mark: str = ""


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def pages() -> dict[str, str]:
    """Return every Markdown page of the project by its path."""
    found = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
    return {p.relative_to(ROOT).as_posix(): p.read_text("utf-8") for p in found}


@pytest.fixture(scope="session")
def blocks(pages) -> tuple[Block, ...]:
    """Return every fenced code block of every page."""
    return tuple(
        Block(page, found["language"], found["text"], found["mark"] or "")
        for page, text in pages.items()
        for found in _BLOCK.finditer(text)
    )


@pytest.fixture(scope="session")
def generator():
    """Return docs/generate.py as a module."""
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["docs_generate"] = module
    spec.loader.exec_module(module)
    return module
