"""Comments at places of a map, with answers and people called by name."""

from __future__ import annotations

from collections.abc import Iterable

from wegweiser.clock import Clock
from wegweiser.domain.talk import Comment
from wegweiser.errors import UnknownName
from wegweiser.store.database import Database, Link, Row
from wegweiser.store.maps import entry_of
from wegweiser.store.records import json, new_id, struct


class Comments:
    """What people say about maps."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(
        self,
        map: str,  # noqa: A002  (the house word)
        target: str,
        by: str,
        text: str,
        *,
        mentions: tuple[str, ...] = (),
        answers: str | None = None,
    ) -> Comment:
        """Return the comment; an answer stands where the comment stands that it answers.

        Raises:
            UnknownName: no map has the id, or no comment of it the one that is answered.
        """
        with self._database.writing() as link:
            entry_of(link, map)
            if answers is not None:
                first = _got(link, answers)
                if first.map != map:
                    raise UnknownName("comment", answers, None)
                # An answer to an answer belongs to the same talk: talks are one level deep.
                target, answers = first.target, first.answers or first.id
            made = Comment(new_id("cm"), map, target, by, self._clock.now(), text, mentions, answers)
            values = {"id": made.id, "map": map, "target": target, "by": by, "at": made.at}
            said = {"text": text, "mentions": json(mentions), "answers": answers}
            link.insert("comment", {**values, **said})
            _call(link, made.id, by, mentions)
        return made

    def get(self, comment: str) -> Comment:
        """Return a comment.

        Raises:
            UnknownName: no comment has the id.
        """
        with self._database.reading() as link:
            return _got(link, comment)

    def edit(self, comment: str, text: str, mentions: tuple[str, ...] = ()) -> Comment:
        """Return the comment in its new words; people called for the first time are told, the others not again.

        Raises:
            UnknownName: no comment has the id.
        """
        with self._database.writing() as link:
            by = _got(link, comment).by
            link.run(
                "update comment set text = ?, mentions = ?, edited = ? where id = ?",
                *(text, json(mentions), self._clock.now(), comment),
            )
            _call(link, comment, by, mentions)
            return _got(link, comment)

    def resolve(self, comment: str, by: str) -> Comment:
        """Return the comment as settled; who settled it first stays.

        Raises:
            UnknownName: no comment has the id.
        """
        with self._database.writing() as link:
            link.run(
                "update comment set resolved = ?, resolved_by = ? where id = ? and resolved is null",
                *(self._clock.now(), by, comment),
            )
            return _got(link, comment)

    def reopen(self, comment: str) -> Comment:
        """Return the comment as open again.

        Raises:
            UnknownName: no comment has the id.
        """
        with self._database.writing() as link:
            link.run("update comment set resolved = null, resolved_by = '' where id = ?", comment)
            return _got(link, comment)

    def remove(self, comment: str) -> bool:
        """Remove a comment and return whether there was one; where it has answers, its place stays without words."""
        with self._database.writing() as link:
            link.run("delete from mention where comment = ?", comment)
            if link.row("select 1 as found from comment where answers = ?", comment):
                return link.run("update comment set text = '', mentions = '[]' where id = ?", comment) > 0
            return link.run("delete from comment where id = ?", comment) > 0

    def of(self, map: str, target: str | None = None) -> tuple[Comment, ...]:  # noqa: A002
        """Return the comments on a map, or at one place of it, in the order they were written."""
        only, values = (" and target = ?", (target,)) if target is not None else ("", ())
        with self._database.reading() as link:
            rows = link.rows(f"select * from comment where map = ?{only} order by number", map, *values)
        return tuple(_comments(rows))

    def counts(self, map: str) -> dict[str, int]:  # noqa: A002
        """Return how many comments stand open at each place; answers count with the talk they belong to."""
        with self._database.reading() as link:
            rows = link.rows(
                "select comment.target, count(*) as n from comment"
                " left join comment as first on first.id = comment.answers"
                " where comment.map = ? and comment.resolved is null and first.resolved is null"
                " group by comment.target order by comment.target",
                map,
            )
        return {row["target"]: int(row["n"]) for row in rows}

    def unread(self, person: str) -> tuple[Comment, ...]:
        """Return the comments that call her and that she has not seen, newest first."""
        with self._database.reading() as link:
            rows = link.rows(
                "select comment.* from comment join mention on mention.comment = comment.id"
                " where mention.person = ? and mention.seen = 0 order by number desc",
                person,
            )
        return tuple(_comments(rows))

    def mark_read(self, person: str, comments: Iterable[str]) -> int:
        """Note that she has seen comments that call her, and return how many of them were new."""
        asked = tuple(comments)
        if not asked:
            return 0
        marks = ", ".join("?" for _ in asked)
        with self._database.writing() as link:
            return link.run(
                f"update mention set seen = 1 where person = ? and seen = 0 and comment in ({marks})", person, *asked
            )


def _comments(rows: Iterable[Row]) -> Iterable[Comment]:
    return map(_comment, rows)


def _comment(row: Row) -> Comment:
    return struct(Comment, row, from_json=("mentions",))


def _got(link: Link, comment: str) -> Comment:
    row = link.row("select * from comment where id = ?", comment)
    if row is None:
        raise UnknownName("comment", comment, None)
    return _comment(row)


def _call(link: Link, comment: str, by: str, mentions: Iterable[str]) -> None:
    for person in dict.fromkeys(mentions):
        if person != by:
            link.run(
                "insert into mention (comment, person) values (?, ?) on conflict (comment, person) do nothing",
                *(comment, person),
            )
