"""Every message of maps and levers has its German."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import wegweiser
from wegweiser.i18n import untranslated

ROOT = Path(wegweiser.__file__).parent


def messages(room: str) -> Iterator[str]:
    """Yield every text handed to `both` or `message` in a room's own modules."""
    for path in sorted((ROOT / room).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"both", "message"}:
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


@pytest.mark.parametrize("room", ["maps", "levers"])
def test_every_message_is_translated(room):
    """A text without German would be English on a German map."""
    found = set(messages(room))
    assert len(found) > 10
    assert untranslated(found, "de") == ()
