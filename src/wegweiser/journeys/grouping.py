"""The steps, journeys and events of some customers or of a period, as views that look like those of everybody.

Every question reads its tables through `Asking`, so it can be asked of a group without knowing. Within a period a
customer's contacts and sessions are numbered from one again, and what follows the last of them is nothing, so that
"first contact" and "the next one" mean what they say. Journeys are those opened in the period, whole: they are
followed to their end, also where it lies after that of the period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wegweiser.collect import tables as collected
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.tables import JOURNEY
from wegweiser.warehouse import Dialect, Query, Table


@dataclass(frozen=True)
class Window:
    """A stretch of time, its end not included; None is unbounded."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, at: str, dialect: Dialect) -> str:
        """Return the condition that a time lies in the window."""
        return (
            f"{self.begun(at, dialect)}{'' if self.until is None else f' and {at} < {dialect.timestamp(self.until)}'}"
        )

    def begun(self, at: str, dialect: Dialect) -> str:
        """Return the condition that a time does not lie before the window."""
        return "true" if self.since is None else f"{at} >= {dialect.timestamp(self.since)}"


@dataclass(frozen=True)
class Group:
    """The views of a group, in the place of the tables of everybody, and the words for it."""

    words: str
    step: Table
    beyond: Table
    journey: Table
    event: Table


def members(name: str, tables: Tables, window: Window, chosen: tuple[Query, ...]) -> Query:
    """The customers of a group with a contact in the window, and how many contacts and sessions came before it."""
    among = "".join(f" and profile_id in (select profile_id from {query})" for query in chosen)
    return Query(
        name,
        f"""select profile_id, min(seq) - 1 as skipped, min(session) - 1 as passed from {tables.step}
            where {window.holds("occurred_at", tables.dialect)}{among} group by profile_id""",
        chosen,
    )


def steps(name: str, tables: Tables, group: Table, window: Window) -> Query:
    """The group's contacts in the window, numbered anew."""
    following = {"touchpoint": "s.next_touchpoint_id", "at": "s.next_at"}
    if window.until is not None:
        inside = f"s.next_at < {tables.dialect.timestamp(window.until)}"
        following = {key: f"case when {inside} then {column} end" for key, column in following.items()}
    return Query(
        name,
        _numbered(tables.step, group, following, window.holds("s.occurred_at", tables.dialect)),
    )


def beyond(name: str, tables: Tables, group: Table, window: Window) -> Query:
    """The group's contacts from the window's beginning on, with the same numbers."""
    following = {"touchpoint": "s.next_touchpoint_id", "at": "s.next_at"}
    return Query(name, _numbered(tables.journey_steps, group, following, window.begun("s.occurred_at", tables.dialect)))


def journeys(name: str, tables: Tables, group: Table, window: Window) -> Query:
    """The group's journeys opened in the window, with the new numbers of their contacts."""
    moved = {seq: f"cast(j.{seq} - m.skipped as int) as {seq}" for seq in ("first_seq", "last_seq")}
    columns = ", ".join(moved.get(column, f"j.{column}") for column in JOURNEY.columns)
    return Query(
        name,
        f"""select {columns} from {tables.journey} j join {group} m on m.profile_id = j.profile_id
            where {window.holds("j.opened_at", tables.dialect)}""",
    )


def events(name: str, logs: tuple[Table, Table], dialect: Dialect, group: Table, window: Window) -> Query:
    """The group's events in the window; `logs` are the tables of events and of whose profile a subject is."""
    event, profiles = logs
    columns = ", ".join(f"e.{column}" for column in collected.EVENT.columns)
    return Query(
        name,
        f"""select {columns} from {event} e
            left join {profiles} p on p.subject_id = e.subject_id
             and (p.valid_from is null or e.occurred_at >= p.valid_from)
             and (p.valid_to is null or e.occurred_at < p.valid_to)
            join {group} m on m.profile_id = coalesce(p.profile_id, e.subject_id)
            where {window.holds("e.occurred_at", dialect)}""",
    )


def _numbered(step: Table, group: Table, following: dict[str, str], held: str) -> str:
    return f"""select s.profile_id, cast(s.seq - m.skipped as int) as seq, s.occurred_at, s.source_seq, s.event_id,
                      s.touchpoint_id, s.phase_id, cast(s.session - m.passed as int) as session, s.value,
                      {following["touchpoint"]} as next_touchpoint_id, {following["at"]} as next_at
               from {step} s join {group} m on m.profile_id = s.profile_id where {held}"""
