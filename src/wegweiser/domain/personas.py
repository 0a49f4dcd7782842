"""Personas: fictional representatives of real groups found in data, named and edited by people."""

from __future__ import annotations

from datetime import date

import msgspec

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.i18n import Text


class Trait(msgspec.Struct, frozen=True, omit_defaults=True):
    """One property that sets the persona apart: its value here against everyone else, with intervals."""

    id: str
    name: Text
    here: Estimate | Proportion
    rest: Estimate | Proportion
    difference: Estimate
    """Standardised difference (in standard deviations of everyone) with its interval."""
    shown: Text
    """The trait as a phrase: 'buys 2.4 times as often'."""


class UseShare(msgspec.Struct, frozen=True, omit_defaults=True):
    """Share of the persona's contacts (or customers) on a channel, weekday, hour band or demographic group."""

    id: str
    name: Text
    share: Proportion
    base: float | None = None
    """The same share among everyone else."""


class Persona(msgspec.Struct, frozen=True, omit_defaults=True):
    """A persona's sedcard: who they are, how many, how sure we are, what sets them apart, what is not known."""

    id: str
    name: Text
    claim: Text
    initials: str
    size: int
    share: Proportion
    stability: float
    """Mean agreement (adjusted Rand index) of the clustering over bootstrap refits, 0..1."""
    homogeneity: float
    """Mean membership probability of its members, 0..1."""
    traits: tuple[Trait, ...] = ()
    channels: tuple[UseShare, ...] = ()
    weekdays: tuple[UseShare, ...] = ()
    hours: tuple[UseShare, ...] = ()
    demography: tuple[UseShare, ...] = ()
    figures: tuple[Trait, ...] = ()
    """Value, frequency, size of purchase: shown as figures."""
    unknown: tuple[Text, ...] = ()
    """What the data cannot say about them."""
    as_of: date | None = None
    named_by: str = "rule"


class PersonaSet(msgspec.Struct, frozen=True, omit_defaults=True):
    """The personas of one workspace, or the reason why there are none."""

    personas: tuple[Persona, ...]
    profiles: int
    as_of: date
    since: date
    seed: int
    method: Text
    verdict: Text
    """One sentence: how many were found and how stable they are, or why the data supports none."""
    candidates: tuple[tuple[int, float, float], ...] = ()
    """(k, BIC, bootstrap ARI) for each number of personas tried."""
    covered: int = 0
    """Profiles with enough behaviour to be assigned."""
