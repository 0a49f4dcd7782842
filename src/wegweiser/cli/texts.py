"""`wegweiser texts`, `questions` and `sayings`: what customers wrote, and what many of them ask and say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Json
from wegweiser.cli.shown import as_json, console, show, table_of
from wegweiser.domain.questions import Question
from wegweiser.domain.voices import Saying, SayingKind
from wegweiser.errors import UnknownName
from wegweiser.i18n import Language, Text, message, read
from wegweiser.voice.texts import hearing

app = typer.Typer()

Phase = Annotated[str | None, typer.Option("--phase", help="Only this phase.")]
Persona = Annotated[str | None, typer.Option("--persona", help="Of this persona instead of everybody.")]
Top = Annotated[int, typer.Option("--top", min=1, help="How many to show.")]
_NOTE = "Only what at least 20 customers say is shown; personal data is masked, and only public texts are quoted."
_ANSWERED = {"yes": "yes", "partly": "in part", "no": "no", "unknown": "unknown"}


@app.command()
def texts(folder: Folder = HERE, json: Json = False) -> None:
    """Count the texts of each source, kind and language, with the people who wrote them."""
    with open_workspace(folder) as ws:
        show(hearing.texts(ws.warehouse), json=json, language=ws.config.language)


@app.command()
def questions(
    folder: Folder = HERE, phase: Phase = None, persona: Persona = None, top: Top = 20, json: Json = False
) -> None:
    """Show what customers ask: how often, how many of them, and whether our own content answers it."""
    with open_workspace(folder) as ws:
        language = ws.config.language
        phases = [p.id for p in ws.registry.model.phases]
        found = _asked_for(ws.heard().questions, phase, persona, phases)[:top]
        missing = ws.unheard()
    if json:
        as_json({"note": message(_NOTE, language), "questions": found})
        return
    rows = [
        _row(one, language)
        | {"everywhere": one.everywhere}
        | {"answered": message(_ANSWERED[one.answered.value], language), "answered_by": one.answered_by or ""}
        for one in found
    ]
    _tell(rows, language, missing)


@app.command()
def sayings(
    folder: Folder = HERE,
    kind: Annotated[SayingKind | None, typer.Option("--kind", help="Only this kind.", case_sensitive=False)] = None,
    phase: Phase = None,
    persona: Persona = None,
    *,
    top: Top = 20,
    json: Json = False,
) -> None:
    """Show what customers expect, associate with the company, and speak of as pain or gain."""
    with open_workspace(folder) as ws:
        language = ws.config.language
        phases = [p.id for p in ws.registry.model.phases]
        found = _asked_for(ws.heard().sayings, phase, persona, phases)
        missing = ws.unheard()
    found = [one for one in found if kind is None or one.kind is kind][:top]
    if json:
        as_json({"note": message(_NOTE, language), "sayings": found})
        return
    rows = [
        {"kind": one.kind.value}
        | _row(one, language)
        | {"topic": _shown(one.topic, language)}
        | {"feeling": None if one.feeling is None else one.feeling.value}
        for one in found
    ]
    _tell(rows, language, missing)


def _asked_for(found: Sequence[Any], phase: str | None, persona: str | None, phases: Sequence[str]) -> list[Any]:
    """Return what was said in a phase, or in all, by everybody or by one persona."""
    if phase is not None and phase not in phases:
        raise UnknownName("phase", phase, phases)
    return [one for one in found if one.persona == persona and phase in {None, one.phase}]


def _row(one: Question | Saying, language: Language) -> dict[str, Any]:
    share = one.share
    return {
        "said": _shown(one.text, language),
        "phase": one.phase or message("anywhere", language),
        "touchpoint": one.touchpoint or "",
        "customers": one.customers,
        "times": one.times,
        "share": None if share is None else share.value,
        "lo": None if share is None else share.lo,
        "hi": None if share is None else share.hi,
    }


def _shown(text: Text, language: Language) -> str:
    return read(text, language)


def _tell(rows: Sequence[Mapping[str, Any]], language: Language, missing: Sequence[Text]) -> None:
    table_of(rows, list(rows[0]) if rows else (), language)
    for one in missing:
        console().print(read(one, language), markup=False)
    console().print(message(_NOTE, language), style="dim", markup=False)
