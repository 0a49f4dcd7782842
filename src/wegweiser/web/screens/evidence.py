"""The evidence of a place of a map, and how its statement is put to the test."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

import msgspec

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.people import Role
from wegweiser.domain.validations import Method, Validation
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.stats import wilson
from wegweiser.stats.intervals import mean_of
from wegweiser.web import mapping
from wegweiser.web.frame.declared import Action, Declared, Reply, View
from wegweiser.web.frame.site import Visit
from wegweiser.web.proving import Proof, proof
from wegweiser.workspace import claims, standing

Many = Annotated[int, msgspec.Meta(ge=1, le=10_000_000)]


class ProofAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which place of which map, such as `claim:cl_a`."""

    map: str
    target: str


class TestAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which claim is put to the test, and how; `needed` is the share from which on it counts as supported."""

    map: str
    claim: str
    method: Method
    needed: float | None = None


class Planned(msgspec.Struct, frozen=True, omit_defaults=True):
    """A test that is planned, with its text ready to be copied."""

    validation: Validation
    survey: str = ""
    """Of a survey: the table of wegweiser.toml that asks for it."""


class ResultTold(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a test: how many of how many, or a mean with its spread; `target` leads back."""

    map: str
    id: str
    n: Many
    hits: Annotated[int, msgspec.Meta(ge=0)] | None = None
    mean: float | None = None
    spread: Annotated[float, msgspec.Meta(ge=0)] | None = None


def _proof(visit: Visit, asked: ProofAsked) -> Proof:
    return proof(visit.site, mapping.opened(visit.site, asked.map), asked.target)


def _footing(visit: Visit) -> standing.Footing:
    return standing.Footing(visit.site.folder, visit.site.config, visit.site.clock)


def _plan(visit: Visit, asked: TestAsked) -> Planned:
    found = mapping.opened(visit.site, asked.map)
    if found.generated is None:
        problem = visit.say("Nothing was run yet, so there are no figures to test a statement by.")
        raise InvalidSetting(visit.say("The test"), [problem])
    made = claims.plan_test(_footing(visit), found.plan, asked.claim, asked.method, needed=asked.needed)
    visit.note("claim.test", f"map:{asked.map}", made.validation.id)
    _ring(visit, asked.map)
    return Planned(made.validation, made.toml)


def _decide(visit: Visit, told: ResultTold) -> Validation:
    found = mapping.opened(visit.site, told.map)
    by = visit.person.name if visit.person else visit.by
    made = claims.decide(_footing(visit), found.plan, told.id, _result(visit, told), by)
    visit.note("claim.decide", f"map:{told.map}", told.id)
    _ring(visit, told.map)
    return made


def _result(visit: Visit, told: ResultTold) -> Proportion | Estimate:
    """Return a result with its interval.

    Raises:
        InvalidSetting: the numbers are incomplete, or contradict each other.
    """
    if told.mean is not None:
        found = mean_of(told.mean, told.spread, told.n)
        if found is not None:
            return found
        problem = visit.say("A mean needs its standard deviation and two answers at least.")
    elif told.hits is not None and told.hits <= told.n:
        return wilson(told.hits, told.n)
    else:
        problem = visit.say("Please say how many of how many: the first number cannot be the larger one.")
    raise InvalidSetting(visit.say("The result"), [problem])


def _ring(visit: Visit, map_id: str) -> None:
    revision = visit.site.store.maps.get(map_id).revision
    visit.site.bus.ring(f"map:{map_id}", "changed", {"revision": revision, "by": visit.by})


def _then(visit: Visit, told: TestAsked | ResultTold, done: Planned | Validation) -> Reply:
    """Answer with the evidence as it stands now, or lead back to it."""
    validation = done.validation if isinstance(done, Planned) else done
    target = f"claim:{validation.claim}"
    if not visit.scripted:
        return Reply(to=f"/maps/{told.map}/evidence?target={quote(target)}#tests")
    planned = done if isinstance(done, Planned) else None
    try:
        shown = proof(visit.site, mapping.opened(visit.site, told.map), target)
    except UnknownName:
        return Reply(to=f"/maps/{told.map}")
    return Reply(part="parts/evidence.html", context={"shown": shown, "planned": planned})


DECLARED: tuple[Declared, ...] = (
    View("/maps/{map}/evidence", "evidence", "What a place rests on.", _proof, ProofAsked, template="evidence.html"),
    Action("/maps/{map}/tests", "plan_test", "Put a claim to the test.", _plan, TestAsked, then=_then, note="-"),
    Action(
        "/maps/{map}/tests/{id}", "decide_test", "Tell a result.", _decide, ResultTold, Role.EDITOR, _then, note="-"
    ),
)
