"""Components that would hold too many identifiers of a kind, solved link by link in the order they were seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Link:
    """Evidence that two identifiers are one profile, first seen at `first_at`."""

    first_at: datetime
    a: int
    b: int


@dataclass(frozen=True)
class Refused:
    """A link that was not followed: one profile would have had too many identifiers of `kind`."""

    link: Link
    kind: str


def within_limits(
    links: Iterable[Link], kind_of: Mapping[int, str], most: Mapping[str, int]
) -> tuple[dict[int, int], list[Refused]]:
    """Return each identifier's root (the smallest id of its cluster) and the links that were refused.

    Links are followed by (first_at, a, b), so the order in which files arrive changes nothing. Kinds absent
    from `most` are not limited.

    Example:
        >>> at = datetime(2026, 1, 1)
        >>> roots, refused = within_limits(
        ...     [Link(at, 1, 3), Link(at, 2, 3)], {1: "customer", 2: "customer", 3: "email"}, {"customer": 1}
        ... )
        >>> roots, [(r.link.a, r.link.b, r.kind) for r in refused]
        ({1: 1, 2: 2, 3: 1}, [(2, 3, 'customer')])
    """
    forest = _Forest(kind_of, most)
    refused = []
    for link in sorted(links, key=lambda one: (one.first_at, one.a, one.b)):
        over = forest.join(link.a, link.b)
        if over is not None:
            refused.append(Refused(link, over))
    return {one: forest.root(one) for one in sorted(forest.parent)}, refused


class _Forest:
    """Union-find that counts the limited kinds of each cluster; the smaller id is always the root."""

    def __init__(self, kind_of: Mapping[int, str], most: Mapping[str, int]) -> None:
        self.parent: dict[int, int] = {}
        self._kind_of, self._most = kind_of, most
        self._held: dict[int, dict[str, int]] = {}

    def root(self, one: int) -> int:
        """Return the root of an identifier's cluster; a new identifier is its own."""
        if one not in self.parent:
            kind = self._kind_of[one]
            self.parent[one] = one
            self._held[one] = {kind: 1} if kind in self._most else {}
        while self.parent[one] != one:
            self.parent[one] = self.parent[self.parent[one]]
            one = self.parent[one]
        return one

    def join(self, a: int, b: int) -> str | None:
        """Make two clusters one, or return the kind of which it would hold too many."""
        low, high = sorted((self.root(a), self.root(b)))
        if low == high:
            return None
        both = {
            kind: self._held[low].get(kind, 0) + self._held[high].get(kind, 0)
            for kind in sorted(self._held[low] | self._held[high])
        }
        over = next((kind for kind, held in both.items() if held > self._most[kind]), None)
        if over is None:
            self.parent[high] = low
            self._held[low] = both
            del self._held[high]
        return over
