"""The share of each persona among the customers active in a month or quarter, and shares that shift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from statistics import mean

import msgspec
import pyarrow as pa

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.personas import ChangeKind, PersonaChange, PersonaShare
from wegweiser.errors import UnknownName
from wegweiser.i18n import Share, Text, both
from wegweiser.stats import wilson
from wegweiser.stats.testing import benjamini_hochberg, same_share
from wegweiser.warehouse import Query, Table, Warehouse

PERIODS = ("month", "quarter")
_Q, _POINTS, _EARLIER = 0.05, 0.02, 2


def over_time(
    warehouse: Warehouse, step: Table, members: pa.Table, *, zone: str = "UTC", period: str = "month"
) -> tuple[PersonaShare, ...]:
    """Return each persona's share of the members active in each period, oldest first; few people are left out.

    Raises:
        UnknownName: the period is neither a month nor a quarter.
    """
    if period not in PERIODS:
        raise UnknownName("period", period, PERIODS)
    if not members.num_rows:
        return ()
    offered = warehouse.offer("members_over_time", members.select(["profile_id", "persona_id"]))
    local = warehouse.dialect.local("s.occurred_at", zone)
    query = Query(
        "personas_over_time",
        f"""select period, persona_id, count(distinct profile_id) as people
            from (select s.profile_id, m.persona_id, cast(date_trunc('{period}', {local}) as date) as period
                  from {step} s join {offered} m on m.profile_id = s.profile_id) as active
            group by period, persona_id order by period, persona_id""",
    )
    rows = warehouse.run(query).rows()
    warehouse.drop(offered)
    return _by_period([(_name(row["period"], period), str(row["persona_id"]), int(row["people"])) for row in rows])


def _name(first: date, period: str) -> str:
    return f"{first:%Y-%m}" if period == "month" else f"{first.year}-Q{(first.month + 2) // 3}"


def _by_period(counted: Sequence[tuple[str, str, int]]) -> tuple[PersonaShare, ...]:
    """Return the shares; a persona nobody of whom was active in a period has none of it."""
    personas = sorted({key for _, key, _ in counted})
    found = []
    for name, rows in groupby(counted, key=itemgetter(0)):
        people = {key: n for _, key, n in rows}
        active = sum(people.values())
        if active >= SUPPRESSED_BELOW:
            found += [PersonaShare(key, name, wilson(people.get(key, 0), active)) for key in personas]
    return tuple(found)


def shifts(shares: Sequence[PersonaShare], names: Mapping[str, Text]) -> tuple[PersonaChange, ...]:
    """Return the personas whose share in the last full period differs from the periods before beyond chance.

    The last period may not be over and is left out; all personas are tested together at a false discovery rate of 5 %.
    """
    tested: list[tuple[float, PersonaChange]] = []
    for key in sorted({share.persona for share in shares}):
        full = [share for share in shares if share.persona == key][:-1]
        if len(full) <= _EARLIER:
            continue
        last, earlier = full[-1], full[:-1]
        # The mean of the periods before: their sum would count everybody once a period.
        hits, n = (round(mean(getattr(e.share, name) for e in earlier)) for name in ("hits", "n"))
        was, now = wilson(hits, n), last.share
        text = both(
            "“{name}” was {now} of the customers active in {period}, before {was}.",
            name=names.get(key, key), now=Share(now.value), period=last.period, was=Share(was.value),
        )  # fmt: skip
        change = PersonaChange(ChangeKind.SHARE, key, text, before=was, after=now)
        tested.append((same_share(now.hits, now.n, was.hits, was.n), change))
    q = benjamini_hochberg([p for p, _ in tested])
    return tuple(
        msgspec.structs.replace(change, q=round(float(value), 6))
        for (_, change), value in zip(tested, q, strict=True)
        if value <= _Q and change.before and change.after and abs(change.after.value - change.before.value) >= _POINTS
    )
