"""Templates of personas.yaml: written once, never overwritten; a refresh only proposes."""

from __future__ import annotations

import json

from wegweiser.domain.personas import Persona, PersonaSet
from wegweiser.i18n import LANGUAGES, read
from wegweiser.personas.authored.spec import AuthoredPersonas

HEAD = """\
# People's words on personas. This file is yours: it is written once and never overwritten.
# A name or claim left out is the one the data proposes. Every text may be one line or {en: …, de: …}.
# Goals, questions, pains, triggers and barriers written here are assumptions until they are tested.
# A portrait needs portrait_licence: where the picture is from and who may use it.
schema: personas/1
personas:
"""
_EMPTY = ("portrait", "portrait_licence", "goals", "questions", "pains", "triggers", "barriers", "notes")
STATEMENT = {"en": "Most of them …", "de": "Die meisten von ihnen …"}
"""The sentence of the template; whoever leaves it as it is has claimed nothing."""
BY_HAND = """\
  - id: {id}
    by_hand: true
    name: {{en: "{name}", de: "{name}"}}
    claim: {{en: "", de: ""}}
    goals: []
    questions: []
    pains: []
    triggers: []
    barriers: []
    # Who belongs to it: all conditions hold. Features: {features}
    who:
      - {{feature: {first}, at_least: 1}}
    # What you believe of them; each is held against data, the rest of the customers beside it.
    statements:
      - text: {{en: "Most of them …", de: "Die meisten von ihnen …"}}
        feature: {first}
        at_least: 2
        needed: 0.5
"""


def proposed(personas: PersonaSet, authored: AuthoredPersonas | None = None) -> str:
    """Return entries for the personas nobody has written of yet, as text for personas.yaml; with a head for a new file.

    Empty where every persona has its entry.
    """
    known = {persona.id for persona in authored.personas} if authored else set()
    entries = [_entry(persona) for persona in personas.personas if persona.id not in known and not persona.by_hand]
    if authored is not None:
        return "".join(entries)
    return HEAD + ("".join(entries) or "  []\n")


def by_hand_template(key: str, name: str, features: tuple[str, ...] = ()) -> str:
    """Return an entry for a persona made by hand, to be filled in; `features` are those of the data at hand."""
    known = features or ("contacts_per_month",)
    return BY_HAND.format(id=key, name=name.replace('"', "'"), features=", ".join(known), first=known[0])


def _entry(persona: Persona) -> str:
    """Write one persona with its fields commented out, so that an entry left alone changes nothing."""
    lines = [f"  - id: {persona.id}"]
    for field in ("name", "claim"):
        texts = ", ".join(f"{lang}: {json.dumps(read(getattr(persona, field), lang), ensure_ascii=False)}"
                          for lang in LANGUAGES)  # fmt: skip
        lines.append(f"    # {field}: {{{texts}}}")
    lines += [f"    # {field}:" for field in _EMPTY]
    return "\n".join(lines) + "\n"
