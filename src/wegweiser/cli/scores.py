"""`wegweiser scores` and `feelings`: what customers answered, with n, interval and response, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.few import LESS
from wegweiser.cli.options import HERE, Folder, Json
from wegweiser.cli.shown import as_json, say, say_few, table_of
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate
from wegweiser.domain.feelings import Driver, Feeling, Series
from wegweiser.domain.voices import Change, Score, ScoreKind
from wegweiser.errors import UnknownName
from wegweiser.i18n import Amount, Between, Count, Language, Share, Signed, message, read
from wegweiser.voice.scores import between_touchpoints, between_waves

app = typer.Typer()


@dataclass(frozen=True)
class Names:
    """What phases and touchpoints are called; one of each may have the same id."""

    phases: Mapping[str, str]
    touchpoints: Mapping[str, str]


_CHANCE = 0.05
_SHARES = frozenset({ScoreKind.CSAT, ScoreKind.TOP_BOX, ScoreKind.SHARE, ScoreKind.RATED_WELL})
_RATINGS = frozenset({ScoreKind.RATING, ScoreKind.RATED_WELL})
_CHOSE = "Ratings come from people who chose to write; they stand beside the surveys' scores and are none of them."


@app.command()
def scores(
    folder: Folder = HERE,
    by: Annotated[
        str | None, typer.Option("--by", help="Told apart by touchpoint, phase, persona, wave or month.")
    ] = None,
    json: Json = False,
) -> None:
    """Show NPS, CSAT, CES, top boxes and shares of every question, and ratings beside texts: interval, n, response."""
    with open_workspace(folder) as ws:
        language = ws.config.language
        found = ws.scores(by)
        names = _names(ws.registry, language)
    changes = between_waves(found) if by == "wave" else ()
    if json:
        as_json({"scores": [_open(one, one.suppressed) for one in found], "changes": changes})
        return
    _table([_score(one, by, names, language) for one in found], language)
    if any(one.kind in _RATINGS for one in found):
        say(message(_CHOSE, language), style="dim")
    _tell_changes(changes, language)


@app.command()
def feelings(
    folder: Folder = HERE,
    persona: Annotated[str | None, typer.Option("--persona", help="Of this persona instead of everybody.")] = None,
    json: Json = False,
) -> None:
    """Show how customers feel at each touchpoint and phase, what they expected, and what goes with the whole."""
    with open_workspace(folder) as ws:
        language = ws.config.language
        known = [one.id for one in ws.personas().personas] if persona is not None else []
        if persona is not None and persona not in known:
            raise UnknownName("persona", persona, known)
        heard, names, missing = ws.heard(), _names(ws.registry, language), ws.unheard()
    told = _in_order([one for one in heard.feelings if one.persona == persona], names)
    apart = between_touchpoints(told)
    if json:
        rows = [_open(one, one.experienced.n < SUPPRESSED_BELOW) for one in told]
        as_json({"feelings": rows, "differences": apart, "goes_with": heard.drivers})
        return
    _table([_felt(one, apart, names, language) for one in told], language)
    for text in missing:
        say(read(text, language))
    if any(one.series is not Series.SURVEY for one in told):
        say(
            message(
                "What is read from texts or behaviour is inferred, and no report; * stands on no survey's scale.",
                language,
            ),
            style="dim",
        )
    if heard.drivers and persona is None:
        _tell_drivers(heard.drivers, names, language)


def _names(registry: Any, language: Language) -> Names:  # noqa: ANN401  (a registry of the journeys' room)
    phases, touchpoints = registry.model.phases, registry.touchpoints
    return Names(*({one.id: read(one.name, language) for one in items} for items in (phases, touchpoints)))


def _in_order(told: Sequence[Feeling], names: Names) -> list[Feeling]:
    """Return what was reported first, in the order of the journey: each phase, then its touchpoints."""
    phases, touchpoints = list(names.phases), list(names.touchpoints)

    def place(name: str | None, known: Sequence[str]) -> int:
        return known.index(name) if name in known else -1

    def order(one: Feeling) -> tuple[int, int, int]:
        return list(Series).index(one.series), place(one.phase, phases), place(one.touchpoint, touchpoints)

    return sorted(told, key=order)


def _open(one: Score | Feeling, suppressed: bool) -> dict[str, Any]:
    """Return everything known of a score or feeling for a program, and whether people are told it."""
    fields = {name: getattr(one, name) for name in one.__struct_fields__}
    return fields | {"suppressed": suppressed}


def _score(one: Score, by: str | None, names: Names, language: Language) -> dict[str, Any]:
    place = {"touchpoint": one.touchpoint, "phase": one.phase, "persona": one.persona, "wave": one.wave}
    called = {"touchpoint": names.touchpoints, "phase": names.phases}.get(by or "", {})
    what = {"by": called.get(found, found)} if (found := (place | {"month": one.month}).get(by or "")) else {}
    name = "" if by in {"touchpoint", "phase"} and one.survey is None else read(one.name, language)
    asked = {"question": name, "survey": one.survey or ""} if name else {}
    number = _number(one.kind)
    shown = {
        **what,
        **asked,
        "kind": one.kind.value,
        "value": _level(one, language) + number(one.estimate.value, language),
        "interval": _interval(one.estimate, number, language),
        "n": Count(one.estimate.n).shown(language),
        "weighted": number(one.weighted.value, language) if one.weighted else "",
        "response": Share(one.response.value).shown(language) if one.response else "",
    }
    return _hidden(shown) if one.suppressed else shown


def _level(one: Score, language: Language) -> str:
    """Return the answer a top box counts, before its share: “No: ” where most had no problems."""
    return f"{read(one.counted, language)}: " if one.counted else ""


def _felt(one: Feeling, apart: Sequence[Change], names: Names, language: Language) -> dict[str, Any]:
    number = _number(ScoreKind.MEAN)
    touchpoint = one.touchpoint or ""
    sure = [c for c in apart if c.p <= _CHANCE and one.series is Series.SURVEY and touchpoint in {c.here, c.there}]
    shown = {
        "phase": names.phases.get(one.phase, one.phase),
        "touchpoint": names.touchpoints.get(touchpoint, touchpoint),
        "about": ", ".join(read(aspect, language) for aspect in one.aspects),
        "series": one.series.value + (" *" if one.series is not Series.SURVEY and not one.calibrated else ""),
        "value": number(one.experienced.value, language),
        "interval": _interval(one.experienced, number, language),
        "n": Count(one.experienced.n).shown(language),
        "weighted": number(one.weighted.value, language) if one.weighted else "",
        "expected": number(one.expected.value, language) if one.expected else "",
        "gap": number(one.gap, language) if one.gap is not None else "",
        "better than": str(sum(c.here == touchpoint for c in sure) or ""),
        "worse than": str(sum(c.there == touchpoint for c in sure) or ""),
        "by": one.model,
    }
    return _hidden(shown) if one.experienced.n < SUPPRESSED_BELOW else shown


def _hidden(shown: dict[str, Any]) -> dict[str, Any]:
    figures = ("value", "interval", "weighted", "response", "expected", "gap")
    return shown | {name: "" for name in figures if name in shown} | {"n": LESS}


def _number(kind: ScoreKind) -> Callable[[float, Language], str]:
    if kind in _SHARES:
        return lambda value, language: Share(value, 1).shown(language)
    if kind is ScoreKind.CES:
        return lambda value, language: Amount(value, fixed=True).shown(language)
    digits = 1 if kind is ScoreKind.NPS else 2
    return lambda value, language: Signed(value, digits, fixed=True).shown(language)


def _interval(found: Estimate, number: Callable[[float, Language], str], language: Language) -> str:
    return Between(number(found.lo, language), number(found.hi, language)).shown(language)


def _table(rows: Sequence[Mapping[str, Any]], language: Language) -> None:
    names = dict.fromkeys(name for row in rows for name in row)
    kept = [name for name in names if any(row.get(name) for row in rows)]
    table_of([{name: row.get(name, "") for name in kept} for row in rows], kept, language)
    if any(row["n"] == LESS for row in rows):
        say_few(language)


def _tell_changes(changes: Sequence[Change], language: Language) -> None:
    sure = [one for one in changes if one.p <= _CHANCE]
    if changes:
        words = "{n} of {all} changes between waves are beyond chance, all held together (Holm):"
        say(message(words, language, n=Count(len(sure)), all=Count(len(changes))), style="bold")
    for one in sure:
        number = _number(one.kind if one.kind not in _SHARES else ScoreKind.NPS)
        points = 100.0 if one.kind in _SHARES else 1.0
        value, lo, hi = (points * end for end in (one.difference.value, one.difference.lo, one.difference.hi))
        found = Estimate(value, lo, hi, one.difference.n)
        shown = f"{number(found.value, language)} ({_interval(found, number, language)})"
        say(f"  {one.there} > {one.here}  {one.kind.value}  {shown}  {read(one.of, language)}")


def _tell_drivers(drivers: Sequence[Driver], names: Names, language: Language) -> None:
    whole = drivers[0].explained
    words = "Goes with the overall score: {share} of its variance in all (n ≥ {n}); no cause is shown by it."
    say(message(words, language, share=Share(whole.value).shown(language), n=Count(whole.n)), style="bold")
    rows = [
        {
            "touchpoint": names.touchpoints.get(one.touchpoint, one.touchpoint),
            "goes with": Share(one.goes_with.value, 1).shown(language),
            "interval": _interval(one.goes_with, lambda value, lang: Share(value, 1).shown(lang), language),
            "n": Count(one.goes_with.n).shown(language),
            "stated": "" if one.stated is None else Share(one.stated).shown(language),
            "clear": message("yes", language) if one.clear else message("no more than chance", language),
        }
        for one in drivers
    ]
    _table(rows, language)
