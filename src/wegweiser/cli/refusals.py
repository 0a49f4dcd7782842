"""The language a refusal is told in at the terminal."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from wegweiser.i18n import Language

_FILE = "wegweiser.toml"


def spoken(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of the workspace a command was about, else of the terminal; nothing here may fail.

    Example:
        >>> spoken(["run", "-C", "/nowhere"], {"LANG": "de_AT.UTF-8"}), spoken([], {"LC_ALL": "C", "LANG": "de_AT"})
        ('de', 'en')
    """
    try:
        said = tomllib.loads((_folder(arguments) / _FILE).read_text("utf-8")).get("language", "en")
    except (OSError, ValueError):
        said = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "en")
    return "de" if str(said).startswith("de") else "en"


def _folder(arguments: Sequence[str]) -> Path:
    """Return the folder named by -C or --in, else the current one."""
    for place, argument in enumerate(arguments):
        if argument in {"-C", "--in"}:
            return Path(*arguments[place + 1 : place + 2])
        if argument.startswith("--in="):
            return Path(argument.removeprefix("--in="))
    return Path()
