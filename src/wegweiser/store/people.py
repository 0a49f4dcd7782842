"""The people who sign in; of those who may change everything, one always stays."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from wegweiser.clock import Clock
from wegweiser.domain.people import Person, Role
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Language
from wegweiser.store.database import Database, Link, Row
from wegweiser.store.records import change, folded, new_id, struct


class People:
    """Who may sign in, and what she may do."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(self, email: str, name: str, role: Role, language: Language = "en") -> Person:
        """Return the new person.

        Raises:
            InvalidSetting: somebody has this address already.
        """
        key, email = folded(email), email.strip()
        with self._database.writing() as link:
            row = link.row(
                "insert into person (id, email, email_key, name, role, language, created) values (?, ?, ?, ?, ?, ?, ?)"
                " on conflict (email_key) do nothing returning *",
                *(new_id("pe"), email, key, name.strip(), role.value, language, self._clock.now()),
            )
        if row is None:
            raise InvalidSetting("The person", [f"somebody has the address {email} already"])
        return _person(row)

    def get(self, person: str) -> Person:
        """Return the person with an id.

        Raises:
            UnknownName: nobody has it.
        """
        with self._database.reading() as link:
            return person_of(link, person)

    def by_email(self, email: str) -> Person | None:
        """Return whose address it is, however it is typed."""
        with self._database.reading() as link:
            row = link.row("select * from person where email_key = ?", folded(email))
        return None if row is None else _person(row)

    def all(self) -> tuple[Person, ...]:
        """Return everybody, by name; those who were let go too."""
        with self._database.reading() as link:
            rows = link.rows("select * from person")
        return tuple(sorted(map(_person, rows), key=lambda p: (p.name.casefold(), p.id)))

    def change(
        self,
        person: str,
        *,
        name: str | UnsetType = UNSET,
        role: Role | UnsetType = UNSET,
        language: Language | UnsetType = UNSET,
        active: bool | UnsetType = UNSET,
    ) -> Person:
        """Return the person as she is from now on; letting her go ends her sessions.

        Raises:
            UnknownName: nobody has the id.
            InvalidSetting: nobody who may change everything would be left.
        """
        told = {"name": name, "role": role, "language": language, "active": active}
        with self._database.writing() as link:
            link.hold("admins")  # two admins who let each other go at once: the second is refused
            before = person_of(link, person)
            change(link, "person", person, told)
            after = person_of(link, person)
            if _leads(before) and not _leads(after) and not _admins(link):
                raise InvalidSetting("The role", [f"{before.name} is the last admin; make somebody else one first"])
            if not after.active:
                link.run("delete from session where person = ?", person)
        return after

    def admins(self) -> int:
        """Return how many people may change everything."""
        with self._database.reading() as link:
            return _admins(link)

    def password_hash(self, person: str) -> str | None:
        """Return the hash of her password, or None where she has none or may not sign in."""
        with self._database.reading() as link:
            row = link.row("select password_hash from person where id = ? and active = 1", person)
        return None if row is None else row["password_hash"]

    def set_password(self, person: str, password_hash: str) -> None:
        """Give her another password and end her sessions with the old one.

        Raises:
            UnknownName: nobody has the id.
        """
        with self._database.writing() as link:
            person_of(link, person)
            link.run("update person set password_hash = ? where id = ?", password_hash, person)
            link.run("delete from session where person = ?", person)

    def rehash(self, person: str, password_hash: str) -> None:
        """Keep a newer hash of the same password; she stays signed in."""
        with self._database.writing() as link:
            link.run("update person set password_hash = ? where id = ?", password_hash, person)

    def by_subject(self, issuer: str, subject: str) -> Person | None:
        """Return whom another sign-in service calls by that subject."""
        with self._database.reading() as link:
            row = link.row(
                "select person.* from person join person_subject on person_subject.person = person.id"
                " where issuer = ? and subject = ?",
                *(issuer, subject),
            )
        return None if row is None else _person(row)

    def link_subject(self, person: str, issuer: str, subject: str) -> None:
        """Remember what another sign-in service calls her; what it called somebody else stays as it was."""
        with self._database.writing() as link:
            person_of(link, person)
            link.run(
                "insert into person_subject (issuer, subject, person) values (?, ?, ?)"
                " on conflict (issuer, subject) do nothing",
                *(issuer, subject, person),
            )


def _person(row: Row) -> Person:
    return struct(Person, row)


def person_of(link: Link, person: str) -> Person:
    """Return the person with an id.

    Raises:
        UnknownName: nobody has it.
    """
    row = link.row("select * from person where id = ?", person)
    if row is None:
        raise UnknownName("person", person, None)
    return _person(row)


def _leads(person: Person) -> bool:
    return person.active and person.role is Role.ADMIN


def _admins(link: Link) -> int:
    row = link.row("select count(*) as n from person where role = ? and active = 1", Role.ADMIN.value)
    return int(row["n"]) if row else 0
