"""The loyalty loop of the shop: 80 customers bought, 60 of them again, after four days in the middle."""

from __future__ import annotations

import dataclasses

import pytest

from wegweiser.domain.claims import Status
from wegweiser.domain.personas import Persona
from wegweiser.maps import loyalty
from wegweiser.maps.steering import goals, metrics
from wegweiser.stats import wilson

REPEATS = {"purchase": [{"nth": 1, "customers": 80}, {"nth": 2, "customers": 60}, {"nth": 3, "customers": 30}]}
LOYALTY = {"purchase": [{"repeats": 200, "skipping": 50, "median_days": 4.0}]}


@pytest.fixture
def loyal(shop_figures):
    """Return a maker of the shop's figures with customers who come back."""

    def make(**rows):
        return shop_figures(**({"repeats": REPEATS, "loyalty": LOYALTY} | rows))

    return make


def test_who_reached_the_goal_again_stands_where_customers_are_kept(loyal, shop_plan):
    """60 of 80 bought at least twice, and that is a goal of staying, not of buying."""
    _, _, stay = goals(shop_plan, loyal())
    (again,) = stay.claims
    assert again.text == {
        "en": "Purchase, at least twice: 75% of 80 customers",
        "de": "Kauf, mindestens zweimal: 75\u00a0% von 80 Kunden",
    }
    assert (again.share, again.status, again.evidence) == (wilson(60, 80), Status.MEASURED, ("ev_repeats_purchase",))


def test_how_soon_and_how_many_without_weighing_are_the_figures_of_staying(loyal):
    """Four days to the next purchase; 50 of 200 repeats came without looking first."""
    days, skip = (metric for metric in metrics(loyal()) if metric.phase == "stay")
    assert (days.id, days.shown["de"], days.claim.n) == ("m_days_purchase", "4\u00a0Tage", 200)
    assert skip.name == {"en": "Purchase: again without “Look”", "de": "Kauf: wieder ohne „Schauen“"}
    assert (skip.shown["en"], skip.interval, skip.claim.share) == ("25%", wilson(50, 200), wilson(50, 200))


def test_the_share_without_weighing_has_the_interval_of_the_journeys(loyal):
    """Customers who repeat often widen it; the map shows the ends the figure of the journeys has."""
    rows = {"purchase": [{"repeats": 200, "skipping": 50, "lo": 0.15, "hi": 0.375}]}
    (skip,) = loyalty.metrics(loyal(loyalty=rows))
    assert (skip.interval.value, skip.interval.lo, skip.interval.hi) == (0.25, 0.15, 0.375)


def test_who_comes_back_without_weighing_is_named(loyal, shop_plan):
    """80 of 100 repeats of regulars skip looking, surely more than 25 % of all; ten repeats do not count."""
    people = (persona("pe_1", "Regulars"), persona("pe_2", "Seekers"), persona("pe_3", "Ten"))
    rows = {"pe_1": (100, 80), "pe_2": (60, 30), "pe_3": (10, 10)}
    each = {name: [{"repeats": n, "skipping": k}] for name, (n, k) in rows.items()}
    figures = dataclasses.replace(loyal(loyal=each), personas=people)
    loop = next(
        claim for cell in goals(shop_plan, figures) for claim in cell.claims if claim.id == "cl_loop_of_purchase"
    )
    assert loop.text == {
        "en": "“Regulars”: 80% of 100 repeats without “Look”",
        "de": "„Regulars“: 80\u00a0% von 100 Wiederholungen ohne „Schauen“",
    }
    assert (loop.share, loop.n) == (wilson(80, 100), 100)
    assert loop.detail["en"] == "Purchase again, 71% to 87%; of all customers 25%."
    alike = dataclasses.replace(loyal(loyal={"pe_1": [{"repeats": 100, "skipping": 26}]}), personas=people)
    assert "cl_loop_of_purchase" not in [claim.id for cell in goals(shop_plan, alike) for claim in cell.claims]


def persona(name: str, called: str) -> Persona:
    """Return a persona of 50 people."""
    return Persona(name, called, "count", "P", 50, wilson(50, 100), 0.9, 0.9)


def test_what_was_computed_from_the_purchase_cannot_be_skipped(loyal):
    """Where most contacts of weighing are derived, coming without one is an artefact and not told."""
    rows = [{"touchpoint": "page", "phase": "look", "customers": 100, "contacts": 400, "derived": 0.6}]
    assert [metric.id for metric in loyalty.metrics(loyal(touchpoints=rows))] == ["m_days_purchase"]


def test_nineteen_who_come_back_are_not_told(loyal, shop_plan):
    """19 customers bought twice: no goal, no figure, no phase of its own."""
    few = loyal(repeats={"purchase": [{"nth": 1, "customers": 80}, {"nth": 2, "customers": 19}]})
    assert (loyalty.goal(few), loyalty.phase(few), loyalty.metrics(few)) == (None, None, ())
    assert goals(shop_plan, few)[2].claims == ()


def test_nineteen_repeats_that_skip_are_not_told(loyal):
    """A share of 19 of 200 would tell of too few; that none skips may be said."""
    few, none = ({"purchase": [{"repeats": 200, "skipping": n, "median_days": None}]} for n in (19, 0))
    assert loyalty.metrics(loyal(loyalty=few)) == ()
    assert [metric.shown["en"] for metric in loyalty.metrics(loyal(loyalty=none))] == ["0%"]


def test_without_a_phase_of_keeping_the_loop_stands_at_its_goal(loyal):
    """Nobody was met in staying, so coming back is told where people buy."""
    rows = [{"phase": "look", "customers": 100, "touched": 100}, {"phase": "buy", "customers": 60, "touched": 60}]
    assert loyalty.phase(loyal(phases=rows)) == "buy"
