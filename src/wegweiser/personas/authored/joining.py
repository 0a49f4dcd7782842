"""What people wrote of a persona, laid over what was found; their words come first and survive every refresh."""

from __future__ import annotations

from msgspec.structs import replace

from wegweiser.domain.personas import Persona, PersonaSet, Remark
from wegweiser.i18n import Text, both, read
from wegweiser.personas.authored.spec import AuthoredPersona, AuthoredPersonas
from wegweiser.personas.names import initials

_KINDS = ("goals", "pains", "triggers", "barriers")


def joined(personas: PersonaSet, authored: AuthoredPersonas) -> PersonaSet:
    """Return the personas with the words people wrote of them, joined by id.

    What people wrote is an assumption until it is tested, and stands before what was found. Personas made by hand
    are added by `held_against`; an entry for an id that is no longer found waits in the file.
    """
    written = {persona.id: persona for persona in authored.personas if not persona.by_hand}
    cards = tuple(
        with_words(persona, written[persona.id]) if persona.id in written else persona for persona in personas.personas
    )
    return replace(personas, personas=cards)


def with_words(persona: Persona, words: AuthoredPersona) -> Persona:
    """Return the persona with what was written of it."""
    named = bool(words.name) and words.name != persona.name
    listed = {kind: (*_remarks(getattr(words, kind)), *getattr(persona, kind)) for kind in _KINDS}
    wrote = any(getattr(words, kind) for kind in (*_KINDS, "questions"))
    name = words.name or persona.name
    return replace(
        persona,
        **listed,
        name=name,
        claim=words.claim or persona.claim,
        initials=initials(name) if named else persona.initials,
        named_by="human" if words.name else persona.named_by,
        found_name=persona.name if named and not persona.by_hand else persona.found_name,
        asks=(*_remarks(words.questions), *persona.asks),
        portrait=words.portrait or persona.portrait,
        portrait_licence=words.portrait_licence or persona.portrait_licence,
        notes=words.notes or persona.notes,
        assumed=_assumed(persona, named=bool(words.name), wrote=wrote),
    )


def _assumed(persona: Persona, *, named: bool, wrote: bool) -> tuple[Remark, ...]:
    """Say what became of the name, and that written words are assumptions."""
    by_rule = both("The name follows a rule out of the two strongest differences; nobody has confirmed it yet.")
    kept = (one for one in persona.assumed if not (named and read(one.text, "en") == read(by_rule, "en")))
    words = both("Goals, questions, pains, triggers and barriers that people wrote are assumptions until tested.")
    return (*kept, *((Remark(words),) if wrote else ()))


def _remarks(texts: tuple[Text, ...]) -> tuple[Remark, ...]:
    return tuple(Remark(text=text) for text in texts)
