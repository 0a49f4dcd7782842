"""What an edit works on: the plan, what data says, the language being edited, and where new ids come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import Cell
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Language, Text, read
from wegweiser.maps.editing.cleaning import plain
from wegweiser.maps.generated import Generated
from wegweiser.maps.plan import Plan

T = TypeVar("T")


class Clash(msgspec.Struct, frozen=True, omit_defaults=True):
    """Two people wrote the same text: the other's stays; mine stands in the claim `added`, or nowhere but here."""

    target: str
    """What both wrote: `claim:<id>`, `phase:<id>`, `field:title` …"""
    mine: str
    theirs: str
    added: str = ""


class Done(msgspec.Struct, frozen=True):
    """The plan after an edit and what was done in words; a clash where somebody else wrote the same text."""

    plan: Plan
    label: Text
    clash: Clash | None = None


@dataclass(frozen=True)
class Desk:
    """A plan on which one edit is made."""

    plan: Plan
    generated: Generated
    language: Language
    new_id: Callable[[str], str]
    seen: Plan
    """The plan the person saw; the newest one unless somebody saved since."""

    def done(self, label: Text, **changed: object) -> Done:
        """Return the plan with some of its fields changed."""
        return Done(replace(self.plan, **changed), label)

    def said(self, old: Text | None, words: str) -> Text:
        """Return a text with the words in the language being edited; the other languages stay."""
        if isinstance(old, dict):
            rest = {language: text for language, text in old.items() if language != self.language}
            return ({**rest, self.language: words} if words else rest) or ""
        # Where the map speaks one language only, its texts stay plain.
        bilingual = old in (None, "") and isinstance(self.plan.title, dict)
        return {self.language: words} if bilingual and words else words

    def clash(self, target: str, old: Text, words: str | None, base: str | None) -> Clash | None:
        """Return the clash of the words with what stands there now, where that is not what the person saw."""
        theirs = read(old, self.language)
        if words is None or base is None or words == theirs or plain(base) == plain(theirs):
            return None
        return Clash(target, words, theirs)

    def phase(self, name: str) -> str:
        """Return the id of a phase of the plan."""
        return known("phase", name, (phase.id for phase in self.plan.phases))

    def lane(self, name: str) -> str:
        """Return the id of a lane of the plan."""
        return known("lane", name, (lane.id for lane in self.plan.lanes))

    def proposed(self, name: str) -> tuple[str, str, Claim] | None:
        """Return a generated claim with its lane and phase."""
        cells = self.generated.cells
        return next(((c.lane, c.phase, claim) for c in cells for claim in c.claims if claim.id == name), None)

    def own(self, name: str) -> tuple[str, str, Claim] | None:
        """Return a person's claim with its lane and phase, by its id or by that of the claim it supersedes."""
        return own_claim(self.plan, name)


def own_claim(plan: Plan, name: str) -> tuple[str, str, Claim] | None:
    """Return a person's claim with its lane and phase, by its id or by that of the claim it supersedes."""
    claims = [(cell.lane, cell.phase, claim) for cell in plan.cells for claim in cell.claims]
    found = next((c for c in claims if c[2].id == name), None)
    return found or next((c for c in claims if c[2].supersedes == name), None)


def known(kind: str, name: str, names: Iterable[str]) -> str:
    """Return a name that is known.

    Raises:
        UnknownName: it is not.
    """
    every = tuple(names)
    if name not in every:
        raise UnknownName(kind, name, every)
    return name


def refuse(problem: str) -> InvalidSetting:
    """Return the refusal of an edit."""
    return InvalidSetting("the edit", [problem])


def inserted(items: Sequence[T], item: T, before: T | None) -> tuple[T, ...]:
    """Return the items with one more before another, or at the end."""
    at = items.index(before) if before in items else len(items)
    return (*items[:at], item, *items[at:])


def swapped(items: Sequence[T], old: T, new: T) -> tuple[T, ...]:
    """Return the items with one in place of another."""
    return tuple(new if item is old else item for item in items)


def without(items: Sequence[T], gone: T) -> tuple[T, ...]:
    """Return the items but one."""
    return tuple(item for item in items if item is not gone)


def with_claims(plan: Plan, lane: str, phase: str, claims: Sequence[Claim]) -> Plan:
    """Return the plan with these claims where a lane meets a phase."""
    cell = replace(plan.cell(lane, phase), claims=tuple(claims))
    rest = tuple(c for c in plan.cells if (c.lane, c.phase) != (lane, phase))
    return replace(plan, cells=(*rest, cell) if claims or cell.looked else rest)


def claims_in(plan: Plan, lane: str, phase: str) -> tuple[Claim, ...]:
    """Return what people wrote where a lane meets a phase."""
    cell: Cell = plan.cell(lane, phase)
    return cell.claims
