"""What the queries share: the tables they read, shares with their intervals, and the steps of a goal's journeys."""

from __future__ import annotations

from dataclasses import dataclass

from wegweiser.stats.intervals import Z
from wegweiser.warehouse import Dialect, Query, Table


@dataclass(frozen=True)
class Tables:
    """The tables every figure is counted from, and the dialect to write it in."""

    step: Table
    journey: Table
    touchpoint: Table
    """Codes of touchpoints with id, channel, phase, structural and is_goal."""
    phase: Table
    """Places of phases with id, role, and whether a later phase has touchpoints (followed)."""
    goal: Table
    """Codes of goals with id."""
    dialect: Dialect
    beyond: Table | None = None
    """Where only a period is looked at: its steps and those that follow, which journeys begun in it go on with."""

    @property
    def journey_steps(self) -> Table:
        """The steps journeys consist of; a journey that begins in a period may end after it."""
        return self.beyond or self.step


def wilson(hits: str, n: str) -> tuple[str, str]:
    """Return the expressions of both ends of the 95 % Wilson interval; with n = 0 they are 0 and 1.

    The formula is that of `stats.wilson`, and a test holds the two equal.
    """
    share, grown = f"(({hits}) * 1.0 / nullif({n}, 0))", f"(1 + {Z**2!r} / ({n}))"
    centre = f"({share} + {Z**2!r} / (2.0 * ({n}))) / {grown}"
    half = f"{Z!r} / {grown} * sqrt({share} * (1 - {share}) / ({n}) + {Z**2!r} / (4.0 * ({n}) * ({n})))"
    lo = f"case when coalesce({n}, 0) = 0 or {hits} = 0 then 0.0 else greatest(0.0, {centre} - {half}) end"
    hi = f"case when coalesce({n}, 0) = 0 or {hits} = {n} then 1.0 else least(1.0, {centre} + {half}) end"
    return lo, hi


TOLD_FROM = 5
"""Fewer cases have no interval where figures are told by the hour or month: it would say next to nothing."""


def told_interval(hits: str, n: str) -> str:
    """Return the two columns `lo` and `hi` of a share's interval, empty below five cases."""
    ends = zip(("lo", "hi"), wilson(hits, n), strict=True)
    return ", ".join(f"case when {n} >= {TOLD_FROM} then {end} end as {name}" for name, end in ends)


def share_of(hits: str, n: str) -> str:
    """Return the expression of a share; it is null where there is nothing to share."""
    return f"({hits}) * 1.0 / nullif({n}, 0)"


def interval(hits: str, n: str) -> str:
    """Return the two columns `lo` and `hi` of a share's interval."""
    lo, hi = wilson(hits, n)
    return f"{lo} as lo, {hi} as hi"


def design_effect(share: str, cases: str, of: str = "") -> str:
    """Return the expression of how much wider a share varies for coming in clusters; below 1 it is taken as 1.

    `xx`, `xy` and `yy` are the sums over clusters of cases x and hits y squared and multiplied, and where a row has
    several shares they have the prefix `of`: the variance of the share over clusters against that over cases (Rao and
    Scott 1992, Biometrics 48, without its factor for few clusters, so that one case each gives 1). Hits and cases of
    Wilson's interval are both divided by it, as `stats.intervals.clustered` does it, and a test holds the two equal.
    """
    spread = f"{of}yy - 2 * {share} * {of}xy + {share} * {share} * {of}xx"
    return f"greatest(1.0, coalesce(({spread}) / nullif({cases} * {share} * (1 - {share}), 0), 1.0))"


def bucket_of(tables: Tables, profile: str = "profile_id") -> str:
    """Return the expression of a customer's bucket, one of 256, as it is stored beside journeys."""
    return tables.dialect.shifted(profile, 52)


def considered(tables: Tables, goal_id: int | None) -> Query:
    """The steps a figure looks at: all, or those of a goal's closed journeys with the journey they belong to."""
    if goal_id is None:
        return Query("considered", f"select *, 1 as journey, false as last_step from {tables.step}")
    return Query(
        "considered",
        f"""select s.*, j.journey, s.seq = j.last_seq as last_step
            from {tables.journey_steps} s join {tables.journey} j on j.profile_id = s.profile_id
             and s.seq between j.first_seq and j.last_seq
            where j.goal_id = {goal_id} and j.state <> 'open'""",
    )
