"""`wegweiser levers`: what to change first, and what to test before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Json
from wegweiser.cli.shown import as_json, console, say, table_of
from wegweiser.domain.levers import Lever, in_points
from wegweiser.i18n import Amount, Between, Language, Share, message, read

_RANKED = ("rank", "lever", "grade", "customers", "effect", "worth", "first_three", "tie", "regret", "days", "id")
_UNSHOWN = ("grade", "lever", "customers", "effect", "why", "id")
_APART = ("grade", "lever", "customers", "effect", "per_group", "measures", "id")
_NO_EFFECT = "Write results as [[experiment]] and logged figures as [[driver]] into wegweiser.toml."
_NO_EFFORT = "Enter effort in wegweiser.toml: [[lever]] with the id ({id}) and effort in person-days."


def levers(folder: Folder = HERE, json: Json = False) -> None:
    """List the levers: those with an effect ranked by what they are worth, the others apart with the test they need."""
    with open_workspace(folder) as ws:
        listed, language = ws.ranked_levers(), ws.config.language
    found = listed.levers
    for problem in listed.problems:
        console(error=True).print(read(problem, language), style="yellow", markup=False)
    if json:
        as_json(found)
        return
    ranked = [lever for lever in found if lever.rank is not None]
    unshown = [lever for lever in found if lever.doubt]
    apart = [lever for lever in found if lever.rank is None and not lever.doubt]
    if ranked:
        table_of([_firm(lever, language) for lever in ranked], _RANKED, language)
    elif unshown:
        say(message("Nothing is ranked yet: no experiment and no logged driver shows an effect.", language))
    else:
        say(message("Nothing is ranked yet: that takes an experiment or a logged driver.", language))
    if unshown:
        say("")
        say(message("No effect shown:", language), style="bold")
        table_of([_unshown(lever, language) for lever in unshown], _UNSHOWN, language)
    if apart:
        say("")
        say(message("Listed apart, not ranked; test before you pay for one:", language), style="bold")
        table_of([_open(lever, language) for lever in apart], _APART, language)
    _warn(found, language)
    _hint([lever for lever in found if lever.effect is not None], language)


def _firm(lever: Lever, language: Language) -> dict[str, Any]:
    return {
        "rank": lever.rank,
        "lever": read(lever.text, language),
        "grade": lever.grade.value,
        "customers": lever.customers,
        "effect": _effect(lever, language),
        "worth": _worth(lever, language),
        "first_three": Share(lever.top3 or 0.0).shown(language),
        "tie": lever.tie,
        "regret": lever.regret,
        "days": lever.effort,
        "id": lever.id,
    }


def _unshown(lever: Lever, language: Language) -> dict[str, Any]:
    return {
        "grade": lever.grade.value,
        "lever": read(lever.text, language),
        "customers": lever.customers,
        "effect": read(in_points(change), language) if (change := lever.effect or lever.spread) else "",
        "why": read(lever.doubt, language),
        "id": lever.id,
    }


def _open(lever: Lever, language: Language) -> dict[str, Any]:
    return {
        "grade": lever.grade.value,
        "lever": read(lever.text, language),
        "customers": lever.customers,
        "effect": _effect(lever, language),
        "per_group": lever.test.per_group if lever.test else None,
        "measures": ", ".join(lever.measures),
        "id": lever.id,
    }


def _effect(lever: Lever, language: Language) -> str:
    if lever.association is not None:
        return message("goes with {change}", language, change=read(in_points(lever.association), language))
    change = lever.effect or lever.spread
    if change is None:
        return ""
    return read(in_points(change), language)


def _worth(lever: Lever, language: Language) -> str:
    if lever.worth is None:
        return ""
    ends = (lever.worth.value, lever.worth.lo, lever.worth.hi)
    value, lo, hi = (Amount(round(end), lever.currency, digits=0) for end in ends)
    if lever.currency or lever.value:
        return message("worth {value} ({within})", language, value=value, within=Between(lo, hi))
    return message("{value} conversions ({within})", language, value=value, within=Between(lo, hi))


def _warn(found: Sequence[Lever], language: Language) -> None:
    """Print each warning once."""
    for warning in dict.fromkeys(read(text, language) for lever in found for text in lever.warnings):
        say(warning, style="yellow")


def _hint(ranked: Sequence[Lever], language: Language) -> None:
    """Say how to bring in what is missing: experiments and drivers, then effort."""
    if not ranked:
        say(message(_NO_EFFECT, language), style="dim")
    elif any(lever.effort is None for lever in ranked):
        say(message(_NO_EFFORT, language, id=ranked[0].id), style="dim")
