"""A pattern as SQL says what a slow, plain reading of the same pattern says."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from wegweiser.journeys.patterns.language import Anything, Arrow, Classed, Either, Element, Named, Other, Pattern
from wegweiser.journeys.patterns.matching import Unit, Way, matched
from wegweiser.warehouse import Query

PHASES = {"ad": "awareness", "view": "consideration", "cart": "conversion", "buy": "conversion", "help": "retention"}
CODES = ["awareness", "consideration", "conversion", "retention", "advocacy"]


def fits(kind, step):
    """Tell whether a step is of a kind, read plainly."""
    if isinstance(kind, Anything):
        return True
    if isinstance(kind, Other):
        return not fits(kind.than, step)
    if isinstance(kind, Either):
        return any(fits(option, step) for option in kind.options)
    if isinstance(kind, Classed):
        return kind.kind == "channel" or step["phase"] == kind.name
    return kind.name in (step["name"], "*")


def holds(pattern, steps):
    """Tell whether any choice of contacts for the elements obeys every rule, by trying all of them."""
    places = range(len(steps))
    spans = [
        [
            (i, j)
            for i, j in product(places, places)
            if element.least <= j - i + 1 <= (element.most or len(steps))
            and all(fits(element.kind, steps[k]) for k in range(i, j + 1))
        ]
        for element in pattern.elements
    ]
    return any(obeys(pattern, steps, chosen) for chosen in product(*spans))


def obeys(pattern, steps, chosen):
    """Tell whether one choice, a span of contacts per element, obeys the anchors, the arrows and the bounds."""
    first, last = chosen[0][0], chosen[-1][1]
    edges = (not pattern.starts or first == 0) and (not pattern.ends or last == len(steps) - 1)
    timely = pattern.within is None or steps[last]["at"] - steps[first]["at"] <= pattern.within
    pairs = zip(pattern.arrows, chosen, chosen[1:], strict=False)
    return edges and timely and all(leads(arrow, steps, left, right) for arrow, (_, left), (right, _) in pairs)


def leads(arrow, steps, left, right):
    """Tell whether an arrow may lead from one contact to another."""
    adjacent = right == left + 1 if arrow.directly else right > left
    clear = arrow.without is None or not any(fits(arrow.without, step) for step in steps[left + 1 : right])
    return adjacent and clear and (arrow.within is None or steps[right]["at"] - steps[left]["at"] <= arrow.within)


names = some.sampled_from(list(PHASES)).map(Named)
kinds = some.one_of(
    names,
    names,
    some.just(Anything()),
    names.map(Other),
    some.sampled_from(["awareness", "conversion", "retention"]).map(lambda name: Classed("phase", name)),
    some.tuples(names, names).map(Either),
)
elements = some.builds(
    lambda kind, times: Element(kind, *times),
    kinds,
    some.sampled_from([(1, 1), (1, 1), (1, 1), (2, None), (1, None), (2, 2), (1, 2), (2, 3)]),
)
bounds = some.sampled_from([None, None, timedelta(hours=1), timedelta(hours=2)])
arrows = some.one_of(
    some.builds(lambda within: Arrow(directly=True, within=within), bounds),
    some.builds(lambda without, within: Arrow(without=without, within=within), some.one_of(some.none(), names), bounds),
)
patterns = some.integers(1, 3).flatmap(
    lambda n: some.builds(
        Pattern,
        some.tuples(*[elements] * n),
        some.tuples(*[arrows] * (n - 1)),
        some.booleans(),
        some.booleans(),
        bounds,
    )
)


@pytest.fixture(scope="module")
def busy(lasting_shop):
    """Return a shop with 60 short histories over few hours, many of them tied in time, and what each holds."""
    from random import Random  # noqa: PLC0415  (only the log is drawn)

    random = Random(7)  # noqa: S311  (a log, not a secret)
    log = [
        (f"c{who}", random.choice([0, 0, 0.3, 0.6, 1, 1, 1.2, 2, 2.5, 40]), random.choice(list(PHASES)))
        for who in range(60)
        for _ in range(random.randint(1, 8))
    ]
    lasting_shop.load(log)
    lasting_shop.build()
    step, journey = lasting_shop.everything()
    names = list(PHASES)
    for row in step:
        row["name"], row["at"] = names[row["touchpoint_id"]], row["occurred_at"]
        row["phase"] = CODES[row["phase_id"]]
    return lasting_shop, step, journey


def units(step, journey, unit, goal):
    """Return the steps of every unit by profile and unit, read plainly."""
    found = {}
    if goal is not None and unit is Unit.JOURNEY:
        for row in journey:
            if row["state"] != "open":
                found[row["profile_id"], row["journey"]] = [
                    s
                    for s in step
                    if s["profile_id"] == row["profile_id"] and row["first_seq"] <= s["seq"] <= row["last_seq"]
                ]
        return found
    for s in step:
        found.setdefault((s["profile_id"], s["session"] if unit is Unit.SESSION else 1), []).append(s)
    return found


@pytest.mark.parametrize(("unit", "goal"), [(Unit.JOURNEY, None), (Unit.JOURNEY, 0), (Unit.SESSION, None)])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pattern=patterns)
def test_the_sql_finds_what_trying_every_choice_finds(busy, unit, goal, pattern):
    """On histories with ties, the units a pattern matches are those that hold any choice obeying every rule."""
    shop, step, journey = busy
    tables = shop.journeys.patterns._asking.tables()  # noqa: SLF001  (the queries are pure; their tables are offered here)
    query = matched(tables, Way(pattern, shop.registry, goal, unit))
    rows = shop.warehouse.run(Query("found", f"select * from {query}", (query,))).rows()
    found = sorted((row["profile_id"], row["unit"]) for row in rows)
    expected = sorted(key for key, steps in units(step, journey, unit, goal).items() if holds(pattern, steps))
    assert found == expected
