"""The word lists that ship."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec


def words(name: str) -> frozenset[str]:
    """Return a list of words that ships.

    Example:
        >>> "frau" in words("nobody"), "DE22" in words("iban")
        (False, True)
    """
    return frozenset(_lists()[name].split())


@cache
def _lists() -> dict[str, str]:
    text = (files("wegweiser.voice.texts") / "words.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=dict[str, str])
