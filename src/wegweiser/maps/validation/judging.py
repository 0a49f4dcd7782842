"""From the result of a test to the standing of a claim; what was there before stays on the map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.validations import BECOMES, Method, Validation, Validity, Verdict
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Between, Count, Day, Share, Signed, Text, both
from wegweiser.maps.validation.places import changed, joined

_KINDS = {Method.SURVEY: "survey_item", Method.INTERVIEW: "interview", Method.DATA_CHECK: "event_query"}
_DEFAULT = Validity()


def decided(validation: Validation, result: Proportion | Estimate, on: date) -> Validation:
    """Return a validation with its result; its verdict follows from the interval and the threshold planned.

    Raises:
        InvalidSetting: nobody answered, or it is a share where a mean decides, or the other way round.
    """
    where = f"The result of '{validation.id}'"
    if result.n < 1:
        raise InvalidSetting(where, ["nobody answered"])
    if validation.of_mean and isinstance(result, Proportion):
        raise InvalidSetting(where, [f"it is a share, and a mean of {validation.needed:g} is needed"])
    if not validation.of_mean and isinstance(result, Estimate):
        raise InvalidSetting(where, [f"it is a mean, and a share of {validation.needed:g} is needed"])
    return replace(validation, result=result, decided_on=on)


def judged(journey_map: JourneyMap, validations: Sequence[Validation], validity: Validity = _DEFAULT) -> JourneyMap:
    """Return the map with its claims as tests left them, each test beside them as evidence.

    A verdict moves the status, the last one decided where there are several; where it is unclear, the status stays.
    The evidence from before stays, and `detail` says what came of each test and what the claim was. Judging twice
    changes nothing.
    """
    known = {evidence.id for evidence in journey_map.evidence}
    ended = [one for one in validations if one.verdict is not None and one.decided_on is not None]
    ended.sort(key=lambda one: (one.decided_on or date.min, one.id))
    fresh = [one for one in ended if evidence_id(one) not in known]
    standing = {claim.id: claim.status for claim in reversed(journey_map.claims())}
    before: dict[str, Status] = {}

    def judge(claim: Claim) -> Claim:
        for one in fresh:
            if one.claim == claim.id:
                before.setdefault(one.id, claim.status)
                claim = _moved(claim, one, validity)
        return claim

    moved = changed(journey_map, judge)
    shown = {one.id: one for one in (*journey_map.validations, *validations)}
    earlier = {one.id: one for one in journey_map.validations if evidence_id(one) in known}
    kept = ({**shown, **earlier}[name] for name in shown)
    proofs = tuple(_evidence(one) for one in fresh if one.claim in standing)
    return replace(
        moved,
        validations=tuple(replace(one, was=before.get(one.id, one.was)) for one in kept),
        evidence=(*journey_map.evidence, *proofs),
    )


def evidence_id(validation: Validation) -> str:
    """Return the id under which a test is evidence."""
    return f"ev_{validation.id}"


def _moved(claim: Claim, validation: Validation, validity: Validity) -> Claim:
    verdict, result, on = validation.verdict, validation.result, validation.decided_on
    if verdict is None or result is None or on is None:
        return claim
    status = BECOMES.get(verdict, claim.status)
    tested = {Status.VALIDATED: on + timedelta(days=validity.validated_days), Status.CONTRADICTED: None}
    return replace(
        claim,
        status=status,
        evidence=(*claim.evidence, evidence_id(validation)),
        n=claim.n if claim.n is not None else result.n,
        as_of=on if status is Status.VALIDATED else claim.as_of or on,
        valid_until=claim.valid_until if verdict is Verdict.UNCLEAR else tested[status],
        detail=joined(claim.detail, _told(validation, verdict, result, on, claim.status)),
    )


def _told(validation: Validation, verdict: Verdict, result: Proportion | Estimate, on: date, was: Status) -> Text:
    hows = {Method.SURVEY: both("a survey"), Method.INTERVIEW: both("interviews"), Method.DATA_CHECK: both("a check")}
    said = {
        Verdict.SUPPORTED: "Supported by {how} on {day}: {result}; needed: {needed}. Before: {status}.",
        Verdict.CONTRADICTED: "Contradicted by {how} on {day}: {result}; needed: {needed}. Before: {status}.",
        Verdict.UNCLEAR: "Left open by {how} on {day}: {result}; needed: {needed}. Before: {status}.",
    }[verdict]
    values: dict[str, Text] = {
        "how": hows[validation.method],
        "result": shown(result),
        "needed": threshold(validation),
        "status": both(was.value),
    }
    return both(said, day=Day(on), **values)


def shown(result: Proportion | Estimate) -> Text:
    """Return a result with its n and its interval in words."""
    if isinstance(result, Proportion):
        within = Between(Share(result.lo, 1), Share(result.hi, 1))
        return both("{value} of {n} ({within})", value=Share(result.value), n=Count(result.n), within=within)
    within = Between(Signed(result.lo, 2), Signed(result.hi, 2))
    return both("{value}, n = {n} ({within})", value=Signed(result.value, 2), n=Count(result.n), within=within)


def threshold(validation: Validation) -> Text:
    """Return what is needed for a claim to count as supported, in words."""
    value = Signed(validation.needed, 2) if validation.of_mean else Share(validation.needed)
    return both("at most {value}", value=value) if validation.at_most else both("at least {value}", value=value)


def _evidence(validation: Validation) -> Evidence:
    result = validation.result
    return Evidence(
        id=evidence_id(validation),
        kind=_KINDS[validation.method],
        source=validation.question,
        n=result.n if result else None,
        since=validation.planned_on,
        until=validation.decided_on,
        method=both("Test of a claim; needed: {needed}", needed=threshold(validation)),
    )
