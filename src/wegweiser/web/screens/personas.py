"""Personas: their sedcards, side by side, renamed and described by people, and as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Annotated

import msgspec

from wegweiser.domain.people import Role
from wegweiser.domain.personas import PersonaSet
from wegweiser.errors import UnknownName
from wegweiser.maps import sedcards
from wegweiser.personas.authored import spec
from wegweiser.web import analysis
from wegweiser.web.analysis.people import LISTS, PersonasShown, backdrop, laid, relisted, retold
from wegweiser.web.frame import Action, Download, Reply, View, Visit
from wegweiser.web.frame.declared import Declared
from wegweiser.web.handing import files, housing
from wegweiser.workspace import wording

Line = Annotated[str, msgspec.Meta(max_length=300)]
Words = Annotated[str, msgspec.Meta(max_length=6_000)]
_PDF, _HTML = "application/pdf", "text/html; charset=utf-8"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_SLOW = ("pdf", "a3", "pptx")
FORMS = ("pdf", "a3", "pptx", "html", "compared")
"""A4, A3, slides, a page, and the page of all side by side."""


class PersonasAsked(analysis.Address, frozen=True, kw_only=True):
    """Whose card, or who side by side."""

    picked: str = ""
    side_by_side: bool = False
    chosen: tuple[str, ...] = ()


class FileAsked(msgspec.Struct, frozen=True, kw_only=True):
    """All cards as a file; of one persona where it is named."""

    form: str
    picked: str = ""


class Wording(PersonasAsked, frozen=True, kw_only=True):
    """What somebody says of a persona; several goals, questions and so on stand on lines of their own."""

    id: str
    name: Line = ""
    claim: Line = ""
    goals: Words = ""
    questions: Words = ""
    pains: Words = ""
    triggers: Words = ""
    barriers: Words = ""
    notes: Words = ""


def _personas(visit: Visit, asked: PersonasAsked) -> PersonasShown:
    index, kept = analysis.index_of(visit.site), visit.site.insights.personas()
    if kept is None:
        return PersonasShown(index=index)
    words = wording.authored(visit.site.folder)
    found = laid(kept.found, words)
    known = {persona.id for persona in found.personas}
    if asked.picked and asked.picked not in known:
        raise UnknownName("persona", asked.picked, known)
    return PersonasShown(
        index=index,
        found=found,
        compared=kept.compared,
        words={one.id: one for one in words.personas},
        picked=asked.picked,
        side_by_side=asked.side_by_side and kept.compared is not None,
        chosen=asked.chosen,
    )


def _file(visit: Visit, asked: FileAsked) -> Download:
    if asked.form not in FORMS:
        raise UnknownName("form", asked.form, FORMS)
    shown = _personas(visit, PersonasAsked(picked=asked.picked))
    found, language = shown.found, visit.language
    if found is None or not found.personas:
        raise UnknownName("persona", asked.picked, [])
    found = _only(found, asked.picked)
    behind = replace(backdrop(shown.index), house=housing.house_of(visit.site))
    stem = f"personas.{language}"
    if asked.form in _SLOW:
        return _pressed(visit, found, behind, asked.form, stem)
    if asked.form == "html":
        return Download(f"{stem}.html", _HTML, sedcards.sedcards_html(found, language, behind).encode())
    if shown.compared is None:
        raise UnknownName("comparison", asked.form, [])
    side = sedcards.compared_html(shown.compared, language, behind)
    return Download(f"personas-compared.{language}.html", _HTML, side.encode())


def _pressed(visit: Visit, found: PersonaSet, behind: sedcards.Backdrop, form: str, stem: str) -> Download:
    """Return a file that takes seconds, made once while personas and their words stay as they are."""
    language = visit.language
    make: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        "pdf": (".pdf", _PDF, partial(sedcards.sedcards_pdf, found, language, behind)),
        "a3": (".a3.pdf", _PDF, partial(sedcards.sedcards_pdf, found, language, behind, "a3")),
        "pptx": (".pptx", _PPTX, partial(sedcards.sedcards_pptx, found, language, behind)),
    }
    ending, media_type, by = make[form]
    made = files.pressed(visit.site.folder, (found, behind), f"{stem}{ending}", media_type, by)
    return Download(made.name, made.media_type, made.content)


def _only(found: PersonaSet, picked: str) -> PersonaSet:
    if not picked:
        return found
    return msgspec.structs.replace(found, personas=tuple(one for one in found.personas if one.id == picked))


def _word(visit: Visit, told: Wording) -> spec.AuthoredPersona:
    shown = _personas(visit, PersonasAsked(picked=told.id))
    before = shown.words.get(told.id, spec.AuthoredPersona(told.id))
    language = visit.language
    lines = {name: relisted(getattr(before, name), getattr(told, name), language) for name in LISTS}
    texts = {name: retold(getattr(before, name), getattr(told, name), language) for name in ("name", "claim", "notes")}
    if before.by_hand and not texts["name"]:
        texts["name"] = before.name
    words = msgspec.structs.replace(before, **texts, **lines)
    kept = visit.site.insights.personas()
    wording.write(visit.site.folder, words, kept.found if kept else None)
    return words


def _back(visit: Visit, told: Wording, _: spec.AuthoredPersona) -> Reply:
    return Reply(to=f"/personas?picked={told.id}", told=visit.say("Saved."))


_PERSONAS: View[PersonasAsked, PersonasShown] = View(
    "/personas",
    "personas",
    "The personas with their sedcards, alone or side by side.",
    _personas,
    PersonasAsked,
    template="personas.html",
)
DECLARED: tuple[Declared, ...] = (
    _PERSONAS,
    View(
        "/personas/files/{form}",
        "personas_file",
        "The sedcards as PDF, slides or a page.",
        _file,
        FileAsked,
        slow=lambda asked: asked.form in _SLOW,
    ),
    Action(
        "/personas/{id}/words",
        "word_persona",
        "Name a persona, and say what one knows of it.",
        _word,
        Wording,
        Role.EDITOR,
        _back,
        again=_PERSONAS,
    ),
)
