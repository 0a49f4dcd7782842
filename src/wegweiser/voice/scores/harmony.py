"""Harmony: measured feelings and associations held against what the company wants to stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.domain.mission import BrandValue, Discord
from wegweiser.domain.voices import Saying, SayingKind
from wegweiser.i18n import LANGUAGES, Signed, both, read
from wegweiser.stats import wilson
from wegweiser.stats.deferred import Deferred
from wegweiser.stats.intervals import Z
from wegweiser.stats.testing import holm

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")

_FALSE = 0.05


def discords(
    values: Sequence[BrandValue],
    feelings: Sequence[Feeling],
    sayings: Sequence[Saying],
    phases: Sequence[str],
    as_of: date | None = None,
) -> tuple[Discord, ...]:
    """Return the phases in which what people feel or say does not harmonise with a value, worst shortfall first.

    A feeling must lie below what the value promises beyond chance, over all comparisons together (Holm 1979,
    Scandinavian Journal of Statistics 6); only reports of surveys count. Words must deny the value more often than
    they fit it, beyond chance. At least 20 people must stand behind each.
    """
    promised = [(value, one) for value in values for one in feelings if _concerns(value, one, phases)]
    kept = holm([_p(one.experienced, value.least) for value, one in promised])
    short = [
        _felt(value, one, as_of)
        for (value, one), p in zip(promised, kept, strict=True)
        if p <= _FALSE and one.experienced.hi < value.least
    ]
    short.sort(key=lambda one: ((one.felt.value if one.felt else 0.0) - (one.least or 0.0), one.value, one.phase))
    return (*short, *(found for value in values for found in _denied(value, sayings, phases, as_of)))


def _concerns(value: BrandValue, feeling: Feeling, phases: Sequence[str]) -> bool:
    whole = feeling.touchpoint is None and feeling.persona is None and feeling.series is Series.SURVEY
    enough = feeling.experienced.n >= SUPPRESSED_BELOW
    return whole and enough and feeling.phase in (value.phases or phases)


def _p(felt: Estimate, least: float) -> float:
    """Return the one-sided p-value of a feeling that keeps the promise, by the normal distribution."""
    error = (felt.hi - felt.lo) / (2 * Z)
    if error == 0:
        return 0.0 if felt.value < least else 1.0
    return float(special.ndtr((felt.value - least) / error))


def _felt(value: BrandValue, feeling: Feeling, as_of: date | None) -> Discord:
    text = both(
        "{value}: promised {least}, felt {felt}",
        value=value.name,
        least=Signed(value.least),
        felt=Signed(feeling.experienced.value),
    )
    return Discord(value.id, feeling.phase, text, felt=feeling.experienced, least=value.least, as_of=as_of)


def _denied(
    value: BrandValue, sayings: Sequence[Saying], phases: Sequence[str], as_of: date | None
) -> Iterator[Discord]:
    for phase in value.phases or phases:
        said = [s for s in sayings if s.kind is SayingKind.ASSOCIATION and s.phase == phase and s.persona is None]
        fitting = sum(one.customers for one in said if _names(one, value.words))
        denying = [one for one in said if _names(one, value.against)]
        hits = sum(one.customers for one in denying)
        share = wilson(hits, hits + fitting)
        if hits >= SUPPRESSED_BELOW and share.lo > 0.5:
            words = tuple(read(one.text, "en") for one in sorted(denying, key=lambda s: (-s.customers, s.id))[:3])
            text = both("\u201c{name}\u201d is denied by what customers say", name=value.name)
            yield Discord(value.id, phase, text, denied=share, words=words, as_of=as_of)


def _names(saying: Saying, words: Sequence[str]) -> bool:
    told = {read(saying.text, language).casefold() for language in LANGUAGES}
    return any(word.casefold() in text for word in words for text in told)
