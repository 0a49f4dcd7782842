"""Personas for their screen: as the last run found them, under the words people write of them now."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from wegweiser.domain.personas import Comparison, Persona, PersonaSet, Remark
from wegweiser.i18n import Language, Text, read
from wegweiser.maps import sedcards
from wegweiser.personas.authored import AuthoredPersonas, joined, spec
from wegweiser.workspace.insights import rows

LISTS = ("goals", "questions", "pains", "triggers", "barriers")
_SHOWN_AS = {"questions": "asks"}


class PersonasShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """Personas with their words, all of them side by side, and what somebody wrote of each."""

    index: rows.Index | None = None
    found: PersonaSet | None = None
    compared: Comparison | None = None
    words: dict[str, spec.AuthoredPersona] = {}
    picked: str = ""
    """Whose card is shown; empty: everybody's."""
    side_by_side: bool = False
    chosen: tuple[str, ...] = ()
    """Who stands side by side; empty: everybody."""

    def cards(self, language: Language) -> Mapping[str, str]:
        """Return the card of each persona that is shown, as markup."""
        if self.found is None:
            return {}
        drawn, _ = sedcards.drawn(self.found, None, language, self._backdrop())
        ids = [persona.id for persona in self.found.personas]
        return {ident: card for ident, card in zip(ids, drawn, strict=True) if self.picked in ("", ident)}

    def table(self, language: Language) -> str:
        """Return personas side by side, as markup."""
        if self.found is None or self.compared is None:
            return ""
        return sedcards.drawn(self.found, self._narrowed(self.compared), language, self._backdrop())[1]

    def _narrowed(self, compared: Comparison) -> Comparison:
        """Return the comparison of those chosen, under the names they have now."""
        kept = [i for i, ident in enumerate(compared.personas) if not self.chosen or ident in self.chosen]
        names = {persona.id: persona.name for persona in (self.found.personas if self.found else ())}
        return Comparison(
            tuple(compared.personas[i] for i in kept),
            tuple(names.get(compared.personas[i], compared.names[i]) for i in kept),
            compared.parts,
            tuple(msgspec.structs.replace(row, cells=tuple(row.cells[i] for i in kept)) for row in compared.rows),
        )

    def _backdrop(self) -> sedcards.Backdrop:
        return backdrop(self.index)

    def said(self, ident: str, field: str, language: Language) -> str:
        """Return what somebody wrote in a field, a line each where there are several."""
        words = self.words.get(ident)
        value = getattr(words, field) if words else ""
        return "\n".join(read(one, language) for one in value) if isinstance(value, tuple) else read(value, language)


def backdrop(index: rows.Index | None) -> sedcards.Backdrop:
    """Return what cards show beside personas: the names of phases and touchpoints."""
    if index is None:
        return sedcards.Backdrop()
    phases = {phase.id: phase.name for phase in index.phases}
    return sedcards.Backdrop(phases=phases, touchpoints=index.touchpoints, simulated=index.simulated)


def laid(found: PersonaSet, words: AuthoredPersonas) -> PersonaSet:
    """Return the personas of the last run under the words of now; those it laid over them before are taken off."""
    bare = tuple(_bare(persona) for persona in found.personas)
    shown = joined(msgspec.structs.replace(found, personas=bare), words)
    return msgspec.structs.replace(
        shown,
        personas=tuple(
            msgspec.structs.replace(one, assumed=tuple({read(r.text, "en"): r for r in one.assumed}.values()))
            for one in shown.personas
        ),
    )


def _bare(persona: Persona) -> Persona:
    """Return a persona without words people wrote; one made by hand is nothing else."""
    if persona.by_hand:
        return persona
    lists = {
        name: tuple(remark for remark in getattr(persona, name) if not _written(remark))
        for name in (_SHOWN_AS.get(field, field) for field in LISTS)
    }
    name = persona.found_name or persona.name
    return msgspec.structs.replace(persona, name=name, notes="", **lists)


def _written(remark: Remark) -> bool:
    """Return whether a remark is somebody's words: what was found has a share or names its model."""
    return remark == Remark(text=remark.text)


def retold(value: Text, said: str, language: Language) -> Text:
    """Return a text with new words in one language; one that has others keeps them.

    Example:
        >>> retold({"en": "Ana", "de": "Anna"}, "Anne", "de")
        {'en': 'Ana', 'de': 'Anne'}
    """
    said = said.strip()
    if not said:
        return ""
    if not isinstance(value, str):
        return value if read(value, language) == said else {**value, language: said}
    return said


def relisted(values: tuple[Text, ...], said: str, language: Language) -> tuple[Text, ...]:
    """Return several texts, a line each; one that was there before keeps its other language."""
    known = {read(value, language): value for value in values}
    return tuple(known.get(line, line) for line in map(str.strip, said.splitlines()) if line)
