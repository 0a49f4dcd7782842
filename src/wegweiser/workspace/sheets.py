"""From what was measured to the strategy sheets: one per channel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wegweiser.domain.attribution import Basis, By, Model
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.levers import Lever
from wegweiser.domain.personas import Persona
from wegweiser.domain.strategy import ChannelSheet
from wegweiser.identity import MEMBERSHIP
from wegweiser.levers import Attribution, Roles
from wegweiser.levers.channels import Channels, Material, Part, sheets
from wegweiser.maps import strategy as pages
from wegweiser.stats.intervals import wilson
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.output import put
from wegweiser.workspace.report import Outputs


def channels(ws: Ground) -> Channels:
    """Return the channels of a workspace, weighed for each persona where personas were found."""
    known = bool(sum(part.rows for part in ws.warehouse.parts(MEMBERSHIP.kind)))
    member = ws.warehouse.table(MEMBERSHIP) if known else None
    return Channels(ws.warehouse, ws.registry, member)


def strategy(
    ws: Ground, goal: str | None, personas: Sequence[Persona] = (), levers: Sequence[Lever] = ()
) -> tuple[ChannelSheet, ...]:
    """Return the sheet of every channel that met anybody.

    Raises:
        UnknownName: no goal is called so.
    """
    registry, asked = ws.registry, channels(ws)
    chosen = goal or next((one["goal"] for one in ws.journeys.goals().rows() if one["converted"]), None)
    contacts: dict[str, dict[int | None, int]] = defaultdict(dict)
    for row in asked.phases().rows():
        contacts[row["channel"]][row["place"]] = row["contacts"]
    material = Material(
        touchpoints=registry.touchpoints,
        phases=registry.model.phases,
        reach={row["channel"]: wilson(row["customers"], row["of"]) for row in asked.reach().rows()},
        contacts=contacts,
        channels=ws.config.channel,
        personas=tuple(personas),
        parts=_parts(ws, chosen),
        credit=_credit(ws, chosen),
        levers=levers,
    )
    return sheets(material)


def _parts(ws: Ground, goal: str | None) -> dict[str, Part]:
    if goal is None:
        return {}
    roles = Roles(ws.analysis, ws.registry, zone=ws.config.timezone)
    rows = roles.roles(Basis(goal, By.CHANNEL)).rows()
    return {row["channel"]: Part(*(_proportion(row, name) for name in ("opener", "assist", "closer"))) for row in rows}


def _proportion(row: dict[str, Any], name: str) -> Proportion:
    n = row["touching"]
    return Proportion(row[name], row[f"{name}_lo"], row[f"{name}_hi"], round(row[name] * n), n)


def _credit(ws: Ground, goal: str | None) -> dict[str, Estimate]:
    """Return the share of conversions credited to each channel by a chain of order 1, of the conversions there are."""
    if goal is None:
        return {}
    attribution = Attribution(ws.analysis, ws.registry, zone=ws.config.timezone)
    rows = attribution.credit(Basis(goal, By.CHANNEL), [Model.MARKOV_1]).rows()
    total = round(sum(row["credit"] for row in rows))
    return {
        row["channel"]: Estimate(row["share"], row["lo"], row["hi"], total) for row in rows if row["lo"] is not None
    }


def write(drawn: Sequence[ChannelSheet], outputs: Outputs) -> tuple[Path, ...]:
    """Write sheets as a page and as Markdown in every language asked for, and return the files."""
    outputs.folder.mkdir(parents=True, exist_ok=True)
    return tuple(
        put(outputs.folder / f"strategy.{language}.{ending}", draw(drawn, language))
        for language in outputs.languages
        for ending, draw in (("html", pages.html), ("md", pages.markdown))
    )
