from __future__ import annotations

from wegweiser.warehouse import Query, Table

EVENTS = Query("events", "select * from event")
BOUGHT = Query("bought", f"select * from {EVENTS} where name = 'buy'", (EVENTS,))
LEFT = Query("left", f"select * from {EVENTS} where name = 'leave'", (EVENTS,))


def test_a_query_without_inputs_is_its_own_statement():
    """Surrounding blanks go; nothing is added."""
    assert Query("one", "  select 1\n").statement() == "select 1"


def test_an_input_used_twice_is_written_once_and_before_its_users():
    """Two queries that read the same one share a single common table expression."""
    both = Query("both", f"select * from {BOUGHT} union all select * from {LEFT}", (BOUGHT, LEFT))
    assert both.statement() == (
        'with "events" as (select * from event),\n'
        '     "bought" as (select * from "events" where name = \'buy\'),\n'
        '     "left" as (select * from "events" where name = \'leave\')\n'
        'select * from "bought" union all select * from "left"'
    )


def test_names_are_quoted():
    """A quotation mark in a name cannot end the identifier."""
    assert str(Table('a"b')) == '"a""b"'
    assert str(Query('a"b', "select 1")) == '"a""b"'


def test_a_query_with_inputs_runs(warehouse):
    """The statement is one the engine takes, with an alias that needs quoting."""
    odd = Query('Ana\'s "days"', "select 1 as day union all select 2")
    counted = Query("counted", f"select count(*) as n, max(day) as last from {odd}", (odd,))
    assert warehouse.run(counted).one() == {"n": 2, "last": 2}
