"""What went wrong, as a person reads it: the frame of an error in the language of the workspace."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from wegweiser.errors import InvalidSetting, MissingExtra, UnknownName, WegweiserError
from wegweiser.i18n import Count, Language, message

_FILE = "wegweiser.toml"
_KINDS = {
    "claim": "claim",
    "column": "column",
    "engine": "engine",
    "field": "field",
    "format": "format",
    "goal": "goal",
    "kind": "kind",
    "language": "language",
    "measure": "measure of the company",
    "model": "model",
    "period": "period",
    "person": "person",
    "persona": "persona",
    "phase": "phase",
    "phase model": "phase model",
    "planned step": "planned step",
    "property": "property",
    "source format": "source format",
    "survey": "survey",
    "survey of our own": "survey of our own",
    "template": "template",
    "touchpoint": "touchpoint",
    "touchpoint or channel": "touchpoint or channel",
    "trait": "trait",
    "validation": "validation",
}


_FRAMES = (
    "The file {path} does not exist.",
    "The questions file {path} does not exist.",
    "The content {path} does not exist.",
    "it is a share, and a mean of {needed} is needed",
    "it is a mean, and a share of {needed} is needed",
    "No [[ask]] of wegweiser.toml asks for '{name}': paste its survey, or give --hits and --n.",
    "it needs a name",
    "another one is called '{name}' already",
    "two personas are called '{name}'",
    "nobody answered",
    "somebody has the address {email} already",
)
"""Sentences that errors say most often; any other stays in English."""


def told(problem: WegweiserError, language: Language) -> str:
    """Return an error as a person reads it; what code says inside the frame stays as it is.

    Example:
        >>> told(UnknownName("goal", "purchse", ["purchase"]), "de")
        '„purchse“ gibt es nicht (Ziel). Meinten Sie „purchase“? Bekannt: purchase.'
    """
    if language == "en":
        return str(problem)
    if isinstance(problem, UnknownName):
        return _unknown(problem, language)
    if isinstance(problem, InvalidSetting):
        head = message("{where} cannot be used:", language, where=problem.where)
        return head + "".join(f"\n  - {_framed(one, language)}" for one in problem.problems)
    if isinstance(problem, MissingExtra):
        text = "{task} needs packages that are not installed. Run: pip install 'wegweiser[{extra}]'."
        return message(text, language, task=problem.task, extra=problem.extra)
    return _framed(str(problem), language)


def _framed(text: str, language: Language) -> str:
    """Return a sentence in the language where we know its frame; what stands in the frame stays as it is."""
    for frame in _FRAMES:
        names = re.findall(r"{(\w+)}", frame)
        pattern = re.sub(r"\\{\w+\\}", "(.+)", re.escape(frame))
        if found := re.fullmatch(pattern, text):
            return message(frame, language, **dict(zip(names, found.groups(), strict=True)))
    return text


def _unknown(problem: UnknownName, language: Language) -> str:
    kind = message(_KINDS[problem.kind], language) if problem.kind in _KINDS else problem.kind
    said = [message("No {kind} is called '{name}'.", language, kind=kind, name=problem.name)]
    if problem.near is not None:
        said.append(message("Did you mean '{name}'?", language, name=problem.near))
    names, more = ", ".join(problem.shown), len(problem.known) - len(problem.shown)
    if more:
        said.append(message("Known: {names} and {n} more.", language, names=names, n=Count(more)))
    elif names:
        said.append(message("Known: {names}.", language, names=names))
    elif not problem.withheld:
        said.append(message("No {kind} is defined yet.", language, kind=kind))
    return " ".join(said)


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
