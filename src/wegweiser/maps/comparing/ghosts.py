"""What a drawing shows of an older map behind the newer one."""

from __future__ import annotations

import msgspec

from wegweiser.domain.journey_maps import CurvePoint, JourneyMap


class Ghost(msgspec.Struct, frozen=True):
    """The older curve and flow in the columns of the newer map."""

    curve: tuple[CurvePoint, ...]
    """Points in phases that are gone are left out; the line is broken there."""
    flow: tuple[int | None, ...]
    """Customers per phase of the newer map; None where the older one did not know the phase or the number."""


def ghost(older: JourneyMap, newer: JourneyMap) -> Ghost:
    """Return the older map's curve and flow in the columns of the newer one, joined by the ids of the phases."""
    columns = {phase.id: i for i, phase in enumerate(newer.phases)}
    points = []
    for point in older.curve:
        column = int(point.x)
        phase = older.phases[column].id if 0 <= column < len(older.phases) else ""
        if phase in columns:
            points.append(msgspec.structs.replace(point, x=round(columns[phase] + point.x - column, 4)))
    known = {phase.id: phase.flow.customers for phase in older.phases if phase.flow}
    ordered = sorted(points, key=lambda point: (point.persona or "", point.series, point.x))
    return Ghost(curve=tuple(ordered), flow=tuple(known.get(phase.id) for phase in newer.phases))
