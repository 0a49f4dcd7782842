"""One figure of every kind, drawn from rows anybody can count; some names are long, and some groups too small."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from grocer import GROCER
from walked import BUY, FUNNEL, GRAPH, LEVERS, LONG, NAMES, PHASES, STEPS

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.i18n import Language
from wegweiser.maps.drawings import Figure, dots, grids, lines, strips, ways
from wegweiser.stats import wilson

TODAY = date(2026, 5, 31)
MONTHS = tuple(f"2026-0{i}" for i in range(1, 9))


def felt(value: float, half: float = 0.1, n: int = 200, unit: str = "") -> Estimate:
    """Return a figure with an interval of so much to both sides."""
    return Estimate(value, round(value - half, 4), round(value + half, 4), n, unit)


def share(hits: int, n: int) -> Proportion:
    """Return a share with its Wilson interval."""
    found = wilson(hits, n)
    return Proportion(found.value, found.lo, found.hi, hits, n)


SCORES = (
    dots.Score(NAMES["ad"], felt(0.2), "Look"),
    dots.Score(NAMES["view"], felt(-1.2, n=900)),
    dots.Score(LONG, felt(1.1, 0.5, 25)),
    dots.Score(NAMES["cart"], felt(0.3, n=12)),
    dots.Score(BUY, None),
)
MODELS = ("First touch", "Last touch", "Linear", "Position based", "Markov", "Shapley")
CREDIT = tuple(
    dots.Credit(name, tuple(felt(value, 0.03, 500) for value in values))
    for name, values in (
        (NAMES["ad"], (0.4, 0.1, 0.22, 0.25, 0.21, 0.3)),
        (NAMES["view"], (0.2, 0.22, 0.21, 0.2, 0.24, 0.23)),
        (LONG, (0.05, 0.6, 0.4, 0.45, 0.3, 0.2)),
    )
)
EXPECTED = (
    dots.Expected(NAMES["view"], felt(1.2), felt(-0.4)),
    dots.Expected(LONG, felt(0.2), felt(0.9, n=25)),
    dots.Expected(BUY, felt(0.2), felt(0.9, n=5)),
)
TRENDS = (
    lines.Trend(
        NAMES["cart"],
        tuple(lines.Point(at, None if i == 3 else share(100 + 30 * i, 600)) for i, at in enumerate(MONTHS)),
    ),
    lines.Trend(NAMES["view"], tuple(lines.Point(at, felt(1.2 - 0.1 * i, 0.2, 25 + i)) for i, at in enumerate(MONTHS))),
    lines.Trend(
        LONG,
        tuple(lines.Point(at, felt(31.5, 2, 400, "EUR") if i == 4 else None) for i, at in enumerate(MONTHS)),
    ),
    lines.Trend("Nobody", ()),
)
VERSIONS = ("v1 Start", "v2 after the workshop", "v3 the new pages", "today")
HISTORY = lines.Trend("Feeling", tuple(lines.Point(at, felt(0.1 + 0.2 * i)) for i, at in enumerate(VERSIONS)))
SURVIVAL = (
    lines.Reached(1, 0.1, 0.08, 0.12),
    lines.Reached(3, 0.3, 0.25, 0.34),
    lines.Reached(9, 0.55, 0.5, 0.6),
    lines.Reached(30, 0.62, 0.57, 0.67),
)
SOURCES = (
    strips.Source("Shop", {TODAY - timedelta(days=i): 1 + i % 7 for i in range(100) if i % 5}),
    strips.Source(LONG, {TODAY - timedelta(days=i): 1 + i % 11 for i in range(12, 60)}),
    strips.Source("Letters", {}),
)
RECOMMENDING = (
    strips.Told("All", 400, 300, 200, Estimate(22.2, 17, 27, 900)),
    strips.Told(LONG, 40, 300, 300, Estimate(-40.6, -46, -35, 640)),
    strips.Told("Few", 5, 5, 15, Estimate(-40, -70, -5, 25)),
    strips.Told("Hardly any", 1, 1, 1, Estimate(0, 0, 0, 3)),
)
PAIRS = (
    strips.Pair("Reach the goal", share(300, 900), share(420, 900)),
    strips.Pair(LONG, felt(31.5, 2, 400, "EUR"), felt(33, 9, 25, "EUR")),
    strips.Pair("Hardly known", share(2, 12), None),
)
HEAT = grids.Heat(
    (NAMES["ad"], LONG, BUY),
    ("1", "2", "3"),
    (
        (grids.Spot(0.4, 400), grids.Spot(0.1, 100), None),
        (grids.Spot(0.2, 200), grids.Spot(0.1, 12), grids.Spot(0.3, 300)),
        (None, grids.Spot(0.0, 0), grids.Spot(0.1, 100)),
    ),
)
PLACES = tuple(
    grids.Place(name, importance, feeling, n)
    for name, importance, feeling, n in (
        ("Advertisement", 0.05, 0.3, 200),
        ("Product page", 0.21, -0.7, 300),
        ("Cart", 0.2, -0.6, 250),
        ("Purchase", 0.19, -0.65, 100),
        (LONG, 0.2, -0.68, 90),
        ("Delivery", 0.3, 1.1, 400),
        ("Hotline", 0.12, -1.2, 25),
        ("App", 0.1, 0.6, 9),
    )
)
VARIANTS = (
    ways.Variant((NAMES["ad"], NAMES["view"], NAMES["cart"], BUY), 300, 290, 0.3, share(300, 300), 420.0),
    ways.Variant((NAMES["ad"], LONG, NAMES["view"], NAMES["cart"], NAMES["view"]), 120, 100, 0.12, share(24, 120)),
    ways.Variant((LONG,), 12, 12, 0.01),
)


def before() -> tuple[str, object]:
    """Return the grocer's map as it was: half as strong, and better."""
    curve = tuple(
        msgspec.structs.replace(point, value=point.value / 2 + 0.4, lo=None, hi=None) for point in GROCER.curve
    )
    return "Version 3", msgspec.structs.replace(GROCER, curve=curve)


def everything(language: Language) -> list[Figure]:
    """Return one figure of every kind."""
    overview = lines.overview(GROCER, language)
    assert overview is not None
    return [
        overview,
        ways.flow(STEPS, language),
        ways.graph(GRAPH, language, share=0.5),
        ways.funnel(FUNNEL, language, passages=(ways.Passage(180.0), ways.Passage(172800.0), None)),
        ways.variants(VARIANTS, language),
        dots.scores(SCORES, dots.FEELING, language),
        dots.drivers(SCORES, "Satisfaction", language),
        dots.attribution(MODELS, CREDIT, language),
        dots.expectations(EXPECTED, language),
        dots.levers(LEVERS, {phase.id: phase.name for phase in PHASES}, language),
        lines.trends(TRENDS, language),
        lines.history(HISTORY, language),
        lines.survival(SURVIVAL, 800, "From cart to purchase", language),
        lines.feelings(GROCER, language, ghost=before(), others=((LONG, before()[1]),)),
        strips.freshness(SOURCES, TODAY, language),
        strips.recommending(RECOMMENDING, language),
        strips.compared((NAMES["ad"], LONG), PAIRS, language),
        grids.matrix(HEAT, language),
        grids.priorities(PLACES, language),
    ]
