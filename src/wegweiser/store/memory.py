"""What else the app remembers: settings, saved questions, what somebody has seen, text that found no place."""

from __future__ import annotations

from datetime import datetime

import msgspec

from wegweiser.clock import Clock
from wegweiser.domain.talk import LostText, SavedQuestion
from wegweiser.store.database import Database, Row
from wegweiser.store.records import new_id, struct


class Settings:
    """Settings people make in the app: one value of bytes per name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> bytes | None:
        """Return a setting, or None where nobody made it."""
        with self._database.reading() as link:
            row = link.row("select value from setting where name = ?", name)
        return None if row is None else bytes(row["value"])

    def set(self, name: str, value: bytes) -> None:
        """Make a setting."""
        with self._database.writing() as link:
            link.run(
                "insert into setting (name, value) values (?, ?)"
                " on conflict (name) do update set value = excluded.value",
                *(name, value),
            )

    def first(self, name: str, value: bytes) -> bytes:
        """Make a setting unless somebody made it before, and return what it is; two servers agree on one value."""
        with self._database.writing() as link:
            link.run("insert into setting (name, value) values (?, ?) on conflict (name) do nothing", name, value)
            row = link.row("select value from setting where name = ?", name)
        return bytes(row["value"]) if row else value

    def unset(self, name: str) -> None:
        """Take a setting back."""
        with self._database.writing() as link:
            link.run("delete from setting where name = ?", name)


class Saved:
    """Questions people named to ask them again."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(self, kind: str, name: str, question: bytes, by: str, *, shared: bool = False) -> SavedQuestion:
        """Return the saved question; `question` is JSON."""
        made = SavedQuestion(new_id("sq"), kind, name, msgspec.Raw(question), by, self._clock.now(), shared)
        values = {"id": made.id, "kind": kind, "name": name, "question": question.decode(), "by": by}
        with self._database.writing() as link:
            link.insert("saved_question", {**values, "at": made.at, "shared": int(shared)})
        return made

    def all(self, person: str, kind: str | None = None) -> tuple[SavedQuestion, ...]:
        """Return her own and everybody's questions, of one kind or of all, oldest first."""
        only, values = (" and kind = ?", (kind,)) if kind is not None else ("", ())
        with self._database.reading() as link:
            rows = link.rows(
                f"select * from saved_question where (by = ? or shared = 1){only} order by number", person, *values
            )
        return tuple(map(_question, rows))

    def remove(self, question: str, by: str) -> bool:
        """Remove one of her own questions; somebody else's stays, and False says so."""
        with self._database.writing() as link:
            return link.run("delete from saved_question where id = ? and by = ?", question, by) > 0


class Seen:
    """When somebody last looked at something."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def last(self, person: str, what: str) -> datetime | None:
        """Return when she last looked, or None before the first time."""
        with self._database.reading() as link:
            row = link.row("select at from seen where person = ? and what = ?", person, what)
        return None if row is None else datetime.fromisoformat(row["at"])

    def set(self, person: str, what: str) -> datetime:
        """Write down that she looks now, and return when that is."""
        now = self._clock.now()
        with self._database.writing() as link:
            link.run(
                "insert into seen (person, what, at) values (?, ?, ?)"
                " on conflict (person, what) do update set at = excluded.at",
                *(person, what, now),
            )
        return now


class LostTexts:
    """Text somebody wrote and a map could not take: kept until she has dealt with it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def keep(self, map: str, target: str, person: str, text: str) -> LostText:  # noqa: A002  (the house word)
        """Return the text as it is kept."""
        kept = LostText(new_id("lt"), map, target, person, self._clock.now(), text)
        values = {"id": kept.id, "map": map, "target": target, "by": person, "at": kept.at, "text": text}
        with self._database.writing() as link:
            link.insert("lost_text", values)
        return kept

    def all(self, person: str, map: str | None = None) -> tuple[LostText, ...]:  # noqa: A002
        """Return her texts, on one map or on all, newest first."""
        only, values = (" and map = ?", (map,)) if map is not None else ("", ())
        with self._database.reading() as link:
            rows = link.rows(f"select * from lost_text where by = ?{only} order by number desc", person, *values)
        return tuple(struct(LostText, row) for row in rows)

    def drop(self, text: str, person: str) -> bool:
        """Throw one of her texts away; somebody else's stays, and False says so."""
        with self._database.writing() as link:
            return link.run("delete from lost_text where id = ? and by = ?", text, person) > 0


def _question(row: Row) -> SavedQuestion:
    return struct(SavedQuestion, row, question=msgspec.Raw(row["question"].encode()))
