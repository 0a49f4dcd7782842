"""What customers and visits can be told apart by: properties of events and traits with few distinct values."""

from __future__ import annotations

import json
from collections import Counter

from wegweiser.journeys.asking import Asking
from wegweiser.journeys.reasons.visits import Segmenting, samples, trait_values

_MOST_PROPERTIES, _MOST_VALUES, _FILLED = 8, 12, 0.5


def segmenting_of(asking: Asking) -> Segmenting:
    """Return the properties and traits with few distinct values; where both have a name, the property counts."""
    sampled = asking.warehouse.run(samples(asking)).column("properties")
    values: dict[str, set[str]] = {}
    filled: Counter[str] = Counter()
    for text in sampled:
        for name, value in _scalars(text).items():
            values.setdefault(name, set()).add(value)
            filled[name] += 1
    few = [n for n in sorted(values) if 2 <= len(values[n]) <= _MOST_VALUES and filled[n] >= _FILLED * len(sampled)]
    properties = tuple(few[:_MOST_PROPERTIES])
    rows = asking.warehouse.run(trait_values(asking)).rows()
    traits = [r["name"] for r in rows if 2 <= r["distinct_values"] <= _MOST_VALUES and r["name"] not in properties]
    return Segmenting(properties, tuple(traits[: max(0, _MOST_PROPERTIES - len(properties))]))


def _scalars(text: str) -> dict[str, str]:
    """Return the fields of a JSON object that are one value."""
    read = json.loads(text)
    fields = read.items() if isinstance(read, dict) else ()
    return {name: str(value) for name, value in fields if value is not None and not isinstance(value, dict | list)}
