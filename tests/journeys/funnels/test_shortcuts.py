"""Shortcuts other tools take give other numbers, on a log of made-up customers with ties; the page tells which."""

from __future__ import annotations

import importlib.util
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from wegweiser.domain.funnels import Funnel
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.journeys import Registry
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.funnels import funnel
from wegweiser.warehouse import Query, Table

ROOT = Path(__file__).parents[3]
FUNNELS = (("category_view", "product_view", "cart_add"), ("product_view", "cart_add", "purchase"))
WEEK, PEOPLE = timedelta(days=7), 40_000

FIRST_START = """
with placed as (select profile_id, seq, occurred_at, t.id from step s join code t on t.touchpoint_id = s.touchpoint_id),
one as (select profile_id, min(seq) as seq, min(occurred_at) as since from placed where id = '{}' group by 1),
two as (select o.profile_id, o.since, min(p.seq) as seq from one o join placed p on p.profile_id = o.profile_id
         and p.id = '{}' and p.seq > o.seq and p.occurred_at <= o.since + interval 7 day group by 1, 2)
select count(distinct p.profile_id) as reached from two o join placed p on p.profile_id = o.profile_id
 and p.id = '{}' and p.seq > o.seq and p.occurred_at <= o.since + interval 7 day
"""
"""The whole funnel begun with each customer's first start, and with no later one."""


@pytest.fixture(scope="module")
def generator():
    """Return the generator of the benchmarks' logs."""
    spec = importlib.util.spec_from_file_location("funnels_generate", ROOT / "benchmarks" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def buyers(engine, generator):
    """Return what counts who gets to the last step, over the log of 40,000 customers with the seed 7."""
    log = generator.generate(PEOPLE, seed=7)
    names = generator.names()[0]
    order = np.lexsort((np.arange(len(log.at)), log.at, log.customer))
    columns = {
        "profile_id": pa.array(log.customer[order], pa.int64()),
        "seq": pa.array(np.arange(len(order)), pa.int32()),
        "occurred_at": pa.array(log.at[order].astype("datetime64[us]")),
        "touchpoint_id": pa.array(log.event[order], pa.int16()),
        "session": pa.array(np.zeros(len(order)), pa.int32()),
    }
    steps_table = engine.offer("step", pa.table(columns))
    engine.offer("code", pa.table({"touchpoint_id": pa.array(range(len(names)), pa.int16()), "id": names}))
    registry = Registry(tuple(Touchpoint(n, n, Match(event=n), channel="web") for n in names), phase_model("five"))
    nothing = Table("nothing")
    tables = Tables(steps_table, nothing, nothing, nothing, nothing, engine.dialect)

    def count(steps, **rules):
        return engine.run(funnel(tables, Funnel(steps, **rules), registry, (steps_table, nothing))).column("reached")[
            -1
        ]

    def first_start(steps):
        return engine.run(Query("first_start", FIRST_START.format(*steps))).one()["reached"]

    return count, first_start


def test_shortcuts_give_other_numbers_and_the_page_tells_them(buyers):
    """Exact, same moment, strictly later, first start only, any order and without a window, as printed."""
    count, first_start = buyers
    found = {
        "exact, ties in the order of the log": [count(steps, within=WEEK) for steps in FUNNELS],
        "contacts of one moment in either order": [
            count(steps, within=WEEK, ties="same moment counts") for steps in FUNNELS
        ],
        "each step strictly later": [count(steps, within=WEEK, ties="strictly later") for steps in FUNNELS],
        "only the first start of each customer": [first_start(steps) for steps in FUNNELS],
        "any order": [count(steps, within=WEEK, order="any") for steps in FUNNELS],
        "no window": [count(steps) for steps in FUNNELS],
    }
    exact, *others = found.values()
    assert all(other != exact for other in others)
    page = (ROOT / "docs" / "explanation" / "funnels.md").read_text("utf-8")
    for name, counts in found.items():
        cells = [said(n, of) for n, of in zip(counts, exact, strict=True)]
        assert f"| {name} | {' | '.join(cells)} |" in page, (name, cells)


def said(count, exact):
    """Return a count and by how much it differs from the exact one."""
    return f"{count}" if count == exact else f"{count} ({round(100 * (count / exact - 1)):+d} %)".replace("-", "\u2212")
