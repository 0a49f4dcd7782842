"""Personas made by hand, held against data: which customers fit, and which statements hold."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
from msgspec.structs import replace

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.personas import Condition, Persona, PersonaSet, Remark, Statement
from wegweiser.domain.validations import Verdict
from wegweiser.i18n import Count, both
from wegweiser.personas import words
from wegweiser.personas.authored.joining import with_words
from wegweiser.personas.authored.spec import AuthoredPersona, AuthoredPersonas, AuthoredStatement, Who
from wegweiser.personas.authored.template import STATEMENT
from wegweiser.personas.differences import Mask
from wegweiser.personas.matrix import raw
from wegweiser.personas.names import initials
from wegweiser.personas.profiles import FIGURES, Profiles, profiles
from wegweiser.personas.queries import Search, features
from wegweiser.personas.rules import holds
from wegweiser.personas.scaling import share_of
from wegweiser.personas.sedcard import described_by
from wegweiser.personas.settings import PersonaSettings
from wegweiser.personas.traits import Floats
from wegweiser.stats import wilson
from wegweiser.warehouse import Warehouse


def held_against(
    warehouse: Warehouse, search: Search, personas: PersonaSet, authored: AuthoredPersonas, members: pa.Table
) -> PersonaSet:
    """Return the set with the statements of every authored persona tested, and those made by hand added.

    `members` (profile_id, persona_id) says who belongs to each persona that was found. People made by hand may fit
    several personas; their cards show what the data knows of those who fit. Nothing is said of fewer than twenty.
    """
    people = people_of(warehouse, search)
    ids, keys = (
        members.column("profile_id").to_numpy(),
        np.array(members.column("persona_id").to_pylist(), dtype=object),
    )
    known = {persona.id: persona for persona in authored.personas}
    cards = []
    for card in personas.personas:
        made = known.get(card.id)
        here = np.isin(people.ids, ids[keys == card.id])
        tested = _statements(made, people, here) if made else ()
        cards.append(replace(card, statements=tested) if tested else card)
    by_hand = [persona for persona in authored.personas if persona.by_hand]
    own = (_card(persona, people, search.settings, personas) for persona in by_hand)
    return replace(personas, personas=(*cards, *own))


def people_of(warehouse: Warehouse, search: Search) -> Profiles:
    """Return everybody personas are looked for among."""
    queries = features(warehouse.dialect, search.settings, search.since, search.as_of, search.tables)
    return profiles(warehouse, queries)


def known_features(warehouse: Warehouse, search: Search) -> tuple[str, ...]:
    """Return everything conditions can be about in these data."""
    people = people_of(warehouse, search)
    figures = [name for name in FIGURES if not np.isnan(people.columns[name]).all()] if people.behaves else []
    channels = [f"channel:{channel}" for channel in people.channels]
    bands = [band.id for band in words.BAND_FEATURES] if people.by_band.any() else []
    return (*figures, *channels, *bands, *sorted(people.numbers), *(trait.name for trait in people.traits))


def _card(persona: AuthoredPersona, people: Profiles, settings: PersonaSettings, personas: PersonaSet) -> Persona:
    """Return the card of a persona made by hand, with what the data says of the people who fit."""
    fits, missing = _all(persona.who, people)
    size = int(fits.sum())
    head = Persona(
        id=persona.id,
        name=persona.name,
        claim=persona.claim,
        initials=initials(persona.name),
        size=size,
        share=wilson(size, len(people)),
        stability=1.0,
        homogeneity=1.0,
        as_of=personas.as_of,
        named_by="human",
        by_hand=True,
        assumed=(Remark(both("This persona was made by hand: that these people are one group is an assumption.")),),
        unknown=tuple(both("{feature}: the data does not hold it", feature=name) for name in missing),
    )
    card = described_by(people, fits, settings, head) if size >= SUPPRESSED_BELOW else head
    return replace(with_words(card, persona), statements=_statements(persona, people, fits))


def _statements(persona: AuthoredPersona, people: Profiles, here: Mask) -> tuple[Statement, ...]:
    found = []
    for number, made in enumerate(persona.statements, start=1):
        found.append(_tested(f"{persona.id}_s{number}", made, people, here))
    return tuple(found)


def _tested(key: str, made: AuthoredStatement, people: Profiles, here: Mask) -> Statement:
    """Hold one statement against the people it is about and everyone else."""
    plain = Statement(id=key, text=made.text, needed=made.needed)
    if _untouched(made):
        return replace(plain, reason=both("This is the template's sentence: write what you believe of them."))
    if not made.feature:
        return replace(plain, reason=both("No feature is named that could decide it."))
    found = _fits(made, people)
    if found is None:
        return replace(plain, reason=both("{feature}: the data does not hold it", feature=made.feature))
    true, known = found
    own, rest = (wilson(int((true & m).sum()), int((known & m).sum())) for m in (here, ~here))
    if own.suppressed:
        few = both("Known of {n} of them only; at least 20 are needed.", n=Count(own.n))
        return replace(plain, reason=few)
    return replace(plain, here=own, rest=None if rest.suppressed else rest, verdict=verdict(own, made.needed))


def _untouched(made: AuthoredStatement) -> bool:
    """Return whether a statement still reads as the template wrote it, in any language."""
    texts = (made.text,) if isinstance(made.text, str) else tuple(made.text.values())
    return any(text.strip() in STATEMENT.values() for text in texts)


def verdict(share: Proportion, needed: float) -> Verdict:
    """Return what a measured share says of a statement that needs at least `needed`.

    Example:
        >>> verdict(wilson(80, 100), 0.5), verdict(wilson(50, 100), 0.5), verdict(wilson(10, 100), 0.5)
        (<Verdict.SUPPORTED: 'supported'>, <Verdict.UNCLEAR: 'unclear'>, <Verdict.CONTRADICTED: 'contradicted'>)
    """
    if share.lo >= needed:
        return Verdict.SUPPORTED
    return Verdict.CONTRADICTED if share.hi < needed else Verdict.UNCLEAR


def _all(tests: Iterable[Who], people: Profiles) -> tuple[Mask, tuple[str, ...]]:
    """Return who meets every condition, and the features the data does not hold (nobody meets those)."""
    fits = np.ones(len(people), dtype=bool)
    missing = []
    for test in tests:
        found = _fits(test, people)
        if found is None:
            missing.append(test.feature)
            fits[:] = False
        else:
            fits &= found[0]
    return fits, tuple(missing)


def _fits(test: Who | AuthoredStatement, people: Profiles) -> tuple[Mask, Mask] | None:
    """Return for whom a condition holds and of whom it is known; None where the data knows nothing of it."""
    if test.levels:
        trait = next((t for t in people.traits if t.name == test.feature), None)
        if trait is None:
            return None
        wanted = [number for number, level in enumerate(trait.levels) if level in test.levels]
        return np.isin(trait.codes, wanted), trait.codes >= 0
    values = _values(people, test.feature)
    if values is None or np.isnan(values).all():
        return None
    condition = Condition(test.feature, test.feature, at_least=test.at_least, below=test.below)
    return holds(condition, values), ~np.isnan(values)


def _values(people: Profiles, feature: str) -> Floats | None:
    """Return a feature's plain values: behaviour, a share, or a number known of people."""
    if feature in people.numbers:
        return people.numbers[feature]
    shares = {words.WEEKEND.id, *(band.id for band in words.BAND_FEATURES)}
    if feature in shares or feature.startswith("channel:"):
        values, whole = raw(people, feature)
        return values if whole is None else share_of(values, whole)
    return people.columns.get(feature)
