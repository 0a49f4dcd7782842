"""The map as a document: its JSON, its JSON Schema, what its claims rest on, and what is wrong with it."""

from __future__ import annotations

from typing import Any

import msgspec

from wegweiser.domain.claims import Status
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.maps.generated import Generated, pretty
from wegweiser.maps.lint import Finding, lint

__all__ = ["STRONGEST_FIRST", "Finding", "Generated", "decode", "encode", "evidence_mix", "lint", "pretty", "schema"]

STRONGEST_FIRST = (
    Status.VALIDATED,
    Status.MEASURED,
    Status.INFERRED,
    Status.ASSUMPTION,
    Status.CONTRADICTED,
    Status.STALE,
)


def encode(journey_map: JourneyMap) -> bytes:
    """Return the map as JSON: sorted keys, one field a line, a newline at the end; same map, same bytes."""
    return pretty(journey_map)


def decode(text: bytes | str) -> JourneyMap:
    """Return the map written by `encode`."""
    return msgspec.json.decode(text, type=JourneyMap)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the document `encode` writes.

    Example:
        >>> schema()["title"]
        'Wegweiser journey map, cjm/1'
    """
    found = msgspec.json.schema(JourneyMap)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Wegweiser journey map, cjm/1",
        **found,
    }


def evidence_mix(journey_map: JourneyMap) -> dict[Status, int]:
    """Return how many claims of the map stand at each status on its day, every status named, the strongest first."""
    day = journey_map.as_of
    standings = [claim.standing(day) if day else claim.status for claim in journey_map.claims()]
    return {status: standings.count(status) for status in STRONGEST_FIRST}
