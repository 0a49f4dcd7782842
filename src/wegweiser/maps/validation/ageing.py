"""How claims age: by their day, by numbers that moved, by what they speak of coming and going."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import md5
from math import isfinite, sqrt

from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.domain.journey_maps import JourneyMap, LaneType
from wegweiser.domain.validations import Cause, Held, Snapshot, Stale, Validity
from wegweiser.i18n import LANGUAGES, Day, both, read
from wegweiser.maps.generated import HEADLINE
from wegweiser.maps.validation.judging import shown
from wegweiser.maps.validation.places import Place, changed, joined, place_of
from wegweiser.stats.intervals import Z
from wegweiser.stats.testing import holm, two_sided

_SURE = 0.05
_AGES = frozenset({Status.MEASURED, Status.INFERRED, Status.VALIDATED})
_OF_A_PHASE = frozenset(
    {LaneType.QUESTION, LaneType.EXPECTATION, LaneType.EXPERIENCE, LaneType.ASSOCIATION, LaneType.GAP}
)
_GENERATED = re.compile(r"rule|.*\d.*")
"""Authors that write a claim anew with every number: rules, and models, which are named with their version."""
_DEFAULT = Validity()


def snapshot(journey_map: JourneyMap, earlier: Snapshot | None = None) -> Snapshot | None:
    """Return what is remembered of a judged map, before it is marked; None for a map without a day.

    A claim whose words do not renew themselves keeps the figure it had when they were first drawn, so that slow
    drift is seen, too, and a claim that went stale stays so until somebody writes or tests it anew.
    """
    day = journey_map.as_of
    if day is None:
        return None
    old = earlier or Snapshot(day)
    found = {claim.id: _held(claim, day) for claim in reversed(journey_map.claims())}
    kept = {claim.id: old.claims[claim.id] for claim in journey_map.claims() if _stands(claim, old)}
    return Snapshot(
        as_of=day,
        claims=dict(sorted((found | kept).items())),
        touchpoints=dict(sorted((dict.fromkeys(_met(journey_map), day) | old.touchpoints).items())),
        known=tuple(sorted({*old.known, *_known(journey_map)})),
    )


def stale(
    journey_map: JourneyMap, earlier: Snapshot | None, on: date, validity: Validity = _DEFAULT
) -> tuple[Stale, ...]:
    """Return the claims of a judged map that do not stand as they did, each with its first cause, in map order.

    A number has moved where each value lies beyond the interval of the other and Holm's adjusted p over all claims
    is below 0.05. Counts that include the earlier ones move less than the test allows for, so it errs on the side of
    silence. Generated claims say their new number themselves and are listed as `renewed`.
    """
    claims = {claim.id: claim for claim in reversed(journey_map.claims())}
    moved = dict(_moved(tuple(claims.values()), earlier)) if earlier else {}
    found: dict[str, Stale] = {}
    for claim in journey_map.claims():
        reason = _expired(claim, on, validity)
        if reason is None and earlier is not None:
            reason = moved.get(claim.id) or _unmoored(claim, journey_map, earlier)
        if reason is not None:
            found.setdefault(claim.id, reason)
    return tuple(found.values())


def marked(journey_map: JourneyMap, found: Sequence[Stale]) -> JourneyMap:
    """Return the map with these claims marked as stale and the reason in their detail; evidence and numbers stay."""
    reasons = {one.claim: one for one in found if not one.renewed}

    def mark(claim: Claim) -> Claim:
        one = reasons.get(claim.id)
        if one is None or claim.status is Status.STALE:
            return claim
        told = both("{reason} Before: {status}.", reason=one.reason, status=both(claim.status.value))
        return replace(claim, status=Status.STALE, detail=joined(claim.detail, told))

    return changed(journey_map, mark)


def _held(claim: Claim, day: date) -> Held:
    return Held(_mark(claim), claim.status, claim.share or claim.estimate, claim.evidence, day)


def _mark(claim: Claim) -> str:
    """Return a mark of a claim's words: customers' own words are not kept longer than their texts."""
    words = "\x1f".join(read(claim.text, language) for language in LANGUAGES)
    return md5(words.encode(), usedforsecurity=False).hexdigest()[:12]


def _renews(claim: Claim, held: Held) -> bool:
    """Return whether a claim says anew what is so: it was generated, or its words were changed, or it was tested."""
    if claim.status is Status.VALIDATED:
        return held.status is not Status.VALIDATED or held.evidence != claim.evidence
    return _GENERATED.fullmatch(claim.author) is not None or held.words != _mark(claim)


def _stands(claim: Claim, old: Snapshot) -> bool:
    """Return whether what was remembered of a claim is still what it is held against."""
    held = old.claims.get(claim.id)
    if held is None or (held.figure is None and (claim.share or claim.estimate)):
        return False
    return not _renews(claim, held)


def _expired(claim: Claim, on: date, validity: Validity) -> Stale | None:
    until = validity.until(claim)
    if claim.status not in _AGES or until is None or on <= until:
        return None
    return Stale(claim.id, Cause.EXPIRED, both("Counted until {day}.", day=Day(until)))


def _moved(claims: Sequence[Claim], earlier: Snapshot) -> Iterator[tuple[str, Stale]]:
    """Yield the claims whose figure moved by more than chance, by their id.

    A headline from when all of them had one name is not compared: it may have been about something else.
    """
    pairs = []
    for claim in claims:
        held, now = earlier.claims.get(claim.id), claim.share or claim.estimate
        if claim.id == HEADLINE or claim.status not in _AGES:
            continue
        if held and held.figure and now and _comparable(held.figure, now):
            pairs.append((claim, held, held.figure, now))
    sure = holm([_chance(then, now) for _, _, then, now in pairs])
    for (claim, held, then, now), p in zip(pairs, sure, strict=True):
        if p < _SURE and not (now.lo <= then.value <= now.hi or then.lo <= now.value <= then.hi):
            text = both(
                "Was {then} on {day}, is {now} now: more than chance.",
                then=shown(then),
                day=Day(held.as_of or earlier.as_of),
                now=shown(now),
            )
            yield claim.id, Stale(claim.id, Cause.MOVED, text, renewed=_renews(claim, held))


def _comparable(then: Proportion | Estimate, now: Proportion | Estimate) -> bool:
    """Return whether two figures are of one kind and unit, and each of enough people to be shown."""
    if isinstance(then, Estimate) and isinstance(now, Estimate) and then.unit != now.unit:
        return False
    return type(then) is type(now) and min(then.n, now.n) >= SUPPRESSED_BELOW


def _chance(then: Proportion | Estimate, now: Proportion | Estimate) -> float:
    """Return the two-sided p of no change; the errors are those of the intervals, which know about clusters."""
    error = sqrt((then.hi - then.lo) ** 2 + (now.hi - now.lo) ** 2) / (2 * Z)
    if not isfinite(error) or error == 0:
        return 1.0
    return two_sided((now.value - then.value) / error)


def _unmoored(claim: Claim, journey_map: JourneyMap, earlier: Snapshot) -> Stale | None:
    """Return a claim of a person's, or a tested one, that speaks of what has gone, or of a phase that has grown."""
    held = earlier.claims.get(claim.id)
    if claim.status not in _AGES or held is None or _renews(claim, held):
        return None
    here = {*_met(journey_map), *_known(journey_map)}
    gone = next((ref for ref in claim.refs if ref in {*earlier.touchpoints, *earlier.known} - here), None)
    if gone is not None:
        return Stale(claim.id, Cause.GONE, both("“{name}” is not on the map any more.", name=gone))
    since, place = held.as_of or earlier.as_of, place_of(claim, journey_map)
    for card in journey_map.touchpoints:
        new = card.share is not None and earlier.touchpoints.get(card.id, journey_map.as_of or since) > since
        if new and _about(claim, place, card.phase):
            text = both("“{name}” came up after {day}.", name=card.name, day=Day(since))
            return Stale(claim.id, Cause.UNSEEN, text)
    return None


def _about(claim: Claim, place: Place, phase: str) -> bool:
    """Return whether a claim is about the whole of a phase, and so about a touchpoint that came into it."""
    return phase in claim.refs or (not claim.refs and place.phase == phase and place.lane in _OF_A_PHASE)


def _met(journey_map: JourneyMap) -> tuple[str, ...]:
    """Return the touchpoints people were met at."""
    return tuple(dict.fromkeys(card.id for card in journey_map.touchpoints if card.share is not None))


def _known(journey_map: JourneyMap) -> tuple[str, ...]:
    phases, steps = (one.id for one in journey_map.phases), (one.id for one in journey_map.steps)
    return (*phases, *steps, *(one.id for one in journey_map.metrics))
