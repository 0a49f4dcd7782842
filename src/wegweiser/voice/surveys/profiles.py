"""What the columns of an export hold: how much, how many different values, which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from wegweiser.warehouse import Query, Warehouse

MOST_VALUES = 400
"""So many different values of a column are remembered, the most frequent first."""


@dataclass(frozen=True)
class Column:
    """One column of an export: its filled rows, its different values, and the most frequent of them with their rows."""

    name: str
    place: int
    rows: int
    filled: int
    distinct: int
    words: float
    """Words in a value, in the mean."""
    values: dict[str, int] = field(default_factory=dict)

    @property
    def numbers(self) -> dict[float, int]:
        """The values that are numbers, with their rows."""
        found: dict[float, int] = defaultdict(int)
        for value, n in self.values.items():
            read = as_number(value)
            if read is not None:
                found[read] += n
        return dict(found)

    @property
    def numeric(self) -> bool:
        """Whether nearly all values are numbers."""
        kept = sum(self.values.values())
        return kept > 0 and sum(self.numbers.values()) >= 0.9 * kept


def as_number(value: str) -> float | None:
    """Return a text as a finite number, decimal comma or point, or None.

    Example:
        >>> as_number("5"), as_number("0,5"), as_number("18-24"), as_number("nan")
        (5.0, 0.5, None, None)
    """
    try:
        read = float(value.replace(",", ".") if value.count(",") == 1 and "." not in value else value)
    except ValueError:
        return None
    return read if read - read == 0 else None


def profiled(warehouse: Warehouse, names: Sequence[str], cells: Query, rows: int) -> tuple[Column, ...]:
    """Return what each column holds, in the order of `names`; `cells` are place, value."""
    counted = Query(
        "survey_values",
        f"select place, value, count(*) as n from {cells} where value <> '' group by place, value",
        (cells,),
    )
    ranked = Query(
        "survey_ranked",
        f"""select *, row_number() over (partition by place order by n desc, value) as rank,
                   sum(n) over (partition by place) as filled, count(*) over (partition by place) as kinds,
                   sum(n * (length(value) - length(replace(value, ' ', '')) + 1)) over (partition by place) as words
            from {counted}""",
        (counted,),
    )
    asked = Query(
        "survey_profile", f"select * from {ranked} where rank <= {MOST_VALUES} order by place, rank", (ranked,)
    )
    values: dict[int, dict[str, int]] = defaultdict(dict)
    facts: dict[int, tuple[int, int, float]] = {}
    for row in warehouse.run(asked).rows():
        values[row["place"]][row["value"]] = int(row["n"])
        facts[row["place"]] = (int(row["filled"]), int(row["kinds"]), float(row["words"]) / float(row["filled"]))
    return tuple(
        Column(name, place, rows, *facts.get(place, (0, 0, 0.0)), values.get(place, {}))
        for place, name in enumerate(names)
    )
