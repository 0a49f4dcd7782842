"""Which languages a browser asks for."""

from __future__ import annotations


def accepted(header: str) -> list[str]:
    """Return the languages of a header without their region, the most wanted first."""
    wanted = []
    for place, part in enumerate(header.split(",")[:20]):
        name, _, quality = part.partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        if weight > 0:
            wanted.append((-weight, place, name.strip().split("-")[0].lower()))
    return [name for _, _, name in sorted(wanted)]
