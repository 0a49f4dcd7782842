"""Migrations are numbered without gaps and say nothing one database does not know."""

from __future__ import annotations

import re

from wegweiser.store.migrating import migrations


def test_migrations_are_numbered_from_1():
    """A gap would be a file somebody forgot."""
    assert sorted(migrations()) == list(range(1, len(migrations()) + 1))


def test_migrations_leave_only_known_words_open():
    """What differs between the databases is `serial` and `bytes`, nothing else."""
    open_words = {word for sql in migrations().values() for word in re.findall(r"\{(\w*)\}", sql)}
    assert open_words == {"serial", "bytes"}


def test_no_statement_holds_what_the_reader_would_split(store):
    """Each create statement of the files became a table or an index."""
    made = sum(len(re.findall(r"^create table", sql, re.MULTILINE)) for sql in migrations().values())
    with store._database.reading() as link:  # noqa: SLF001
        tables = [
            name
            for sql in migrations().values()
            for name in re.findall(r"^create table (\w+)", sql, re.MULTILINE)
            if link.row(f"select count(*) as n from {name}") == {"n": 0}
        ]
    assert len(tables) == made == 20
