"""Columns of another wave are recognised, each by the surest way there is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wegweiser.domain.surveys import Item, Role
from wegweiser.voice.surveys.dictionaries import Field
from wegweiser.voice.surveys.matching import How, match
from wegweiser.voice.surveys.profiles import Column


def item(name, role=Role.ANSWER, **more):
    """Return an item of one column."""
    return Item(name.casefold(), f"Asked {name}", role, (name,), **more)


def column(name, place=0, **values):
    """Return a column with 100 rows of each value (written v1, v2, ...)."""
    told = {key.lstrip("v"): n for key, n in values.items()} or {"1": 100}
    return Column(name, place, 100, sum(told.values()), len(told), 1.0, told)


def how(items, columns, **more):
    """Return item, column and way of every match."""
    return {one.item: (one.column, one.how) for one in match(items, columns, **more).found}


def test_each_way_of_naming_is_told():
    """The same name, another spelling, a moved number, the dictionary's text."""
    items = [item("SHOP"), item("WEB"), item("Q20Age"), item("Q7OLD")]
    columns = [column("SHOP"), column("*Web "), column("Q19AGE"), column("Z9")]
    told = {"z9": Field("Z9", "Asked Q7OLD")}
    assert how(items, columns, dictionary=told) == {
        "shop": ("SHOP", How.NAME),
        "web": ("*Web ", How.SPELLING),
        "q20age": ("Q19AGE", How.NUMBER),
        "q7old": ("Z9", How.TEXT),
    }


def test_a_typing_error_is_seen_through_by_name_and_spread():
    """INCME is Income where its answers are spread alike."""
    before = {"q22income": column("Q22Income", 10, v1=40, v2=60)}
    found = match([item("Q22Income")], [column("Q21INCME", 9, v1=45, v2=55)], before=before).found
    assert [(one.column, one.how) for one in found] == [("Q21INCME", How.LIKENESS)]
    assert 0.6 < found[0].score < 1


def test_columns_of_one_question_are_paired_in_their_order():
    """Q8-1 and Q8-2 are Q8COM and Q8COM2."""
    items = [item("Q8-1", Role.CODED), item("Q8-2", Role.CODED)]
    assert how(items, [column("Q8COM"), column("Q8COM2")]) == {
        "q8-1": ("Q8COM", How.ORDER),
        "q8-2": ("Q8COM2", How.ORDER),
    }


def test_sorted_comments_with_another_code_list_are_not_taken_for_the_same():
    """Code 327 is in no list here: its words would be wrong, so the column is new and the item gone."""
    items = [item(f"Q8-{n}", Role.CODED, levels={"1": "Dirty", "2": "Dear"}) for n in (1, 2)]
    found = match(items, [column("Q8COM", v1=50, v327=50), column("Q8COM2", v1=100)])
    assert (found.found, found.gone, found.new) == ((), ("q8-1", "q8-2"), ("Q8COM", "Q8COM2"))


def test_what_is_gone_and_what_is_new_is_said():
    """Nobody asks for recommendations any more; pets are new."""
    found = match([item("NETPRO"), item("SHOP")], [column("SHOP"), column("Q18PET", v5=100)])
    assert (found.gone, found.new) == (("netpro",), ("Q18PET",))


@given(st.lists(st.sampled_from(["Q1Age", "q2age", "AGE", "Q3Web", "WEB", "Q4-1", "Q4-2", "Pet"]), unique=True))
def test_no_column_holds_two_questions(names):
    """Whatever the names, every item and every column stands in one match at most, and none is lost."""
    items = [item(name) for name in ("Q9Age", "Web", "Q4COM1", "Q4COM2")]
    columns = [column(name, place) for place, name in enumerate(names)]
    matched = match(items, columns)
    held = [one.column for one in matched.found]
    assert len(held) == len(set(held))
    assert sorted([*held, *matched.new]) == sorted(names)
    assert sorted([*(one.item for one in matched.found), *matched.gone]) == sorted(one.id for one in items)
