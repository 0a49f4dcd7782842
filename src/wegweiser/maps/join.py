"""Joins what people wrote with what data says, by stable ids; a person's words always win."""

from __future__ import annotations

from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.feelings import Series
from wegweiser.domain.journey_maps import (
    Cell,
    CurvePoint,
    JourneyMap,
    MapPersona,
    MapPhase,
    MapStep,
    Metric,
    PhaseFlow,
    TouchpointCard,
)
from wegweiser.domain.levers import Lever
from wegweiser.maps.generated import HEADLINE, Generated
from wegweiser.maps.plan import Plan, PlannedMetric


def join(plan: Plan, generated: Generated | None = None) -> JourneyMap:
    """Return the map ready to draw; without generated content it is the plan alone, and nothing in it is measured.

    An authored claim with the id of a generated one, or naming it in `supersedes`, keeps its words and takes
    the numbers. Ids under `hide` leave the map, cards under `placed` stand where somebody put them. What only one
    side knows is kept.
    """
    data = generated or Generated()
    hidden = frozenset(plan.hide)
    return JourneyMap(
        id=plan.id,
        title=plan.title,
        subtitle=plan.subtitle,
        kind=plan.kind,
        organisation=plan.organisation or data.organisation,
        phases=tuple(_phase(phase.id, plan, data.flows.get(phase.id)) for phase in plan.phases),
        lanes=plan.lanes,
        finding=_finding(plan, data, hidden),
        persona=_persona(plan, data),
        steps=_steps(plan, data, hidden),
        touchpoints=_cards(plan, data, hidden),
        cells=_cells(plan, data, hidden),
        beside=data.beside,
        curve=_curve(plan, data),
        feelings=data.feelings,
        validations=plan.validations,
        metrics=_metrics(plan, data, hidden),
        levers=_levers(data, hidden),
        evidence=_evidence(plan, data),
        data=data.data,
        as_of=data.as_of,
        snapshot=data.snapshot,
        version=data.version,
    )


def _curve(plan: Plan, data: Generated) -> tuple[CurvePoint, ...]:
    """Return the measured curve; what a person assumed stays only in phases nobody was asked in."""
    found = _in_place(plan, data)
    # What was inferred from texts is a curve of its own, so it does not stand in for an assumption.
    asked = {(point.persona, int(point.x)) for point in found if point.series is Series.SURVEY}
    assumed = (point for point in plan.curve if point.n > 0 or (point.persona, int(point.x)) not in asked)
    return tuple(sorted((*found, *assumed), key=lambda point: (point.persona or "", point.series, point.x)))


def _in_place(plan: Plan, data: Generated) -> tuple[CurvePoint, ...]:
    """Return the measured curve in the columns of the plan, whose phases people may have moved since."""
    order = [phase.id for phase in plan.phases]
    if not data.phases or list(data.phases) == order:
        return data.curve
    columns = {i: order.index(name) for i, name in enumerate(data.phases) if name in order}
    kept = ((point, int(point.x)) for point in data.curve if int(point.x) in columns)
    return tuple(replace(point, x=round(point.x - at + columns[at], 4)) for point, at in kept)


def _phase(phase_id: str, plan: Plan, flow: PhaseFlow | None) -> MapPhase:
    phase = next(p for p in plan.phases if p.id == phase_id)
    return MapPhase(id=phase.id, name=phase.name, line=phase.line, flow=flow)


def merged(written: Claim, found: Claim) -> Claim:
    """Return the claim in a person's words with the numbers of the generated one.

    A status a person set on purpose (validated, contradicted) stays; the default, assumption, gives way to
    what the numbers support.
    """
    return replace(
        written,
        status=found.status if written.status is Status.ASSUMPTION else written.status,
        evidence=(*written.evidence, *(e for e in found.evidence if e not in written.evidence)),
        n=found.n if written.n is None else written.n,
        share=written.share or found.share,
        estimate=written.estimate or found.estimate,
        as_of=written.as_of or found.as_of,
        valid_until=written.valid_until or found.valid_until,
        kind=written.kind or found.kind,
        impact=written.impact or found.impact,
        refs=written.refs or found.refs,
    )


def _finding(plan: Plan, data: Generated, hidden: frozenset[str]) -> Claim | None:
    # Maps from before headlines were told apart hide every one under the name they all had.
    found = data.finding if data.finding and hidden.isdisjoint({data.finding.id, HEADLINE}) else None
    if plan.finding and found and found.id in {plan.finding.id, plan.finding.supersedes}:
        return merged(plan.finding, found)
    return plan.finding or found


def _persona(plan: Plan, data: Generated) -> MapPersona | None:
    if isinstance(plan.persona, str):
        return data.persona
    share = data.persona.share if data.persona and data.persona.id == plan.persona.id else plan.persona.share
    return replace(plan.persona, share=share)


def _cells(plan: Plan, data: Generated, hidden: frozenset[str]) -> tuple[Cell, ...]:
    """Return one cell per lane and phase that holds something: authored claims first, then the generated ones."""
    found = {claim.id: claim for cell in data.cells for claim in cell.claims}
    taken = {name for cell in plan.cells for claim in cell.claims for name in (claim.id, claim.supersedes) if name}
    places = {(cell.lane, cell.phase): None for cell in (*plan.cells, *data.cells)}
    cells = []
    for lane, phase in places:
        own = tuple(_written(claim, found) for claim in plan.cell(lane, phase).claims)
        here = [cell for cell in data.cells if (cell.lane, cell.phase) == (lane, phase)]
        new = tuple(c for cell in here for c in cell.claims if c.id not in taken and c.id not in hidden)
        looked = plan.cell(lane, phase).looked or any(cell.looked for cell in here)
        cells.append(Cell(lane=lane, phase=phase, claims=own + new, looked=looked))
    return tuple(cells)


def _written(claim: Claim, found: dict[str, Claim]) -> Claim:
    other = found.get(claim.supersedes or "") or found.get(claim.id)
    return merged(claim, other) if other else claim


def _cards(plan: Plan, data: Generated, hidden: frozenset[str]) -> tuple[TouchpointCard, ...]:
    """Return the generated cards in their order under the authored names, then the authored rest."""
    written = {(card.id, card.phase): card for card in plan.touchpoints}
    named = {card.id: card for card in plan.touchpoints}
    kept = [card for card in data.touchpoints if not {card.id, f"{card.id}@{card.phase}"} & hidden]
    joined = [_moved(_card(c, written.get((c.id, c.phase)) or named.get(c.id)), plan) for c in kept]
    places = {(card.id, card.phase) for card in kept}
    rest = [_assumed(card, plan.author) for place, card in written.items() if place not in places]
    return (*joined, *rest)


def _card(found: TouchpointCard, written: TouchpointCard | None) -> TouchpointCard:
    if written is None:
        return found
    claim = found.claim and replace(found.claim, text=written.name)
    changed = {"name": written.name, "icon": written.icon, "medium": written.medium, "direct": written.direct}
    return replace(found, claim=claim, **changed)


def _moved(card: TouchpointCard, plan: Plan) -> TouchpointCard:
    to = plan.placed.get(f"{card.id}@{card.phase}", card.phase)
    return card if to == card.phase else replace(card, phase=to)


def _assumed(card: TouchpointCard, author: str) -> TouchpointCard:
    claim = Claim(id=f"cl_tp_{card.id}_{card.phase}", text=card.name, author=author)
    return card if card.claim else replace(card, claim=claim)


def _steps(plan: Plan, data: Generated, hidden: frozenset[str]) -> tuple[MapStep, ...]:
    written = {step.id: step for step in plan.steps}
    found = {step.id for step in data.steps}
    joined = [_step(step, written.get(step.id)) for step in data.steps if step.id not in hidden]
    order = [phase.id for phase in plan.phases]
    every = _in_order(joined, [step for step in plan.steps if not (step.id in found and step.id in hidden)])
    return tuple(sorted(every, key=lambda s: order.index(s.phase) if s.phase in order else len(order)))


def _in_order(joined: list[MapStep], written: list[MapStep]) -> list[MapStep]:
    """Return the steps with a person's order where she wrote one: an own step stands before the one it is followed by.

    Measured steps nobody wrote down keep their place among the others; an own step followed by none comes last.
    """
    known = {step.id: step for step in joined}
    names = {step.id for step in written}
    listed = iter([known[step.id] for step in written if step.id in known])
    every = [next(listed) if step.id in names else step for step in joined]
    for i in reversed(range(len(written))):
        if written[i].id not in known:
            follower = next((s.id for s in written[i + 1 :] if s.phase == written[i].phase), None)
            at = next((k for k, s in enumerate(every) if s.id == follower), len(every))
            every.insert(at, written[i])
    return every


def _step(found: MapStep, written: MapStep | None) -> MapStep:
    return replace(found, name=written.name, kind=written.kind, phase=written.phase) if written else found


def _metrics(plan: Plan, data: Generated, hidden: frozenset[str]) -> tuple[Metric, ...]:
    """Return authored metrics, measured where data knows their id, then the generated rest."""
    found = {metric.id: metric for metric in data.metrics}
    own = [_metric(metric, found.get(metric.id)) for metric in plan.metrics]
    taken = {metric.id for metric in plan.metrics} | hidden
    return (*own, *(metric for metric in data.metrics if metric.id not in taken))


def _levers(data: Generated, hidden: frozenset[str]) -> tuple[Lever, ...] | None:
    """Return the levers nobody hid, by their own id or that of the gap they start from."""
    if data.levers is None:
        return None
    return tuple(lever for lever in data.levers if not {lever.id, lever.gap} & hidden)


def _metric(written: PlannedMetric, found: Metric | None) -> Metric:
    if found:
        return replace(found, name=written.name, target=written.target or found.target, phase=written.phase)
    claim = Claim(id=f"cl_{written.id}", text=written.name, author=written.author)
    return Metric(
        id=written.id,
        phase=written.phase,
        name=written.name,
        shown=written.shown,
        target=written.target,
        claim=claim,
    )


def _evidence(plan: Plan, data: Generated) -> tuple[Evidence, ...]:
    """Return the evidence of both sides; where the ids meet, the authored one."""
    return tuple({evidence.id: evidence for evidence in (*data.evidence, *plan.evidence)}.values())
