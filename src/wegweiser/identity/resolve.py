"""From links to profiles.

The rules, in the order they are applied (`tests/identity/test_resolve.py` holds the table of cases):

1. Two identifiers seen in one event are linked. Links of all files count once, with their first and last
   sighting; the order in which files arrive changes nothing. Blocked values and weak kinds never link.
2. Strong identifiers linked to each other, directly or through other strong ones, are one profile.
3. Where that would give a profile more identifiers of a kind than it may `most` have, its links are followed one
   by one in the order they were first seen, and each that goes beyond is refused and kept as a conflict.
4. Devices (cookies, device ids) never join two strong profiles. A device belongs to the profile it was seen with;
   seen with several, it moves to each at its login: before the first login it is the first one's, from a login on
   it is the newest one's. A login is the first or the last event that shows device and profile together: people
   who take turns more often are told apart by the events that name them, not by the anonymous ones between.
5. Devices linked to each other are a group. A device never seen with a strong identifier follows the logins of
   its group; a group without any login is one profile. A limit on a device kind holds for groups as in 3, and
   among the devices of a profile those seen first stay.
6. A profile's id is that of its best identifier: by the order of kinds (strong first), then by value.

Nothing is merged for good: the result is computed from the links that exist, so without a link it is exactly what
it would have been.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from wegweiser.collect import tables
from wegweiser.domain.events import BLOCKED, KINDS, IdentifierKind, Strength
from wegweiser.errors import UnknownName
from wegweiser.i18n import Count, Text, both
from wegweiser.identity import queries
from wegweiser.identity.components import components
from wegweiser.identity.limits import Link, within_limits
from wegweiser.identity.tables import IDENTITY_CONFLICT, PROFILE_OF
from wegweiser.warehouse import Part, Query, Table, Warehouse

_RULES = "1"
"""Raised whenever the rules above change, so that a workspace resolved by older ones is resolved again."""
_KEY = "all"
_CONFLICT = pa.schema(
    {"a": pa.int64(), "b": pa.int64(), "kind": pa.string(), "reason": pa.string(), "first_at": pa.timestamp("us")}
)
_CLUSTER = pa.schema({"id": pa.int64(), "root": pa.int64()})


@dataclass(frozen=True)
class Resolved:
    """What resolving gave: profiles known by strong identifiers or devices, and how they came about."""

    profiles: int
    """Profiles behind the strong identifiers and devices."""
    merged: int
    """Identifiers that answer under another one's profile."""
    conflicts: int
    """Links that were refused."""
    moved: int = 0
    """Devices that several people logged in on, one after the other."""
    changed: bool = True
    """False where nothing had to be done, because the links are those of the last time."""

    @property
    def told(self) -> Text:
        """The outcome in one sentence."""
        return both(
            "Profiles: {profiles}; identifiers joined to another: {merged}; devices that changed hands: {moved}; "
            "links refused: {conflicts}.",
            profiles=Count(self.profiles),
            merged=Count(self.merged),
            moved=Count(self.moved),
            conflicts=Count(self.conflicts),
        )


def resolve(
    warehouse: Warehouse, kinds: Sequence[IdentifierKind] = KINDS, *, blocked: frozenset[str] = BLOCKED
) -> Resolved:
    """Publish which profile every subject belongs to, and return how many were joined.

    Nothing is done where links, identifiers, kinds and blocked values are those of the last time.

    Raises:
        UnknownName: an identifier is of a kind that is not among `kinds`.
    """
    inputs = _inputs(warehouse, kinds, blocked)
    before = next((part for part in warehouse.parts(PROFILE_OF.kind) if part.key == _KEY), None)
    if before is not None and before.inputs == inputs:
        return Resolved(**{**before.details, "changed": False})
    _refuse_unknown_kinds(warehouse, kinds)
    made = _Making(warehouse, kinds, blocked)
    try:
        parts, found = made.seal(inputs)
    finally:
        warehouse.drop(*made.temporary)
    warehouse.publish(parts)
    return found


class _Making:
    """One resolving, with the temporary tables it must drop."""

    def __init__(self, warehouse: Warehouse, kinds: Sequence[IdentifierKind], blocked: frozenset[str]) -> None:
        self.temporary: list[Table] = []
        self._warehouse = warehouse
        self._limited = {kind.name: kind.most for kind in kinds if kind.most}
        offered = self._offered("identity_kind", _kind_table(kinds))
        self._known = self._create(
            queries.identified(warehouse.table(tables.IDENTIFIER), offered, blocked, warehouse.dialect)
        )
        self._linked = self._create(queries.linked(warehouse.table(tables.LINK), self._known))
        self._conflicts: list[dict[str, object]] = []

    def seal(self, inputs: str) -> tuple[tuple[Part, Part], Resolved]:
        """Seal the profiles and the conflicts; neither counts yet."""
        strong = self._create(queries.named(self._clusters("strong"), self._known, "identity_strong_profile"))
        groups = self._clusters("device")
        login = self._create(queries.logins(self._linked, strong))
        refused = self._create(queries.refused_devices(login, self._known))
        lonely = self._create(queries.alone(groups, login))
        turns = self._create(queries.timeline(self._create(queries.held(login, refused, groups, lonely))))
        unclaimed = self._create(queries.unclaimed(lonely, turns))
        nameless = self._create(queries.named(unclaimed, self._known, "identity_nameless"))
        solved = self._offered("identity_solved", pa.Table.from_pylist(self._conflicts, schema=_CONFLICT))
        refusals = self._create(queries.conflicts(solved, refused))
        profile_of = self._create(queries.profile_of(strong, turns, lonely, nameless, self._known))
        found = self._counted(profile_of, refusals)
        details = {name: getattr(found, name) for name in ("profiles", "merged", "conflicts", "moved")}
        everything = Query("profiles", f"select * from {profile_of}")
        refusing = Query("conflicts", f"select * from {refusals}")
        return (
            self._warehouse.seal(PROFILE_OF, _KEY, everything, inputs=inputs, details=details),
            self._warehouse.seal(IDENTITY_CONFLICT, _KEY, refusing, inputs=inputs),
        ), found

    def _clusters(self, strength: str) -> Table:
        """Return the components of one strength's links, crowded ones solved link by link."""
        name = f"identity_{strength}"
        edges = self._create(queries.between(self._linked, strength))
        found = components(self._warehouse, edges, f"{name}_cluster")
        self.temporary.append(found)
        roots = self._create(queries.crowded(found, self._known, name))
        solved = self._offered(f"{name}_solved", self._solved(found, edges, roots))
        return self._create(queries.mended(found, roots, solved, name))

    def _solved(self, found: Table, edges: Table, roots: Table) -> pa.Table:
        members = f"from {found} c join {roots} r on r.root = c.root"
        kinds = self._warehouse.run(
            Query("kinds", f"select c.id, k.kind {members} join {self._known} k on k.id = c.id")
        )
        if not len(kinds):
            return _CLUSTER.empty_table()
        links = self._warehouse.run(
            Query("links", f"select e.first_at, e.a, e.b {members} join {edges} e on e.a = c.id")
        )
        followed = (Link(*row) for row in zip(*(links.column(c) for c in links.columns), strict=True))
        kind_of = dict(zip(kinds.column("id"), kinds.column("kind"), strict=True))
        root_of, refused = within_limits(followed, kind_of, self._limited)
        self._conflicts += [
            {"a": r.link.a, "b": r.link.b, "kind": r.kind, "reason": "most", "first_at": r.link.first_at}
            for r in refused
        ]
        return pa.table({"id": list(root_of), "root": list(root_of.values())}, schema=_CLUSTER)

    def _counted(self, profile_of: Table, refusals: Table) -> Resolved:
        row = self._warehouse.run(
            Query(
                "counted",
                f"""select (select count(*) from {self._known} where strength <> 'weak') as identifiers,
                           (select count(distinct subject_id) from {profile_of}) as merged,
                           (select count(*) from {refusals}) as conflicts,
                           (select count(distinct subject_id) from {profile_of}
                            where valid_from is not null) as moved""",
            )
        ).one()
        return Resolved(row["identifiers"] - row["merged"], row["merged"], row["conflicts"], row["moved"])

    def _create(self, query: Query) -> Table:
        table = self._warehouse.create(query)
        self.temporary.append(table)
        return table

    def _offered(self, name: str, rows: pa.Table) -> Table:
        table = self._warehouse.offer(name, rows)
        self.temporary.append(table)
        return table


def _kind_table(kinds: Sequence[IdentifierKind]) -> pa.Table:
    """Number the kinds by their place: strong before device before weak, then as they are listed."""
    order = list(Strength)
    placed = sorted(kinds, key=lambda kind: order.index(kind.strength))
    return pa.table(
        {
            "kind": [kind.name for kind in placed],
            "place": list(range(len(placed))),
            "strength": [kind.strength.value for kind in placed],
            "most": [kind.most for kind in placed],
        }
    )


def _refuse_unknown_kinds(warehouse: Warehouse, kinds: Sequence[IdentifierKind]) -> None:
    names = [kind.name for kind in kinds]
    found = warehouse.run(
        Query("kinds", f"select distinct kind from {warehouse.table(tables.IDENTIFIER)} order by kind")
    )
    for name in found.column("kind"):
        if name not in names:
            raise UnknownName("identifier kind", name, names)


def _inputs(warehouse: Warehouse, kinds: Sequence[IdentifierKind], blocked: frozenset[str]) -> str:
    parts = [
        f"{p.kind} {p.key} {p.inputs} {p.path}"
        for s in (tables.IDENTIFIER, tables.LINK)
        for p in warehouse.parts(s.kind)
    ]
    words = [_RULES, *(f"{k.name} {k.strength.value} {k.most}" for k in kinds), *sorted(blocked), *parts]
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:20]
