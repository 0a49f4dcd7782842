"""A funnel, from its rule to its counts."""

from __future__ import annotations

from wegweiser.domain.funnels import Funnel, Order
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.funnels import anyorder, attempts, chains
from wegweiser.journeys.funnels.contacts import contacts
from wegweiser.journeys.funnels.counted import counted
from wegweiser.journeys.funnels.rules import Rule
from wegweiser.journeys.registry import Registry
from wegweiser.warehouse import Query, Table


def funnel(tables: Tables, asked: Funnel, registry: Registry, logs: tuple[Table, Table]) -> Query:
    """Per step how many customers, sessions or attempts reached it, by the funnel's rule.

    Args:
        tables: steps and codes.
        asked: the steps and their rule.
        registry: names the touchpoints.
        logs: the table of events, and that of their signatures.

    Raises:
        UnknownName: a step, or what is excluded, is no touchpoint.
    """
    codes = tuple(registry.touchpoint_id(step) for step in asked.steps)
    excluded = tuple(registry.touchpoint_id(name) for name in asked.exclude)
    rule = Rule(asked, codes, excluded, tables.dialect)
    return counted(tables, rule, _placed(rule, contacts(tables, rule, *logs)), logs[0])


def _placed(rule: Rule, log: Query) -> Query:
    """The contacts with the latest start of each place they can stand at."""
    if rule.funnel.order == Order.ANY:
        return anyorder.in_any_order(rule, log, "funnel")
    rows = chains.rows(rule, log)
    if not rule.attempts:
        return chains.walked(rule, rows, rule.ways, "funnel")
    # Where an attempt ends depends on the steps reached, so they are looked for once without attempts.
    tried = attempts.attempted(rule, rows, chains.walked(rule, rows, rule.ways, "try"))
    return chains.walked(rule, tried, (*rule.ways, "attempt"), "funnel")
