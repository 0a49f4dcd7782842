"""Contacts as an event log tells them: who under a pseudonym, what, where and when, some customers at a time."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from wegweiser.i18n import Language, read
from wegweiser.journeys.asking import Asking
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.tables import STEP
from wegweiser.warehouse import Query

_AT_ONCE = 500_000
"""About so many contacts are held in memory at a time."""
_LETTERS = 16


@dataclass(frozen=True)
class Contact:
    """One contact, ready to be written; times are UTC."""

    number: int
    touchpoint: str
    name: str
    channel: str
    phase: str
    at: datetime
    session: int
    value: float | None


@dataclass(frozen=True)
class Case:
    """A customer, or one journey of a customer, with the contacts in order."""

    id: str
    customer: str
    outcome: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Asked:
    """What is written: everybody's whole histories or the journeys of a goal, in which language, under which salt."""

    goal: int | None
    language: Language
    salt: bytes


def told(tables: Tables, goal: int | None, share: tuple[int, int] = (0, 1)) -> Query:
    """The contacts of a share of the customers, in order; of a goal, those within its journeys, with their state."""
    columns = "s.profile_id, s.seq, s.occurred_at, s.touchpoint_id, s.phase_id, s.session, s.value"
    some = f"abs(s.profile_id % {share[1]}) = {share[0]}"
    if goal is None:
        return Query(
            "told",
            f"""select {columns}, 0 as journey, '' as state from {tables.step} s where {some}
                order by s.profile_id, s.seq""",
        )
    return Query(
        "told",
        f"""select {columns}, j.journey, j.state from {tables.step} s
            join {tables.journey} j on j.profile_id = s.profile_id and s.seq between j.first_seq and j.last_seq
            where j.goal_id = {goal} and {some} order by s.profile_id, j.journey, s.seq""",
    )


def cases(asking: Asking, asked: Asked) -> Iterator[Case]:
    """Yield every case, some customers at a time; the order of the cases says nothing of who they are."""
    tables = asking.tables()
    names = _names(asking, asked.language)
    chunks = 1 + sum(part.rows for part in asking.warehouse.parts(STEP.kind)) // _AT_ONCE
    for chunk in range(chunks):
        rows = asking.warehouse.run(told(tables, asked.goal, (chunk, chunks))).rows()
        found = [
            _case(list(group), customer, asking, asked, names)
            for (customer, _), group in groupby(rows, key=lambda row: (row["profile_id"], row["journey"]))
        ]
        yield from sorted(found, key=lambda case: case.id)


def _case(rows: list[dict[str, Any]], customer: int, asking: Asking, asked: Asked, names: list[str]) -> Case:
    who = pseudonym(customer, asked.salt)
    journey = rows[0]["journey"]
    return Case(
        id=f"{who}-{journey}" if asked.goal is not None else who,
        customer=who,
        outcome=rows[0]["state"],
        contacts=tuple(_contact(number, row, asking, names) for number, row in enumerate(rows, start=1)),
    )


def _contact(number: int, row: dict[str, Any], asking: Asking, names: list[str]) -> Contact:
    touchpoint = asking.registry.touchpoints[row["touchpoint_id"]]
    phases = asking.registry.model.phases
    return Contact(
        number=number,
        touchpoint=touchpoint.id,
        name=names[row["touchpoint_id"]],
        channel=touchpoint.channel,
        phase=phases[row["phase_id"]].id if row["phase_id"] is not None else "",
        at=row["occurred_at"],
        session=row["session"],
        value=row["value"],
    )


def _names(asking: Asking, language: Language) -> list[str]:
    """Return what touchpoints are called, each at the place of its code; a name used twice has the id behind it."""
    called = [read(one.name, language) for one in asking.registry.touchpoints]
    return [
        f"{name} ({one.id})" if called.count(name) > 1 else name
        for name, one in zip(called, asking.registry.touchpoints, strict=True)
    ]


def names_of(asking: Asking, language: Language) -> list[str]:
    """Return the names that contacts may have, in the registry's order."""
    return _names(asking, language)


def pseudonym(customer: int, salt: bytes) -> str:
    """Return what a customer is called in a log: a keyed hash, which nobody without the salt can trace back.

    Example:
        >>> pseudonym(7, b"salt") == pseudonym(7, b"salt"), pseudonym(7, b"salt") == pseudonym(7, b"pepper")
        (True, False)
    """
    # the keyed form, for a plain hash of few possible ids is found by trying them all
    return hmac.new(salt, str(customer).encode(), hashlib.sha256).hexdigest()[:_LETTERS]
