"""Migrations: numbered files of plain SQL, each run once, in order, all or none of it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from wegweiser.clock import Clock
from wegweiser.errors import WorkspaceProblem
from wegweiser.store.database import Database, Link


def migrations() -> dict[int, str]:
    """Return the SQL of every migration by its number.

    Example:
        >>> sorted(migrations())[:2]
        [1, 2]
    """
    folder = files("wegweiser.store") / "migrations"
    found = ((path.name, path.read_text("utf-8")) for path in folder.iterdir() if path.name.endswith(".sql"))
    return {int(name.split("_")[0]): sql for name, sql in sorted(found)}


def migrate(database: Database, clock: Clock) -> int:
    """Bring the database to the version of this package and return that version.

    Raises:
        WorkspaceProblem: a newer version of the package has written to it.
    """
    known = migrations()
    with database.writing() as link:
        link.hold("migrations")  # whoever opens at the same moment waits, and then finds nothing left to do
        link.run("create table if not exists migration (number integer primary key, applied text not null)")
        applied = {int(row["number"]) for row in link.rows("select number from migration")}
        if newer := sorted(applied - set(known)):
            raise WorkspaceProblem(
                f"The app store is at version {newer[-1]}, and this Wegweiser knows only up to {max(known)}. "
                "Install the newer Wegweiser that wrote it, or use another app store."
            )
        for number in sorted(set(known) - applied):
            _apply(link, known[number], database)
            link.insert("migration", {"number": number, "applied": clock.now()})
    return max(known)


def _apply(link: Link, sql: str, database: Database) -> None:
    for statement in _statements(sql):
        for name, type_ in database.types.items():
            statement = statement.replace(f"{{{name}}}", type_)  # noqa: PLW2901  (the statement as the engine says it)
        link.run(statement)


def _statements(sql: str) -> Iterator[str]:
    """Yield the statements of a file; none holds a semicolon of its own."""
    plain = "\n".join(line for line in sql.splitlines() if not line.lstrip().startswith("--"))
    yield from (statement.strip() for statement in plain.split(";") if statement.strip())
