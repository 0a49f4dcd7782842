"""The claims of a workspace: how they stand, how they are tested, and what is remembered of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from wegweiser import maps
from wegweiser.clock import today
from wegweiser.domain.claims import Claim
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.validations import Method, Stale, Validation
from wegweiser.errors import InvalidSetting, UnknownName, WorkspaceProblem
from wegweiser.i18n import Text, both
from wegweiser.maps import Plan
from wegweiser.maps.validation import Proposal, ageing, decided, forms, keeping
from wegweiser.voice import tables
from wegweiser.voice.asking import taking
from wegweiser.warehouse import Query
from wegweiser.workspace import config as configuration
from wegweiser.workspace import hearing
from wegweiser.workspace.config import Config
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.output import put
from wegweiser.workspace.standing import FILE, REMEMBERED, Aged, Footing, earlier, fairly, read, standing

__all__ = ["add_survey", "decide", "from_answers", "plan_test", "tested"]
_TOLD = 5
_HEADLINE = "cl_finding"
"""A finding that was contradicted makes room for the next one; its test stays."""
_FORMS = {
    Method.INTERVIEW: forms.as_interview_question,
    Method.DATA_CHECK: forms.as_data_check,
}


def tested(ws: Ground, journey_map: JourneyMap, further: Sequence[Claim]) -> Aged:
    """Return a joined map judged by every test and marked where claims went stale; it is remembered for the next one.

    Where a test contradicts its finding, the first of the `further` ones that stands takes its place.

    Raises:
        InvalidSetting: validations.yaml says something that cannot be used.
    """
    fresh = fairly(ws, journey_map, further)
    if fresh.as_of is None:
        return Aged(fresh)
    before = earlier(ws.folder, fresh.as_of)
    remembered = ageing.snapshot(fresh, before)
    if remembered is not None:
        (ws.folder / REMEMBERED).mkdir(exist_ok=True)
        put(ws.folder / REMEMBERED / f"{fresh.as_of}.json", maps.document.pretty(remembered))
    found = ageing.stale(fresh, before, fresh.as_of, ws.config.validity)
    return Aged(ageing.marked(fresh, found), found, _remarks(fresh, found))


def plan_test(ws: Footing, plan: Plan, claim: str, method: Method, *, needed: float | None = None) -> Proposal:
    """Return how a claim will be tested, and write it to validations.yaml.

    Without a warehouse, surveys that came as files are not looked at for a question that was asked before.

    Raises:
        UnknownName: no claim of the map is called so.
        InvalidSetting: what is needed is no share, or no answer could be beyond it.
    """
    journey_map = standing(ws, plan).journey_map
    known = _known(journey_map)
    if claim not in known:
        raise UnknownName("claim", claim, known)
    tested, on = known[claim], today(ws.clock)
    if method is Method.SURVEY:
        asked = hearing.items(ws) if isinstance(ws, Ground) else taking.items(ws.config.ask)
        proposal = forms.as_survey_item(tested, journey_map, on, needed=needed, asked_before=asked)
    else:
        proposal = _FORMS[method](tested, journey_map, on, needed=needed)
    taken = {one.id for one in journey_map.validations}
    name = proposal.validation.id
    free = next(n for n in (name, *(f"{name}_{i}" for i in range(2, len(taken) + 3))) if n not in taken)
    proposal = proposal.renamed(free)
    _write(ws.folder, (*read(ws.folder), proposal.validation))
    return proposal


def add_survey(ws: Ground, proposal: Proposal) -> None:
    """Append the survey of a test to wegweiser.toml, where one belongs to it."""
    if proposal.survey is not None:
        path = ws.folder / configuration.FILE
        put(path, path.read_text("utf-8").rstrip("\n") + "\n\n" + proposal.toml)
        ws.config = Config.read(ws.folder)


def decide(ws: Footing, plan: Plan, name: str, result: Proportion | Estimate, by: str = "") -> Validation:
    """Return a test with its result and verdict, written to validations.yaml.

    Raises:
        UnknownName: no test is called so.
        InvalidSetting: the test stands in journey.yaml, which only people write, or the result does not fit it.
    """
    _named(plan, ws.folder, name)
    own = read(ws.folder)
    if name not in {one.id for one in own}:
        raise InvalidSetting(f"'{name}'", ["it stands in journey.yaml, which only people write: put its result there"])
    made = {one.id: decided(one, result, today(ws.clock)) for one in own if one.id == name}
    made = {key: msgspec.structs.replace(one, by=by or one.by) for key, one in made.items()}
    _write(ws.folder, [made.get(one.id, one) for one in own])
    return made[name]


def from_answers(ws: Ground, plan: Plan, name: str) -> Proportion | Estimate:
    """Return what the answers to a test's own survey say: a share, the mean feeling, or the score it asks again.

    Each person counts once, with her last answer.

    Raises:
        UnknownName: no test is called so.
        WorkspaceProblem: no survey of wegweiser.toml asks for it, or nobody has answered yet.
    """
    validation = _named(plan, ws.folder, name)
    survey = next((one for one in ws.config.ask if one.validates == name), None)
    items = survey.items if survey else ()
    item = next((one for one in items if one.id == validation.item), None)
    if survey is None or item is None or item.scale is None:
        raise WorkspaceProblem(
            f"No [[ask]] of wegweiser.toml asks for '{name}': paste its survey, or give --hits and --n."
        )
    values = _last_answers(ws, survey.id, item.id)
    if not values:
        raise WorkspaceProblem(f"Nobody has answered '{survey.id}' yet; `wegweiser run` takes the answers in.")
    found = forms.drawn(validation, item, values)
    if found is None:
        raise WorkspaceProblem(f"One answer to '{survey.id}' says nothing of the others; wait for more.")
    return found


def _write(folder: Path, validations: Sequence[Validation]) -> None:
    put(folder / FILE, keeping.written(validations))


def _named(plan: Plan, folder: Path, name: str) -> Validation:
    known = {one.id: one for one in (*read(folder), *plan.validations)}
    if name not in known:
        raise UnknownName("validation", name, known)
    return known[name]


def _known(journey_map: JourneyMap) -> dict[str, Claim]:
    return {claim.id: claim for claim in reversed(journey_map.claims())}


def _last_answers(ws: Ground, survey: str, item: str) -> list[float]:
    if not ws.warehouse.parts(tables.ANSWER.kind):
        return []
    table, text = ws.warehouse.table(tables.ANSWER), ws.warehouse.dialect.text
    query = Query(
        "answers_of_a_test",
        f"""select value from (
                select subject_id, value, row_number() over (
                    partition by subject_id order by occurred_at desc, wave desc, line desc) as place
                from {table} where survey = {text(survey)} and item = {text(item)} and state = 'answered') a
            where place = 1 order by subject_id""",
    )
    return [float(value) for value in ws.warehouse.run(query).column("value")]


def _remarks(journey_map: JourneyMap, found: Sequence[Stale]) -> tuple[Text, ...]:
    """Return which claims want a look, then the first of those that say their new number themselves."""
    known = _known(journey_map)
    old = [
        both("Stale: “{claim}”. {reason}", claim=_said(known[one.claim]), reason=one.reason)
        for one in found
        if not one.renewed
    ]
    # How many were met at a touchpoint grows with time; what else moved is told first.
    cards = {card.claim.id for card in journey_map.touchpoints if card.claim}
    new = [
        both("Changed: “{claim}”. {reason}", claim=_said(known[one.claim]), reason=one.reason)
        for one in sorted(found, key=lambda one: one.claim in cards)
        if one.renewed
    ]
    astray = [
        both("{id} tests {claim}, which is not on the map", id=one.id, claim=one.claim)
        for one in journey_map.validations
        if one.claim not in known and not one.claim.startswith(_HEADLINE)
    ]
    return (*astray, *old, *new[:_TOLD])


def _said(claim: Claim) -> Text:
    """Return the words of a claim, or its id where it is generated and about too few people to be shown."""
    few = claim.author == "rule" and claim.n is not None and claim.n < SUPPRESSED_BELOW
    return claim.id if few else claim.text
