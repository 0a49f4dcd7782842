"""Time: how long until a goal, when in the day and week, who comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from wegweiser.collect import tables as collected
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Shown
from wegweiser.journeys.asking import Asking, one_of
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.times import calendar, dwelling, measured, waiting
from wegweiser.journeys.times.notes import NOTES
from wegweiser.stats.deferred import Deferred
from wegweiser.warehouse import Query, Result, Table

if TYPE_CHECKING:
    import pyarrow.compute as pc
else:
    pc = Deferred("pyarrow.compute")

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_BINS = (
    ("0 min", 0),
    ("5 min", 5 * _MINUTE),
    ("1 h", _HOUR),
    ("6 h", 6 * _HOUR),
    ("1 d", _DAY),
    ("3 d", 3 * _DAY),
    ("7 d", 7 * _DAY),
    ("14 d", 14 * _DAY),
    ("30 d", 30 * _DAY),
    ("90 d", 90 * _DAY),
)
"""Lower ends of the bins of a histogram, by name."""
_KEPT = "times_kept"
_OPENERS = ("touchpoint", "channel")


class Times:
    """Answers about how long things take and when they happen, by the customers' clock."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def to_convert(self, goal: str) -> Result:
        """Return per quantile of the time from a journey's first contact to its conversion: seconds, lo, hi, n.

        The quantiles are q25, median, q75 and p90.

        Example:
            `journeys.times.to_convert("purchase")`

        Raises:
            UnknownName: no goal is called so.
        """
        query = waiting.lengths(self._tables, waiting.took(self._tables, self._code(goal)))
        found = self._asking.warehouse.run(query)
        # The first row has the quantiles, and the others what their intervals are drawn from.
        (row,) = found.table.slice(0, 1).to_pylist()
        ends = measured.between({q: row[name] for name, q in waiting.QUANTILES.items()}, found.table.slice(1))
        rows = [
            {"quantile": name.removesuffix("_s"), "time_s": row[name], "lo_s": lo, "hi_s": hi, "n": row["n"]}
            for name, (lo, hi) in zip(waiting.QUANTILES, ends, strict=True)
        ]
        return self._said("to_convert", rows, found.statement, goal=self._name(goal))

    def histogram(self, goal: str) -> Result:
        """Return per bin of that time: from_s, conversions, share, cumulative.

        Raises:
            UnknownName: no goal is called so.
        """
        query = waiting.histogram(self._tables, self._code(goal), _BINS)
        return self._asking.run(query, NOTES["time_histogram"], goal=self._name(goal))

    def survival(self, goal: str, *, by: str | None = None) -> Result:
        """Return per day of waiting with conversions: at_risk, converted, share (until then), lo, hi, n.

        The share is one minus the Kaplan-Meier curve of all journeys, open ones as far as they were seen.

        Args:
            goal: what is waited for.
            by: draw a curve per `touchpoint` or `channel` of the first contact.

        Raises:
            UnknownName: no goal is called so, or nothing can be told apart so.
        """
        if by is not None and by not in _OPENERS:
            raise UnknownName("opener", by, _OPENERS)
        tables, code = self._tables, self._code(goal)
        found = self._asking.warehouse.run(waiting.curve(tables, code, self._everybody, by))
        table = measured.curve(found.rows(), by)
        return Result("survival", table, self._asking.said(NOTES["survival"], goal=self._name(goal)), found.statement)

    def dwell(self) -> Result:
        """Return per phase the time until a later one: n, median_s with lo and hi, q25_s, q75_s, p90_s."""
        dwelt, phases = dwelling.dwelt(self._tables), self._asking.registry.model.phases
        found, spread = self._lengths(dwelt, ("place",))
        rows = []
        for row in found.rows():
            here = spread.filter(pc.equal(spread["place"], row["place"]))
            ((lo, hi),) = measured.between({0.5: row["median_s"]}, here)
            times = {name: row[name] for name in ("q25_s", "q75_s", "p90_s")}
            shown = {"phase": phases[row["place"]].id, "n": row["n"], "median_s": row["median_s"]}
            rows.append({**shown, "median_lo_s": lo, "median_hi_s": hi, **times})
        return self._said("dwell", rows, found.statement)

    def hours(self, goal: str | None = None, *, touchpoint: str | None = None) -> Result:
        """Return per weekday (1 is Monday) and hour: contacts, share, customers, reach, lo, hi; or of a goal others.

        The share is of all contacts, the reach of all customers. Of a goal: conversions and their share, and of the
        closed journeys `opened` then how many `reached` it, with rate, lo and hi.

        Raises:
            UnknownName: no goal or touchpoint is called so.
            InvalidSetting: both are named.
        """
        if goal is not None and touchpoint is not None:
            raise InvalidSetting("Hours", ["they are of a goal or of a touchpoint, and not of both"])
        if goal is not None:
            query = calendar.goal_hours(self._tables, self._asking.zone, self._code(goal))
            return self._asking.run(query, NOTES["goal_hours"], goal=self._name(goal), zone=self._asking.zone)
        code = None if touchpoint is None else self._asking.registry.touchpoint_id(touchpoint)
        query = calendar.contact_hours(self._tables, self._asking.zone, code)
        return self._asking.run(query, NOTES["contact_hours"], zone=self._asking.zone)

    def cohorts(self, goal: str | None = None, *, period: str = "month") -> Result:
        """Return per cohort and period since its beginning: size, active, share, lo, hi.

        Args:
            goal: put customers together by their first conversion; by their first contact if None.
            period: `month` or `week`.

        Raises:
            UnknownName: no goal or period is called so.
        """
        length, zone = one_of(calendar.Period, period, "period"), self._asking.zone
        code = self._asking.goal_code(goal)
        days = self._asking.warehouse.run(calendar.covered(self._tables, zone, self._everybody)).one()
        periods = calendar.ended(length, days["since"], days["until"]) if days["until"] else ()
        query = calendar.cohorts(self._tables, zone, code, length, periods)
        if goal is None:
            return self._asking.run(query, NOTES["cohorts"])
        return self._asking.run(query, NOTES["cohorts_goal"], goal=self._name(goal))

    def stickiness(self) -> Result:
        """Return per month: customers, covered_days, active_days, share (of the days), once (seen on one day only).

        The last three come with their intervals.
        """
        days = calendar.covered(self._tables, self._asking.zone, self._everybody)
        found = self._asking.warehouse.run(calendar.stickiness(self._tables, self._asking.zone, days))
        return self._said("stickiness", list(measured.months(found.rows())), found.statement)

    def active_days(self) -> Result:
        """Return per number of days with a contact in a month: months of customers with so many, share, lo, hi."""
        found = self._asking.warehouse.run(calendar.day_counts(self._tables, self._asking.zone))
        return self._said("active_days", list(measured.day_shares(found.rows())), found.statement)

    def loyalty(self, goal: str) -> Result:
        """Return what repeats that skip the weighing differ in: figure, skipping, other, difference, lo, hi, n.

        Figures are the mean days since the last conversion, and the mean value.

        Raises:
            UnknownName: no goal is called so.
        """
        found = self._asking.warehouse.run(dwelling.loyal(self._tables, self._code(goal)))
        rows = [
            {
                "figure": figure,
                "skipping": here.value if here else None,
                "other": rest.value if rest else None,
                "difference": gap.value if gap else None,
                "lo": gap.lo if gap else None,
                "hi": gap.hi if gap else None,
                "n": gap.n if gap else 0,
            }
            for figure, here, rest, gap in measured.differences(found.rows())
        ]
        return self._said("loyalty_differences", rows, found.statement, goal=self._name(goal))

    def _lengths(self, source: Query, keys: tuple[str, ...]) -> tuple[Result, pa.Table]:
        """Return the quantiles of lengths, and how many there are per bucket; the lengths are found once for both."""
        warehouse, whole = self._asking.warehouse, waiting.quantiles(self._tables, source, keys)
        with warehouse.scratch(_KEPT):
            kept = Query(source.name, f"select * from {warehouse.create(Query(_KEPT, source.sql, source.inputs))}")
            found = warehouse.run(waiting.quantiles(self._tables, kept, keys))
            spread = warehouse.run(waiting.spread(kept, keys)).table
        return replace(found, statement=warehouse.dialect.spelled(whole.statement())), spread

    @property
    def _tables(self) -> Tables:
        return self._asking.tables()

    @property
    def _everybody(self) -> Table:
        """All events: how far the data goes does not depend on whom is asked about."""
        return self._asking.warehouse.table(collected.EVENT)

    def _code(self, goal: str) -> int:
        return self._asking.registry.goal_id(goal)

    def _name(self, goal: str) -> Shown:
        return self._asking.registry.goal(goal).name

    def _said(self, name: str, rows: Sequence[dict[str, Any]], statement: str, **values: Shown) -> Result:
        table = pa.Table.from_pylist(list(rows))
        # A column that no row has a figure in is one of figures all the same.
        fields = [pa.field(one.name, pa.float64()) if pa.types.is_null(one.type) else one for one in table.schema]
        return Result(name, table.cast(pa.schema(fields)), self._asking.said(NOTES[name], **values), statement)
