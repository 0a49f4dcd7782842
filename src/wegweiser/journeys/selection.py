"""Whom a question is asked of: a persona, those who went a way, have a trait, met a touchpoint, or a period."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import md5
from zoneinfo import ZoneInfo

from wegweiser.collect import tables as collected
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.identity import MEMBERSHIP, PROFILE_OF
from wegweiser.journeys import grouping
from wegweiser.journeys.asking import Asking
from wegweiser.journeys.grouping import Group, Window
from wegweiser.journeys.patterns import Patterns
from wegweiser.warehouse import Query, Table

KINDS = ("pattern", "period", "persona", "touch", "trait")
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@dataclass(frozen=True)
class Selection:
    """Customers for whom everything named here holds; `since` and `until` (its day included) bound the time."""

    persona: str | None = None
    pattern: str | None = None
    touchpoint: str | None = None
    trait: tuple[str, str] | None = None
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, *texts: str) -> Selection:
        """Return the selection for which all the texts hold.

        Example:
            >>> Selection.read("persona:pe_1", "period:2026-01..2026-03").until
            datetime.date(2026, 3, 31)

        Raises:
            InvalidSetting: a text is no selection, one kind stands there twice, or nothing is selected.
            UnknownName: there is no such kind of selection.
        """
        found: dict[str, str] = {}
        for text in texts:
            kind, colon, value = text.partition(":")
            if not colon or not value.strip():
                raise InvalidSetting("A selection", [f"'{text}' is not written as kind:value, such as persona:pe_1"])
            if kind not in KINDS:
                raise UnknownName("kind of selection", kind, KINDS)
            if kind in found:
                raise InvalidSetting("A selection", [f"it names two of the kind {kind}; select one after the other"])
            found[kind] = value.strip()
        if not found:
            raise InvalidSetting("A selection", ["it selects nothing"])
        name, equals, value = found.get("trait", "=").partition("=")
        if not equals:
            raise InvalidSetting("A selection", [f"'trait:{name}' is not written as trait:name=value"])
        since, until = _period(found["period"]) if "period" in found else (None, None)
        trait = (name, value) if "trait" in found else None
        return cls(found.get("persona"), found.get("pattern"), found.get("touch"), trait, since, until)

    @property
    def timed(self) -> bool:
        """True where a period is named."""
        return self.since is not None or self.until is not None

    def window(self, zone: str) -> Window:
        """Return the period as the customers' clocks had it."""
        following = None if self.until is None else self.until + timedelta(days=1)
        return Window(_midnight(self.since, zone), _midnight(following, zone))


def chosen(asking: Asking, selection: Selection, words: str = "") -> Asking:
    """Return who asks the same questions of the selected customers or period only.

    The ids of the customers are found once, now; everything else is views.

    Raises:
        UnknownName: no persona, touchpoint or trait is called so.
        InvalidSetting: the pattern cannot be read.
    """
    if selection.timed and any((selection.pattern, selection.touchpoint)):
        # Who went a way or met a touchpoint within the period, so the period comes first.
        timed = replace(Selection(), since=selection.since, until=selection.until)
        return chosen(chosen(asking, timed), replace(selection, since=None, until=None), words)
    tables, warehouse = asking.tables(), asking.warehouse
    window = selection.window(asking.zone)
    name = f"among_{md5(f'{tables.step}{selection}'.encode(), usedforsecurity=False).hexdigest()[:12]}"
    group = warehouse.create(grouping.members(name, tables, window, _criteria(asking, selection)))
    logs = (asking.events(), warehouse.table(PROFILE_OF))
    views = {
        "step": grouping.steps(f"{name}_step", tables, group, window),
        "beyond": grouping.beyond(f"{name}_beyond", tables, group, window),
        "journey": grouping.journeys(f"{name}_journey", tables, group, window),
        "event": grouping.events(f"{name}_event", logs, tables.dialect, group, window),
    }
    seen = {key: _view(asking, query) for key, query in views.items()}
    return replace(asking, group=Group(words=", ".join(filter(None, [_words(asking), words])), **seen))


def _words(asking: Asking) -> str:
    return "" if asking.group is None else asking.group.words


def _view(asking: Asking, query: Query) -> Table:
    dialect = asking.warehouse.dialect
    asking.warehouse.execute(query.name, dialect.view(query.name, dialect.spelled(query.statement())))
    return Table(query.name)


def _criteria(asking: Asking, selection: Selection) -> tuple[Query, ...]:
    """Return a query of profile ids for each thing that is asked of a customer."""
    found = []
    if selection.persona is not None:
        found.append(_of_persona(asking, selection.persona))
    if selection.trait is not None:
        found.append(_of_trait(asking, *selection.trait))
    if selection.pattern is not None:
        found.append(Patterns(asking).customers(selection.pattern))
    if selection.touchpoint is not None:
        found.append(Patterns(asking).met(selection.touchpoint))
    return tuple(found)


def _of_persona(asking: Asking, persona: str) -> Query:
    warehouse = asking.warehouse
    table = warehouse.table(MEMBERSHIP)
    known = warehouse.run(Query("among_personas", f"select distinct persona_id from {table} order by persona_id"))
    if persona not in known.column("persona_id"):
        raise UnknownName("persona", persona, known.column("persona_id"))
    named = warehouse.dialect.text(persona)
    return Query("among_persona", f"select profile_id from {table} where persona_id = {named}")


def _of_trait(asking: Asking, name: str, value: str) -> Query:
    warehouse, dialect = asking.warehouse, asking.warehouse.dialect
    table = warehouse.table(collected.TRAIT)
    named = f"name = {dialect.text(name)}"
    values = Query("among_values", f"select distinct value from {table} where {named} order by value limit 1000")
    known = [str(found) for found in warehouse.run(values).column("value")]
    if not known:
        names = Query("among_traits", f"select distinct name from {table} order by name")
        raise UnknownName("trait", name, warehouse.run(names).column("name"))
    if value not in known and len(known) < 1000:
        raise UnknownName(f"value of the trait '{name}'", value, known)
    return Query(
        "among_trait",
        f"""select coalesce(p.profile_id, t.subject_id) as profile_id from {table} t
            left join {warehouse.table(PROFILE_OF)} p
              on p.subject_id = t.subject_id and p.valid_from is null and p.valid_to is null
            where t.{named} and t.value = {dialect.text(value)}""",
    )


def _period(text: str) -> tuple[date | None, date | None]:
    """Read `2026-03`, `2026-01..2026-03` or `2026-01-15..`; both ends belong to it."""
    first, dots, last = text.partition("..")
    since = _edge(first.strip(), text, last=False)
    until = _edge(last.strip() if dots else first.strip(), text, last=True)
    if (since is None and until is None) or (since and until and until < since):
        raise InvalidSetting("A period", [f"'{text}' has no day in it"])
    return since, until


def _edge(text: str, whole: str, *, last: bool) -> date | None:
    """Return the first or last day of a month, or a day itself."""
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)  # noqa: TRY301  (a date that is none and one that cannot be read are one mistake)
        year, month, day = (int(part) if part else 0 for part in found.groups())
        if day:
            return date(year, month, day)
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) if last else date(year, month, 1)
    except ValueError as wrong:
        hint = "write 2026-03, 2026-01..2026-03 or 2026-01-15..2026-02-03"
        raise InvalidSetting("A period", [f"'{whole}' is no period; {hint}"]) from wrong


def _midnight(day: date | None, zone: str) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
