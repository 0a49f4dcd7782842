"""What people type, made safe in one place: composed, without control characters, and no longer than a field may be."""

from __future__ import annotations

import re
import unicodedata
from typing import TypeVar

import msgspec

from wegweiser.errors import InvalidSetting

_LIMITS = {
    "title": 160, "name": 120, "line": 240, "words": 400, "text": 400, "base": 4000, "detail": 4000, "quote": 300,
    "target": 60, "owner": 120, "goal_customer": 240, "goal_business": 240,
}  # fmt: skip
_OTHERS = 200
_SEVERAL_LINES = {"detail"}
_NEEDED = {"title", "name", "text"}
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]")
_SPACES = re.compile("[ \t\n\r\v\f\x85\u2028\u2029]+")
E_ = TypeVar("E_", bound=msgspec.Struct)


def cleaned(edit: E_) -> E_:
    """Return the edit with every text cleaned.

    Raises:
        InvalidSetting: a text is too long, or empty where one is needed; every problem is listed.
    """
    problems: list[str] = []
    texts: dict[str, str] = {}
    for name in edit.__struct_fields__:
        value = getattr(edit, name)
        if type(value) is not str:
            continue
        texts[name] = plain(value, several_lines=name in _SEVERAL_LINES)
        most = _LIMITS.get(name, _OTHERS)
        if len(texts[name]) > most:
            problems.append(f"{name} has {len(texts[name])} characters; {most} are allowed")
        elif not texts[name] and name in _NEEDED:
            problems.append(f"{name} is empty")
    if problems:
        raise InvalidSetting("the edit", problems)
    return msgspec.structs.replace(edit, **texts)


def plain(text: str, *, several_lines: bool = False) -> str:
    r"""Return a text composed (NFC), without control characters and marks that turn the direction of writing.

    Example:
        >>> plain("Order\u202e now\x00 "), plain("A\r\nB", several_lines=True)
        ('Order now', 'A\nB')
    """
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text) if several_lines else [text]
    kept = [_SPACES.sub(" ", _visible(_SPACES.sub(" ", line))).strip() for line in lines]
    return "\n".join(kept).strip()


def _visible(line: str) -> str:
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", line))
    return "".join(c for c in composed if unicodedata.category(c) not in {"Cc", "Cs", "Cn"})
