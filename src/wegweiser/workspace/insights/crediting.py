"""Counts what levers, attribution, roles and channels come to, for the screens that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wegweiser.domain.attribution import Basis, By, Model
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.feelings import Feeling
from wegweiser.domain.levers import Lever
from wegweiser.domain.personas import Persona
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Text
from wegweiser.levers import Attribution, Roles
from wegweiser.maps import Figures
from wegweiser.warehouse import Result
from wegweiser.workspace import sheets
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.insights import rows

_SIDES = ("opener", "assist", "closer", "alone")
_NAMED = 5


def levers(found: Sequence[Lever], dropped: Sequence[Text], figures: Figures | None) -> rows.Levers:
    """Return levers that reach at least 20 people, and what contradicts itself across channels."""
    told = figures.rows.get("contradictions", ()) if figures is not None else ()
    contradictions = tuple(_contradiction(row) for row in told) if isinstance(told, Sequence) else ()
    return rows.Levers(
        levers=tuple(lever for lever in found if lever.customers >= SUPPRESSED_BELOW),
        dropped=tuple(dropped),
        contradictions=contradictions,
        notes={"contradictions": figures.notes["contradictions"]} if figures and contradictions else {},
    )


def _contradiction(row: Mapping[str, Any]) -> rows.Contradiction:
    met = row["customers"]
    return rows.Contradiction(
        kind=row["kind"],
        high_side=row["high_side"],
        low_side=row["low_side"],
        cases=row["cases"],
        objects=row["objects"],
        names=tuple(row["names"][:_NAMED]),
        high=row["high"],
        low=row["low"],
        size=row["size"],
        since=row["since"],
        until=row["until"],
        customers=met if met >= SUPPRESSED_BELOW else None,
    )


def attribution(ws: Ground, goals: Sequence[str], feelings: Sequence[Feeling] = ()) -> rows.Attribution:
    """Return credit, roles and priorities of these goals, by touchpoint and by channel."""
    return rows.Attribution(tuple(credits_of(ws, goal, by, feelings) for goal in goals for by in By))


def credits_of(ws: Ground, goal: str, by: By, feelings: Sequence[Feeling] = ()) -> rows.Credits:
    """Return the attribution of one goal to touchpoints or channels by every model.

    Raises:
        UnknownName: no goal is called so.
    """
    asked, zone = Basis(goal, by), ws.config.timezone
    roles = Roles(ws.analysis, ws.registry, zone=zone).roles(asked)
    priority = sheets.channels(ws).priority(goal, by, feelings)
    credit, apart = _credit(Attribution(ws.analysis, ws.registry, zone=zone), asked)
    unshown: dict[str, int] = {}
    conversions = round(sum(row["credit"] for row in _rows(credit) if row["model"] == Model.LINEAR))
    if conversions < SUPPRESSED_BELOW:
        return rows.Credits(goal, str(by), unshown={"items": len(roles)})
    few = {row[by] for row in _rows(credit) if row["customers"] is not None and row["customers"] < SUPPRESSED_BELOW}
    if few:
        unshown["items"] = len(few)
    return rows.Credits(
        goal=goal,
        by=str(by),
        credit=tuple(_credited(row, by) for row in _rows(credit) if row[by] not in few),
        disagreement=tuple(_spread(row, by) for row in _rows(apart) if row[by] not in few),
        parts=tuple(_part(row, by) for row in roles.rows() if row["touching"] >= SUPPRESSED_BELOW),
        priority=tuple(_priority(row) for row in priority.rows() if row["customers"] >= SUPPRESSED_BELOW),
        conversions=conversions,
        unshown=unshown,
        notes={
            name: result.note
            for name, result in (
                ("credit", credit),
                ("disagreement", apart),
                ("parts", roles),
                ("priority", priority),
            )
            if result is not None
        },
    )


def _credit(attribution: Attribution, asked: Basis) -> tuple[Result | None, Result | None]:
    """Return credit and how far models differ; nothing where no journey has closed."""
    try:
        return attribution.side_by_side(asked)
    except InvalidSetting:
        # No model can be had on this basis: nothing has closed, so there is nothing to divide.
        return None, None


def _rows(result: Result | None) -> list[dict[str, Any]]:
    return [] if result is None else result.rows()


def _credited(row: Mapping[str, Any], by: str) -> rows.Credit:
    touched = row["participation"]
    conversions = round(row["touching"] / touched) if touched else 0
    return rows.Credit(
        model=row["model"],
        item=row[by],
        credit=row["credit"],
        share=row["share"],
        lo=row["lo"],
        hi=row["hi"],
        value=row["value"],
        rank=row["rank"],
        rank_lo=row["rank_lo"],
        rank_hi=row["rank_hi"],
        participation=Proportion(
            touched, row["participation_lo"], row["participation_hi"], row["touching"], conversions
        )
        if touched
        else None,
    )


def _spread(row: Mapping[str, Any], by: str) -> rows.Disagreement:
    return rows.Disagreement(
        item=row[by],
        lowest=row["share_min"],
        highest=row["share_max"],
        lowest_model=row["model_min"],
        highest_model=row["model_max"],
        flagged=bool(row["flagged"]),
    )


def _part(row: Mapping[str, Any], by: str) -> rows.Part:
    n = row["touching"]
    told = {
        side: Proportion(row[side], row[f"{side}_lo"], row[f"{side}_hi"], round(row[side] * n), n) for side in _SIDES
    }
    return rows.Part(item=row[by], touching=n, typical=row["typical"], **told)


def _priority(row: Mapping[str, Any]) -> rows.Priority:
    return rows.Priority(
        item=row["item"],
        reach=Proportion(row["reach"], row["reach_lo"], row["reach_hi"], row["customers"], row["of"]),
        persona=row["persona"],
        importance=row["importance"],
        importance_from=row["importance_from"] or "",
        gap=row["gap"],
        gap_from=row["gap_from"] or "",
        priority=row["priority"],
        lo=row["priority_lo"],
        hi=row["priority_hi"],
        top3=row["top3"],
    )


def strategy(ws: Ground, goal: str | None, personas: Sequence[Persona], found: Sequence[Lever]) -> rows.Sheets:
    """Return the strategy sheet of every channel, towards this goal."""
    return rows.Sheets(goal=goal, sheets=sheets.strategy(ws, goal, personas, found))
