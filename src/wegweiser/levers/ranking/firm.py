"""Levers with one number: experiments (grade A), and natural variation in a logged driver (grade B)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.experiments import Design, ExperimentResult
from wegweiser.domain.levers import Better, Grade, Lever, Spread
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Amount, Text, both
from wegweiser.levers.found import ENOUGH
from wegweiser.levers.ranking import words
from wegweiser.levers.ranking.grounds import Floats, Grounds, Logged
from wegweiser.levers.ranking.plans import of_cases, plan
from wegweiser.maps import Figures
from wegweiser.stats.adjusted import spread
from wegweiser.stats.placebo import placebo
from wegweiser.stats.testing import benjamini_hochberg
from wegweiser.stats.two_stage import two_stage

_BEST = 0.25
"""A driver is brought to where the best quarter of contacts is today."""
_PASSED = 0.05
"""The rate of false discoveries among drivers that pass the placebo check."""


def of_experiment(result: ExperimentResult, grounds: Grounds) -> Lever:
    """Return the lever an experiment found, of grade A.

    Raises:
        UnknownName: the experiment names a goal or a touchpoint nobody knows.
    """
    figures = grounds.figures
    phase = figures.touchpoint(result.touchpoint).phase if result.touchpoint else None
    return Lever(
        id=f"lv_experiment_{result.id}",
        text=result.name,
        goal=figures.goal(result.goal).id,
        phase=phase or figures.goal_phase(result.goal),
        grade=Grade.A,
        customers=_reached(result, figures),
        touchpoint=result.touchpoint,
        effect=result.effect,
        measures=(result.measure,) if result.measure else (),
        experiment=result.id,
        method=both("Experiment with {treated} customers treated and {untreated} not.",
                    treated=result.treated, untreated=result.untreated),
        warnings=(words.already_running(),) if result.design is Design.HOLDOUT else (),
        as_of=result.until or figures.as_of,
    )  # fmt: skip


def _reached(result: ExperimentResult, figures: Figures) -> int:
    """Return the customers of the touchpoint, else of the channel's largest touchpoint, else all."""
    rows = figures.results.touchpoints
    met = [row.customers for row in rows if row.touchpoint == result.touchpoint]
    if not met and result.channel:
        met = [row.customers for row in rows if row.channel == result.channel]
    return max(met, default=figures.summary.customers)


def placebos(drivers: Sequence[Logged], *, seed: int = 0) -> tuple[float, ...]:
    """Return per driver the q-value of its placebo check; 0 where a first stage checks it instead.

    Nothing but chance would give 5 of 100 drivers an interval without zero, so they are held together (Benjamini
    and Hochberg).
    """
    found = [
        placebo(one.cases.converted, one.value, one.cases.everything, cluster=one.cases.customer, seed=seed)
        if one.rating is None and _told(one)
        else np.nan
        for one in drivers
    ]
    return tuple(np.nan_to_num(benjamini_hochberg(found)).tolist())


def _told(logged: Logged) -> bool:
    return len(logged.cases) >= ENOUGH and float(np.ptp(logged.value)) > 0


def of_driver(logged: Logged, figures: Figures, q: float = 0.0) -> Lever | None:
    """Return the lever a logged driver shows: of grade B, or of C where it hardly moves what it should.

    With a rating: two-stage least squares, the driver as instrument, what came before held constant; the effect is
    that of one point. Without: how the outcome moves with the driver itself, what came before held constant, times
    what it takes to bring every contact to where the best quarter is; grade C where the placebo check fails, `q`
    above 0.05. None below 20 journeys or without variation.
    """
    if not _told(logged):
        return None
    if logged.rating is None:
        return _reduced(logged, figures, q)
    cases = logged.cases
    try:
        found = two_stage(cases.converted, logged.rating, logged.value, cases.everything, cluster=cases.customer)
    except InvalidSetting:
        # What came before explains all of the driver: what is left of it moves nothing.
        return _weak(logged, 0.0, figures)
    if not found.usable:
        return _weak(logged, found.first_stage_f, figures)
    effect = Estimate(value=found.effect, lo=found.lo, hi=found.hi, n=found.n)
    method = both("Two-stage least squares on “{driver}”, first-stage F = {f}.",
                  driver=_name(logged), f=Amount(found.first_stage_f, digits=0))  # fmt: skip
    return _lever(logged, figures, words.of_rating(logged.driver, figures), effect, (method, True))


def _reduced(logged: Logged, figures: Figures, q: float) -> Lever:
    cases, passed = logged.cases, q <= _PASSED
    held = {"all": cases.everything} if passed else cases.sets()
    slopes = spread(cases.converted, logged.value, held, rated=False, cluster=cases.customer)
    level, move = improvement(logged.value, logged.driver.better)
    lo, hi = sorted((slopes.lo * move, slopes.hi * move))
    if not passed:
        ways = Spread(lo=lo, hi=hi, n=len(cases), ways=len(held))
        found = _open(logged, figures, words.unshown(logged.driver, figures), ways, ())
        return replace(found, doubt=words.chance(logged.driver, q), test=None)
    text = words.of_driver(logged.driver, level, figures)
    effect = Estimate(value=slopes.by_set["all"].value * move, lo=lo, hi=hi, n=len(cases))
    method = both("Natural variation in “{driver}”, adjusted for what came before; no rating, no first stage. "
                  "Placebo check passed: dealt out among customers by chance, it does not go as far (q = {q}).",
                  driver=_name(logged), q=Amount(q, digits=3))  # fmt: skip
    return _lever(logged, figures, text, effect, (method, False))


def improvement(value: Floats, better: Better) -> tuple[float, float]:
    """Return the level of the best quarter, and the mean change that brings every worse contact there.

    Example:
        >>> improvement(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), Better.LESS)
        (2.0, -1.2)
    """
    level = float(np.quantile(value, _BEST if better is Better.LESS else 1 - _BEST))
    worse = np.minimum(level - value, 0) if better is Better.LESS else np.maximum(level - value, 0)
    return level, float(worse.mean())


def _lever(logged: Logged, figures: Figures, text: Text, effect: Estimate, how: tuple[Text, bool]) -> Lever:
    method, rated = how
    return Lever(
        id=f"lv_driver_{logged.id}",
        text=text,
        goal=logged.goal,
        phase=_phase(logged, figures),
        grade=Grade.B,
        customers=logged.customers,
        touchpoint=logged.driver.touchpoint,
        effect=effect,
        test=plan(of_cases(logged.cases)),
        driver=logged.id,
        method=method,
        warnings=(words.exclusion(logged.driver, rated=rated),),
        as_of=figures.as_of,
    )


def _weak(logged: Logged, f: float, figures: Figures) -> Lever:
    rating = logged.cases.converted if logged.rating is None else logged.rating
    cases = logged.cases
    ranges = spread(cases.converted, rating, cases.sets(), rated=True, cluster=cases.customer)
    ways = Spread(lo=ranges.lo, hi=ranges.hi, n=len(cases), ways=len(ranges.by_set))
    warnings = words.weak(logged.driver, f), words.halo()
    return _open(logged, figures, words.of_rating(logged.driver, figures), ways, warnings)


def _open(logged: Logged, figures: Figures, text: Text, ways: Spread, warnings: tuple[Text, ...]) -> Lever:
    """Return a lever of grade C: a range, and why it is no more."""
    return Lever(
        id=f"lv_driver_{logged.id}",
        text=text,
        goal=logged.goal,
        phase=_phase(logged, figures),
        grade=Grade.C,
        customers=logged.customers,
        touchpoint=logged.driver.touchpoint,
        spread=ways,
        test=plan(of_cases(logged.cases)),
        driver=logged.id,
        warnings=warnings,
        as_of=figures.as_of,
    )


def _phase(logged: Logged, figures: Figures) -> str:
    return figures.touchpoint(logged.driver.touchpoint).phase or figures.goal_phase(logged.goal)


def _name(logged: Logged) -> Text:
    return logged.driver.name or logged.driver.property
