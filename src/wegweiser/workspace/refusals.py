"""What went wrong, as a person reads it: the frame of an error in her language."""

from __future__ import annotations

import re

from wegweiser.errors import Conflict, InvalidSetting, MissingExtra, UnknownName, WegweiserError
from wegweiser.i18n import Count, Language, message

_KINDS = {
    "claim": "claim",
    "comment": "comment",
    "column": "column",
    "engine": "engine",
    "field": "field",
    "file": "file",
    "format": "format",
    "goal": "goal",
    "job": "Job",
    "kind": "kind",
    "lane": "lane",
    "language": "language",
    "lever": "lever",
    "map": "Map",
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
    "source": "source",
    "survey": "survey",
    "survey of our own": "survey of our own",
    "task": "Task",
    "template": "template",
    "touchpoint": "touchpoint",
    "touchpoint or channel": "touchpoint or channel",
    "trait": "trait",
    "validation": "validation",
    "version": "Version",
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
    "it must be a JSON object",
    "this is no JSON: {problem}",
    "No field is called '{name}'. None is taken here.",
    "The file {path} is empty.",
    "No source knows how to read {path}. Known endings: {endings}.",
    "There is no column {name}. Columns: {columns}.",
    "The column {name} holds no times that can be read.",
    "The column {name} holds no numbers.",
    "The column {name} holds no scores: a score is a number, and more than one occurs.",
    "A column names the questions, and none is said to hold the scores.",
    "{name} cannot be read as a survey: it is no table.",
    "It takes longer than {seconds} seconds to set: print a shorter view, or take the page.",
)
"""Sentences that errors say most often; any other stays in English."""
_WHERES = frozenset(("The address", "The body", "The form", "The print"))
"""What of a request cannot be used; any other place says itself what it is called."""


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
        where = message(problem.where, language) if problem.where in _WHERES else problem.where
        head = message("{where} cannot be used:", language, where=where)
        return head + "".join(f"\n  - {framed(one, language)}" for one in problem.problems)
    if isinstance(problem, MissingExtra):
        text = "{task} needs packages that are not installed. Run: pip install 'wegweiser[{extra}]'."
        return message(text, language, task=problem.task, extra=problem.extra)
    if isinstance(problem, Conflict):
        return _overtaken(problem, language)
    return framed(str(problem), language)


def framed(text: str, language: Language) -> str:
    """Return a sentence in the language where we know its frame; what stands in the frame stays as it is."""
    for frame in _FRAMES if language != "en" else ():
        names = re.findall(r"{(\w+)}", frame)
        pattern = re.sub(r"\\{\w+\\}", "(.+)", re.escape(frame))
        if found := re.fullmatch(pattern, text):
            return message(frame, language, **dict(zip(names, found.groups(), strict=True)))
    return text


def _overtaken(problem: Conflict, language: Language) -> str:
    names, more = ", ".join(problem.shown), len(problem.things) - len(problem.shown)
    if more:
        return message("Somebody changed this since: {names} and {n} more.", language, names=names, n=Count(more))
    return message("Somebody changed this since: {names}.", language, names=names)


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
