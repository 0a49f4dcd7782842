"""Comments, answers, and the people they call."""

from __future__ import annotations

import pytest

from wegweiser.errors import UnknownName

CELL = "cell:wishes/order"


@pytest.fixture
def said(store, ana, ben, bakery):
    """Return Ana's question to Ben at a cell."""
    return store.comments.add(bakery.id, CELL, ana.id, "Is this so, @Ben?", mentions=(ben.id, ana.id))


def test_a_comment_stands_where_it_was_written(store, clock, ana, ben, said):
    """It is found on its map and at its place, and nowhere else."""
    assert (said.by, said.at, said.mentions) == (ana.id, clock.now(), (ben.id, ana.id))
    assert store.comments.get(said.id) == said
    assert store.comments.of("bakery") == store.comments.of("bakery", CELL) == (said,)
    assert store.comments.of("bakery", "map") == store.comments.of("elsewhere") == ()


def test_answers_stay_with_the_first_comment(store, ana, ben, said):
    """An answer to an answer answers the first comment, at the first comment's place, in the order of writing."""
    answer = store.comments.add("bakery", "map", ben.id, "Yes.", answers=said.id)
    thanks = store.comments.add("bakery", "map", ana.id, "Thanks.", answers=answer.id)
    assert (answer.target, answer.answers) == (thanks.target, thanks.answers) == (CELL, said.id)
    assert [c.text for c in store.comments.of("bakery")] == ["Is this so, @Ben?", "Yes.", "Thanks."]


def test_an_answer_finds_its_comment_on_the_same_map(store, ana, said):
    """Neither an unknown comment nor one of another map can be answered."""
    store.maps.create("other", b"{}", by=ana.id, title="Other")
    for where, what in (("bakery", "cm_none"), ("other", said.id)):
        with pytest.raises(UnknownName):
            store.comments.add(where, CELL, ana.id, "So?", answers=what)


def test_whoever_is_called_is_told_once(store, ana, ben, said):
    """Ben has one unread comment until he reads it; Ana called herself, which tells her nothing."""
    assert store.comments.unread(ben.id) == (said,)
    assert store.comments.unread(ana.id) == ()
    assert store.comments.mark_read(ben.id, []) == 0
    assert store.comments.mark_read(ben.id, [said.id, "cm_none"]) == 1
    assert store.comments.mark_read(ben.id, [said.id]) == 0
    assert store.comments.unread(ben.id) == ()


def test_edited_words_call_only_new_people(store, clock, ben, said):
    """Ben has read it and is not told again; Cem is called for the first time."""
    store.comments.mark_read(ben.id, [said.id])
    clock.goes(minutes=1)
    edited = store.comments.edit(said.id, "@Ben, @Cem?", (ben.id, "pe_cem"))
    assert (edited.text, edited.edited, edited.at) == ("@Ben, @Cem?", clock.now(), said.at)
    assert store.comments.unread(ben.id) == ()
    assert store.comments.unread("pe_cem") == (edited,)


def test_a_settled_talk_no_longer_counts(store, clock, ana, ben, said):
    """Two open comments at the cell and one on the map; after settling the talk at the cell only the map's is left."""
    store.comments.add("bakery", CELL, ben.id, "Yes.", answers=said.id)
    store.comments.add("bakery", "map", ben.id, "Good.")
    assert store.comments.counts("bakery") == {CELL: 2, "map": 1}
    settled = store.comments.resolve(said.id, ana.id)
    assert (settled.resolved, settled.resolved_by) == (clock.now(), ana.id)
    assert store.comments.resolve(said.id, ben.id) == settled
    assert store.comments.counts("bakery") == {"map": 1}
    assert store.comments.reopen(said.id) == said
    assert store.comments.counts("bakery") == {CELL: 2, "map": 1}


def test_a_comment_with_answers_leaves_its_place(store, ben, said):
    """Its words go and its answer stays; without answers it is gone, and calls nobody any more."""
    answer = store.comments.add("bakery", CELL, ben.id, "Yes.", answers=said.id)
    assert store.comments.remove(said.id)
    assert [c.text for c in store.comments.of("bakery")] == ["", "Yes."]
    assert store.comments.unread(ben.id) == ()
    assert store.comments.remove(answer.id)
    assert store.comments.remove(said.id)
    assert not store.comments.remove(said.id)
    assert store.comments.of("bakery") == ()


def test_an_unknown_comment_is_named(store):
    """Whatever is asked of it."""
    for ask in (
        lambda: store.comments.get("cm_none"),
        lambda: store.comments.edit("cm_none", "x"),
        lambda: store.comments.resolve("cm_none", "pe_ana"),
        lambda: store.comments.reopen("cm_none"),
    ):
        with pytest.raises(UnknownName):
            ask()
