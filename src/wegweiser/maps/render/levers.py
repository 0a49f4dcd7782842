"""Levers as a map shows them: cards below it, and the same mark in the cell and on the curve."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from wegweiser.domain.journey_maps import CurvePoint, JourneyMap
from wegweiser.domain.levers import Grade, Lever, in_points
from wegweiser.i18n import Amount, Between, Count, Language, Share, message, read
from wegweiser.maps.render.feelings import main_curve
from wegweiser.maps.render.figures import DOT, customers, people
from wegweiser.maps.render.geometry import height_at
from wegweiser.maps.render.sheet import Badge, LeverCard, LeverList, Pin

SHOWN = 5
"""So many ranked levers, and so many of those listed apart, stand on a map; the list holds them all."""
_PINS = 4
_PODIUM = 3
"""Of so many ranked levers each is among the first three."""
_CENTS = {"en": ".00", "de": ",00"}
"""Cents a rounded amount has none of."""
_MIDDLES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
"""Where in a phase the marks may be centred, the best first."""
_STEP = 0.075
"""Distance of two marks in one phase, in phases."""


@dataclass(frozen=True)
class Shown:
    """The levers one map shows, in one language."""

    map: JourneyMap
    language: Language

    @property
    def ranked(self) -> tuple[Lever, ...]:
        """The first ranked levers."""
        return tuple(lever for lever in self.map.levers or () if lever.rank is not None)[:SHOWN]

    @property
    def apart(self) -> tuple[Lever, ...]:
        """The first levers listed apart."""
        return tuple(lever for lever in self.map.levers or () if lever.rank is None and not lever.doubt)[:SHOWN]

    @property
    def unshown(self) -> tuple[str, ...]:
        """What was tried or logged and shows no effect, with why: it has no mark, for there is nothing to do."""
        doubted = tuple(lever for lever in self.map.levers or () if lever.doubt)[:SHOWN]
        return tuple(f"{read(one.text, self.language)}{DOT}{read(one.doubt, self.language)}" for one in doubted)

    def badge(self, lever: Lever) -> Badge:
        """Return the mark of a lever with what it stands for."""
        firm = lever.rank is not None
        mark = str(lever.rank) if firm else lever.grade.value
        spoken = message("lever, rank {mark}" if firm else "lever to test, grade {mark}", self.language, mark=mark)
        return Badge(mark=mark, firm=firm, spoken=spoken, lever=lever.id)

    def by_gap(self) -> dict[str, tuple[Badge, ...]]:
        """Return the marks by the claim they start from."""
        found: dict[str, list[Badge]] = defaultdict(list)
        for lever in (*self.ranked, *self.apart):
            if lever.gap is not None:
                found[lever.gap].append(self.badge(lever))
        return {gap: tuple(badges) for gap, badges in found.items()}

    def by_phase(self, phase: str, told: frozenset[str]) -> tuple[tuple[Badge, str], ...]:
        """Return the marks of a phase that start from no claim told there; ranked ones have their words beside them."""
        here = [x for x in (*self.ranked, *self.apart) if x.phase == phase and (x.gap is None or x.gap not in told)]
        return tuple((self.badge(x), read(x.text, self.language) if x.rank is not None else "") for x in here)

    def pins(self) -> tuple[Pin, ...]:
        """Return the marks along the phases, at most four a phase, ranked ones first."""
        curve = main_curve(self.map)
        found = []
        for place, phase in enumerate(self.map.phases):
            here = [lever for lever in (*self.ranked, *self.apart) if lever.phase == phase.id][:_PINS]
            for x, lever in zip(_free(place, len(here), [point.x for point in curve]), here, strict=True):
                found.append(Pin(x=x, value=_feeling(curve, x), badge=self.badge(lever)))
        return tuple(found)

    def list(self) -> LeverList | None:
        """Return the cards; None where nobody asked for levers."""
        if self.map.levers is None:
            return None
        letters = {lever.grade for lever in self.apart}
        keys = [("C", Grade.C), ("D", Grade.D)]
        return LeverList(
            ranked=tuple(self._card(lever) for lever in self.ranked),
            apart=tuple(self._card(lever) for lever in self.apart),
            order=self._order(),
            unranked="" if self.ranked else self._unranked(),
            unshown=self.unshown,
            keys=tuple(message(_KEYS[mark], self.language) for mark, grade in keys if grade in letters),
        )

    def _order(self) -> str:
        """Say what the ranked ones are ordered by: the effort counts only where every one has it."""
        by_effort = all(lever.effort for lever in self.map.levers or () if lever.rank is not None)
        if not self.ranked:
            return ""
        return message(
            "Ranked by what they are worth per person-day" if by_effort else "Ranked by what they are worth",
            self.language,
        )

    def _unranked(self) -> str:
        """Say why nothing is ranked; where nothing is to be tested either, that too."""
        if self.unshown and self.apart:
            return message(
                "Nothing is ranked yet: nothing that was tried shows an effect. To test first:", self.language
            )
        if self.apart:
            return message("Nothing is ranked yet: no experiment and no logged driver. To test first:", self.language)
        return message(
            "No lever yet: no gap points at a place to change, no experiment has run, no driver is logged.",
            self.language,
        )

    def _card(self, lever: Lever) -> LeverCard:
        phases = {phase.id: phase.name for phase in self.map.phases}
        return LeverCard(
            badge=self.badge(lever),
            text=read(lever.text, self.language),
            phase=read(phases.get(lever.phase, ""), self.language),
            effect=self._effect(lever),
            worth=self._worth(lever),
            sure=self._sure(lever),
            test=self._test(lever),
            facts=self._facts(lever),
            warnings=tuple(read(warning, self.language) for warning in lever.warnings),
        )

    def _effect(self, lever: Lever) -> str:
        """Return the effect with its interval, the range, or the what-if, and how many customers it concerns."""
        reached = message("{n} customers", self.language, n=customers(lever.customers, self.language))
        figure = lever.effect or lever.spread or lever.association
        if figure is None:
            return reached
        return read(in_points(figure), self.language) + DOT + reached

    def _worth(self, lever: Lever) -> str:
        """Return what it is worth a period of data: money, or conversions where these have no value."""
        if lever.worth is None:
            return ""
        value, lo, hi = (self._amount(end, lever) for end in (lever.worth.value, lever.worth.lo, lever.worth.hi))
        within = Between(lo, hi)
        if lever.currency or lever.value:
            return message("worth {value} ({within})", self.language, value=value, within=within)
        return message("{value} conversions ({within})", self.language, value=value, within=within)

    def _amount(self, value: float, lever: Lever) -> str:
        shown = Amount(round(value), lever.currency, digits=0).shown(self.language)
        return shown.replace(_CENTS[self.language], "").replace("-", "\u2212") if lever.currency else shown

    def _sure(self, lever: Lever) -> str:
        parts = []
        ranked = [x for x in self.map.levers or () if x.rank is not None]
        if lever.top3 is not None and len(ranked) > _PODIUM:
            parts.append(message("among the first three: {share}", self.language, share=Share(lever.top3)))
        tied = sum(x.tie == lever.tie for x in ranked) - 1
        if lever.rank is not None and tied:
            parts.append(message("cannot be told apart from {n} more", self.language, n=Count(tied)))
        if lever.effort is not None:
            parts.append(message("{days} person-days", self.language, days=Amount(lever.effort, digits=1)))
        return DOT.join(parts)

    def _test(self, lever: Lever) -> str:
        if lever.test is None or lever.rank is not None:
            return ""
        n = Count(lever.test.per_group)
        return message("test this: {n} customers per group", self.language, n=n)

    def _facts(self, lever: Lever) -> tuple[tuple[str, str], ...]:
        test = lever.test
        plan = (
            message(
                "{n} per group to see a change from {baseline} to {aim} with {power} power",
                self.language,
                n=Count(test.per_group),
                baseline=Share(test.baseline, 1),
                aim=Share(test.baseline + test.detectable, 1),
                power=Share(test.power),
            )
            if test
            else ""
        )
        figure = lever.effect or lever.association
        n = lever.spread.n if lever.spread else figure.n if figure else None
        rows = (
            (message("Grade", self.language), lever.grade.value),
            (message("Basis", self.language), people(n, self.language)),
            (message("Method", self.language), read(lever.method, self.language)),
            (message("Test", self.language), plan),
            (message("Note", self.language), read(lever.note, self.language)),
        )
        return tuple(row for row in rows if row[1])


_KEYS = {
    "C": "C: range over ways to adjust, which may miss the true effect",
    "D": "D: goes together, no cause shown",
}


def _free(phase: int, pins: int, points: Sequence[float]) -> list[float]:
    """Return places for the marks of a phase side by side, in its middle or where they cover no point of the curve."""
    spread = [(n - (pins - 1) / 2) * _STEP for n in range(pins)]
    tried = [[phase + middle + aside for aside in spread] for middle in _MIDDLES]
    clear = (xs for xs in tried if all(abs(x - point) >= _STEP for x in xs for point in points))
    return next(clear, tried[0])


def _feeling(curve: Sequence[CurvePoint], x: float) -> float:
    """Return the height of the curve at a place; its ends go on level, and without a curve it is 0."""
    if not curve:
        return 0.0
    xs = [point.x for point in curve]
    if bisect_right(xs, x) in {0, len(xs)}:
        return curve[0].value if x < xs[0] else curve[-1].value
    return height_at([(point.x, point.value) for point in curve], x)
