"""Each kind of friction in small logs made for it."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from tests.journeys.conftest import NAMES, PHASES, Shop

from wegweiser.collect import tables as collected
from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import read
from wegweiser.journeys import Registry

MINUTE = 1 / 60


@pytest.fixture
def faulty(shop: Shop) -> Shop:
    """Return the shop in which 'noise' is a payment error and the help a contact with the service."""
    touchpoints = tuple(
        Touchpoint(
            id="payment_error" if name == "noise" else name,
            name=name,
            match=Match(event=name),
            channel="service" if name == "help" else "web",
            phase=PHASES.get(name, "conversion"),
            structural=name == "cart",
        )
        for name in NAMES
    )
    shop.registry = Registry(touchpoints, phase_model("five"), (Goal("purchase", "Purchase", ("buy",)),))
    return shop


def visits(*ways, days=60, each=4, said=None):
    """Return a log: on each day the next few of these ways, walked by different people a minute a step."""
    rows, properties = [], []
    for number in range(days * each):
        way = ways[number % len(ways)]
        name = f"p{number}"
        rows += [(name, number // each * 24 + place * MINUTE, event) for place, event in enumerate(way.split())]
        properties += [said(number) if said else None] * len(way.split())
    return rows, {"properties": [None if p is None else json.dumps(p) for p in properties]}


def found(shop, log, **asked):
    """Return the findings that have these columns."""
    rows, extra = log
    shop.load(rows, extra=extra)
    shop.build()
    every = shop.journeys.reasons.friction().rows()
    return [row for row in every if all(row[name] == value for name, value in asked.items())]


def test_visits_that_turn_back_from_the_cart_more_than_others_are_a_loop(faulty):
    """Of 120 moves from the cart to a view, 100 go straight back; of 160 other arrivals at a view 20 go to the cart."""
    log = visits(*["ad cart view cart"] * 5, "ad cart view", *["ad view cart"], *["ad view help"] * 5)
    (loop,) = found(faulty, log, kind="loop")
    assert (loop["touchpoint"], loop["other"], loop["customers"], loop["of_sessions"]) == ("cart", "view", 100, 120)
    assert (loop["rate"], loop["expected"]) == (pytest.approx(100 / 120), pytest.approx(20 / 120))


def test_a_touchpoint_hit_again_within_seconds_is_a_repeat(faulty):
    """60 people press the same thing twice in three seconds; whoever moves on takes a minute."""
    rows, extra = visits("ad view help")
    rows += [(f"r{n}", n * 24 + place * 3 / 3600, "view") for n in range(60) for place in range(2)]
    (repeat,) = found(faulty, (rows, {"properties": [*extra["properties"], *[None] * 120]}), kind="repeat")
    assert (repeat["touchpoint"], repeat["customers"], repeat["rate"], repeat["expected"]) == ("view", 60, 1.0, 0.0)


def test_visits_that_end_with_a_fault_are_told(faulty):
    """A payment error is the last contact of its visit in 60 of 60 cases."""
    log = visits("ad view cart noise", "ad view cart buy", "ad view help view", "ad view cart buy")
    (ends,) = found(faulty, log, kind="error exit")
    assert (ends["touchpoint"], ends["rate"], ends["of_sessions"]) == ("payment_error", 1.0, 60)


def test_a_fault_of_ten_days_on_one_platform_has_its_window_and_segment(faulty):
    """Of the visits on days 20 to 29 those on mobile meet the payment error, and no others."""
    draw = np.random.default_rng(3)
    mobile = draw.random(60 * 8) < 0.4
    ways = [
        "ad cart noise" if mobile[n] and 20 <= n // 8 <= 29 else "ad cart buy" if n % 2 else "ad view view"
        for n in range(60 * 8)
    ]
    log = visits(*ways, each=8, said=lambda n: {"device": "mobile" if mobile[n] else "desktop"})
    (fault,) = found(faulty, log, kind="change", what="fault")
    assert (fault["segment"], fault["touchpoint"]) == ("device=mobile", "payment_error")
    assert (fault["until"] - fault["since"]).days == 9
    assert (fault["rate"], fault["expected"]) == (1.0, 0.0)


def test_a_fault_of_everybody_is_told_of_the_visits_that_reach_its_step(faulty):
    """On days 20 to 29 each second of eight visits reaches the cart, and all four of them meet the payment error."""
    ways = [
        "ad view view" if n % 2 else "ad cart noise" if 20 <= n // 8 <= 29 else "ad cart buy" for n in range(60 * 8)
    ]
    (fault,) = found(faulty, visits(*ways, each=8), kind="change", what="fault", segment=None)
    assert (fault["sessions"], fault["of_sessions"], fault["rate"]) == (40, 80, 0.5)
    assert (fault["step"], fault["of_step"], fault["step_expected"]) == ("cart", 40, 0.0)


def two_sources(shop, log, later):
    """Load a log of the shop and, from day 400 on, sixty days of a help desk that knows nothing of the shop."""
    rows, extra = log
    calls = [(f"h{number}", (400 + number // later) * 24.0, "help") for number in range(60 * later)]
    sources = [*["shop"] * len(rows), *["desk"] * len(calls)]
    shop.load([*rows, *calls], extra={"properties": [*extra["properties"], *[None] * len(calls)], "source": sources})
    empty = [""] * len(NAMES)
    of = ["desk" if name == "help" else "shop" for name in NAMES]
    table = {"code": pa.array(range(len(NAMES)), pa.int32()), "source": of, "event": list(NAMES)}
    shop.publish(collected.SIGNATURE, "all", pa.table(table | {"channel": empty, "campaign": empty}), {})
    shop.build()
    return [row for row in shop.journeys.reasons.friction().rows() if row["what"] == "fault"]


def test_days_without_its_source_are_no_other_days(faulty):
    """Every fourth visit meets the error on all sixty days of the shop; a year later only the help desk has data."""
    log = visits("ad view cart noise", "ad view cart buy", "ad view view", "ad view")
    assert two_sources(faulty, log, later=4) == []


def test_a_change_within_its_source_is_found_beside_another_one(faulty):
    """Of 80 visits on days 20 to 29, 40 meet the error, of the shop's other 400 none: what comes later counts not."""
    ways = [
        "ad view view" if n % 2 else "ad cart noise" if 20 <= n // 8 <= 29 else "ad cart buy" for n in range(60 * 8)
    ]
    (fault,) = two_sources(faulty, visits(*ways, each=8), later=8)
    assert (fault["since"], fault["until"]) == (date(2026, 3, 22), date(2026, 3, 31))
    assert (fault["sessions"], fault["of_sessions"], fault["expected"]) == (40, 80, 0.0)
    assert fault["recorded_until"] == date(2026, 4, 30)


def test_a_segment_that_falls_short_is_told_once(faulty):
    """Of visits on the app one in ten buys, of the others one in two: one finding, of the value that is worse off."""
    said = [{"kind": "app"} if n % 2 else {"kind": "web"} for n in range(480)]
    ways = ["ad view buy" if (n % 20 == 1 if n % 2 else n % 4 == 0) else "ad view view" for n in range(480)]
    (gap,) = found(faulty, visits(*ways, each=8, said=lambda n: said[n]), kind="segment", touchpoint=None)
    assert (gap["segment"], gap["what"]) == ("kind=app", "unreached")
    assert (gap["rate"], gap["expected"]) == (pytest.approx(0.9), pytest.approx(0.5))


def test_calm_logs_and_empty_ones_have_no_friction(faulty):
    """Nothing is found where everybody walks alike, nor where nobody walks."""
    assert found(faulty, visits("ad view cart buy", "ad view help")) == []
    with pytest.raises(UnknownName, match="sale"):
        faulty.journeys.reasons.friction("sale")


def test_nothing_loaded_is_nothing_found(shop):
    """An empty log has no findings, and a registry without goals cannot be asked."""
    shop.build()
    result = shop.journeys.reasons.friction()
    assert len(result) == 0
    assert "Purchase" in read(result.note, "en")
    shop.registry = Registry(shop.registry.touchpoints, shop.registry.model)
    with pytest.raises(InvalidSetting, match="way to a goal"):
        shop.journeys.reasons.friction()


def test_what_happens_in_one_moment_is_one_act(faulty):
    """Three coupons at the till carry one time; that is no repeat in quick succession."""
    rows = [(f"p{n}", n / 4 * 24 + shift, "view") for n in range(240) for shift in (0, 0, 0)]
    rows += [(f"p{n}", n / 4 * 24 + MINUTE, "buy") for n in range(240)]
    assert found(faulty, (rows, {}), kind="repeat") == []


def test_a_visit_of_ours_to_somebody_is_no_visit_that_fails(faulty):
    """For ten days a leaflet was computed for everybody and nobody came: no change, for nobody acted."""
    acts, _ = visits("view cart buy", "view cart buy", "view", days=60, each=3)
    ours = [(f"l{n}", (20 + n // 40) * 24 + 1, "ad") for n in range(400)]
    origin = ["observed"] * len(acts) + ["derived"] * len(ours)
    assert found(faulty, (acts + ours, {"origin": origin}), what="unreached") == []
    assert found(faulty, (acts + ours, {"origin": origin}), what="burst") == []
