"""One store per test, on SQLite and on PostgreSQL, with a clock that goes when it is told to."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from wegweiser.domain.people import Person, Role
from wegweiser.domain.talk import MapEntry
from wegweiser.store import Store, open_store

PLAN = b'{"title":"Bakery"}'
_numbers = count(1)


class Watch:
    """A clock somebody moves by hand; noon of 31 October 2026 at first."""

    def __init__(self) -> None:
        self.at = datetime(2026, 10, 31, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """Return where the hands stand."""
        return self.at

    def goes(self, **span: float) -> datetime:
        """Move the hands on."""
        self.at += timedelta(**span)
        return self.at


@pytest.fixture
def clock() -> Watch:
    """Return the clock of the test."""
    return Watch()


@pytest.fixture(scope="session")
def fresh_database(postgres: str) -> Iterator[Callable[[], str]]:
    """Return what makes one more database of our tables on the server: a copy, which is quicker than migrating."""
    import psycopg  # noqa: PLC0415  (only where there is a server)

    with psycopg.connect(postgres.format("postgres"), autocommit=True) as server:
        server.execute("create database model")
        open_store(postgres.format("model"), Watch()).close()

        def made() -> str:
            name = f"store_{next(_numbers)}"
            server.execute(f"create database {name} template model")
            return postgres.format(name)

        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty store on one of the two databases."""
    if request.param == "sqlite":
        return str(tmp_path / "app.sqlite")
    made: Callable[[], str] = request.getfixturevalue("fresh_database")
    return made()


@pytest.fixture
def store(url: str, clock: Watch) -> Generator[Store]:
    """Return the store of the test."""
    with open_store(url, clock) as opened:
        yield opened


@pytest.fixture
def ana(store: Store) -> Person:
    """Return Ana, who may change everything."""
    return store.people.add("ana@example.com", "Ana", Role.ADMIN)


@pytest.fixture
def ben(store: Store) -> Person:
    """Return Ben, who edits."""
    return store.people.add("ben@example.com", "Ben", Role.EDITOR, "de")


@pytest.fixture
def bakery(store: Store, ana: Person) -> MapEntry:
    """Return Ana's map."""
    return store.maps.create("bakery", PLAN, by=ana.id, title={"en": "Bakery", "de": "Bäckerei"})
