"""The SQL of every kind of funnel, as it is sent: a change of a definition shows here before it shows in a number."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wegweiser.domain.funnels import Funnel
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.journeys import Registry
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.funnels import funnel
from wegweiser.warehouse import Table
from wegweiser.warehouse.dialects import DuckDBDialect

NAMES = ("ad", "view", "cart", "buy", "help")
REGISTRY = Registry(tuple(Touchpoint(n, n, Match(event=n), channel="web") for n in NAMES), phase_model("five"))
NOTHING = Table("nothing")
TABLES = Tables(Table("step"), NOTHING, NOTHING, NOTHING, NOTHING, DuckDBDialect())
STEPS, WEEK, DAY = ("view", "cart", "buy"), timedelta(days=7), timedelta(days=1)
FUNNELS = {
    "plain": Funnel(STEPS),
    "with a window": Funnel(STEPS, within=WEEK),
    "of sessions": Funnel(("view", "buy"), unit="session"),
    "strict": Funnel(STEPS, order="strict", step_within=DAY),
    "in any order": Funnel((*STEPS, "view"), order="any", within=WEEK),
    "with all rules": Funnel(
        STEPS, WEEK, exclude=("help",), optional=("cart",), step_within=(DAY, WEEK), hold="object"
    ),
    "of attempts": Funnel(STEPS, within=WEEK, unit="attempt"),
    "by moments": Funnel(STEPS, within=WEEK, ties="same moment counts"),
    "strictly later": Funnel(("view", "buy"), ties="strictly later", hold="campaign"),
}


@pytest.mark.parametrize("name", FUNNELS)
def test_the_statement_is_the_reviewed_one(name, snapshot):
    """What is sent equals what was reviewed, word for word, and uses nothing other engines lack."""
    said = funnel(TABLES, FUNNELS[name], REGISTRY, (Table("event"), Table("signature"))).statement()
    plain = " ".join(said.lower().split())
    assert [word for word in (" qualify ", " asof ", " range between ", "filter (") if word in plain] == []
    assert said == snapshot
