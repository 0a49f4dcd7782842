"""The same number in every view: credit, roles and patterns count the same journeys, by lot and in real clicks."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.journeys.conftest import Shop, by_lot, clicks, journeys_of

from wegweiser.domain.attribution import ALL, Basis, By, Model
from wegweiser.levers import Attribution, Roles
from wegweiser.stats.attribution.higher import conversion_rate
from wegweiser.warehouse import Warehouse

BUYING = Basis("purchase")


@pytest.fixture(scope="module", params=["by lot", pytest.param("clicks", marks=pytest.mark.data)])
def asked(request, tmp_path_factory):
    """Return journeys, attribution and roles: of a shop filled by lot, or of the planted clicks."""
    if request.param == "clicks":
        with journeys_of(clicks(request.getfixturevalue("shared_data"))) as journeys:
            asking = journeys._asking  # noqa: SLF001  (no other way to the warehouse the clicks lie in)
            yield journeys, Attribution(asking.warehouse, asking.registry), Roles(asking.warehouse, asking.registry)
        return
    with Warehouse(tmp_path_factory.mktemp("lot"), threads=1) as warehouse:
        shop = Shop(warehouse)
        shop.load(by_lot())
        shop.build()
        yield shop.journeys, Attribution(warehouse, shop.registry), Roles(warehouse, shop.registry)


def conversions(journeys):
    """Return how many journeys the goals count as converted."""
    return next(row["converted"] for row in journeys.goals().rows() if row["goal"] == "purchase")


@pytest.mark.parametrize("by", list(By))
def test_every_model_divides_the_conversions_of_the_goal(asked, by):
    """Credit adds up to what goals, paths and patterns call converted, the rows beside the items included."""
    journeys, attribution, _ = asked
    credit = attribution.credit(Basis("purchase", by=by), [*ALL, Model.MARKOV_2, Model.MARKOV_3])
    found = Counter()
    for row in credit.rows():
        found[row["model"]] += row["credit"]
    assert set(found) == {*ALL, Model.MARKOV_2, Model.MARKOV_3}
    for model, total in found.items():
        assert total == pytest.approx(conversions(journeys), abs=1e-6), model


def test_participation_is_what_a_pattern_finds(asked):
    """A contact's participation: of the journeys that converted, those on whose way a pattern finds it."""
    journeys, attribution, _ = asked
    total = conversions(journeys)
    for row in attribution.credit(BUYING, [Model.LINEAR]).rows():
        if not row["touchpoint"].startswith("("):
            search = journeys.patterns.search(row["touchpoint"], "purchase").one()
            assert (row["touching"], row["participation"]) == (search["converted"], search["converted"] / total)


def test_roles_and_removal_touch_what_credit_touches(asked):
    """The number of conversions an item touches is the same beside credit, removal effect and role."""
    _, attribution, roles = asked
    credit = attribution.credit(BUYING, [Model.FIRST, Model.LAST]).rows()
    touching = {row["touchpoint"]: row["touching"] for row in credit if row["touching"]}
    assert {row["touchpoint"]: row["touching"] for row in roles.roles(BUYING).rows()} == touching
    removal = attribution.removal(BUYING).rows()
    assert {row["touchpoint"]: row["touching"] for row in removal if row["touching"]} == touching


def test_openers_and_closers_are_those_who_get_first_and_last_credit(asked):
    """Of several contacts the first or last, or the only one: the conversions first and last touch credit."""
    _, attribution, roles = asked
    rows = attribution.credit(BUYING, [Model.FIRST, Model.LAST]).rows()
    credit = {(row["model"], row["touchpoint"]): row["credit"] for row in rows}
    for row in roles.roles(BUYING).rows():
        for model, role in ((Model.FIRST, "opener"), (Model.LAST, "closer")):
            found = (row[role] + row["alone"]) * row["touching"]
            assert found == pytest.approx(credit[model, row["touchpoint"]], abs=1e-6)


def test_channels_get_what_their_touchpoints_get(asked):
    """Linear credit of a channel is that of its touchpoints together."""
    journeys, attribution, _ = asked
    of = {row["touchpoint"]: row["channel"] for row in journeys.touchpoints().rows()}
    summed = Counter()
    for row in attribution.credit(BUYING, [Model.LINEAR]).rows():
        summed[of.get(row["touchpoint"], row["touchpoint"])] += row["credit"]
    found = attribution.credit(Basis("purchase", by=By.CHANNEL), [Model.LINEAR]).rows()
    assert {row["channel"]: row["credit"] for row in found} == pytest.approx(dict(summed), abs=1e-6)


def test_first_impressions_are_the_ways_in(asked):
    """Customers by their first contact are the moves that leave '(start)', but for those who begin with the goal."""
    journeys, _, roles = asked
    ways_in = {
        row["target"]: row["transitions"]
        for row in journeys.transitions(ends=True).rows()
        if row["source"] == "(start)" and row["target"] not in {"buy", "purchase"}
    }
    rows = roles.first_impression("purchase").rows()
    found = {row["touchpoint"]: row["customers"] for row in rows if not row["touchpoint"].startswith("(")}
    assert found == ways_in


@pytest.mark.parametrize("order", [1, 2, 3])
def test_the_chain_converts_at_the_rate_of_the_goal(asked, order):
    """With nothing removed, a chain of any memory converts as often as the journeys a pattern finds contacts in."""
    journeys, attribution, _ = asked
    counted = attribution.counted(BUYING)
    search = journeys.patterns.search(f"({' | '.join(counted.scope.names)})", "purchase").one()
    assert conversion_rate(counted.moves(order).cells()) == pytest.approx(search["rate"])
