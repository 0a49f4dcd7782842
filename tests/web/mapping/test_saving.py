"""Edits of Ana (admin) and Ben (editor) on one small map."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role
from wegweiser.errors import Conflict, InvalidSetting, Stale, StoreProblem, UnknownName
from wegweiser.maps import editing
from wegweiser.maps.editing import edits
from wegweiser.web import mapping
from wegweiser.web.mapping import saving

MAP = "first_order"


@pytest.fixture
def ana(visit):
    """Return a visit of the first person who edits."""
    return visit(Role.ADMIN)


@pytest.fixture
def ben(visit):
    """Return a visit of the second one."""
    return visit(Role.EDITOR)


def test_an_edit_becomes_a_revision_with_its_author_and_place(ana, texts, site):
    """The text is changed, the revision names who and what, and only its cell and the head are drawn anew."""
    saved = mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="It was fast"))
    assert (saved.revision, saved.touched, texts("experience", "order")) == (
        1,
        ("head", "cell:experience/order"),
        ["It was fast", "It was dear"],
    )
    (revision,) = site.store.maps.revisions(MAP)
    assert (revision.by, revision.changes[0].id) == (ana.person.id, "cl_a")
    assert site.store.audit.page()[0].target == f"map:{MAP}"


def test_an_edit_that_changes_nothing_makes_no_revision(ana):
    """The same text again leaves the map at the revision it had."""
    assert mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="It was quick")).revision == 0


def test_two_edits_of_different_places_both_stay(ana, ben, texts):
    """Ben edits what he saw before Ana saved: his text and hers are both there."""
    mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="Ana wrote this"), since=0)
    saved = mapping.save(ben, MAP, edits.EditClaim(id="cl_b", text="Ben wrote this", base="It was dear"), since=0)
    assert (saved.revision, saved.conflict) == (2, None)
    assert texts("experience", "order") == ["Ana wrote this", "Ben wrote this"]


def test_two_texts_for_one_statement_are_both_kept_and_told(ana, ben, texts):
    """Ana was faster: her text stays, Ben's becomes a statement of its own right after it."""
    mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="Ana's words", base="It was quick"))
    saved = mapping.save(ben, MAP, edits.EditClaim(id="cl_a", text="Ben's words", base="It was quick"), since=0)
    assert texts("experience", "order") == ["Ana's words", "Ben's words", "It was dear"]
    assert (saved.conflict.mine, saved.conflict.theirs, bool(saved.conflict.added)) == (
        "Ben's words",
        "Ana's words",
        True,
    )


def test_two_names_for_one_phase_leave_the_first_and_tell_the_second(ana, ben):
    """A phase has one name: nothing is written over, and Ben learns what Ana wrote."""
    mapping.save(ana, MAP, edits.EditPhase(id="order", name="Buy", base="Order"))
    saved = mapping.save(ben, MAP, edits.EditPhase(id="order", name="Purchase", base="Order"))
    assert (saved.revision, saved.conflict.theirs, saved.conflict.mine, saved.conflict.added) == (
        1,
        "Buy",
        "Purchase",
        "",
    )


def test_everybody_undoes_her_own_last_edit(ana, ben, texts):
    """Ana's undo takes back hers although Ben saved after it; redo makes it again; then there is nothing more."""
    mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="Ana's words"))
    mapping.save(ben, MAP, edits.EditClaim(id="cl_b", text="Ben's words"))
    mapping.undo(ana, MAP)
    assert texts("experience", "order") == ["It was quick", "Ben's words"]
    assert saving.can_undo(ana, MAP) == (False, True)
    mapping.redo(ana, MAP)
    assert texts("experience", "order") == ["Ana's words", "Ben's words"]
    assert saving.can_undo(ana, MAP) == (True, False)
    with pytest.raises(InvalidSetting, match="nothing of yours to redo"):
        mapping.redo(ana, MAP)


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        ("", "three"),
        ("u", "two"),
        ("uu", "one"),
        ("uur", "two"),
        ("uurr", "three"),
        ("uurru", "two"),
        ("uuruu", "It was quick"),
        ("uurue", "new"),
        ("uurueu", "one"),
    ],
)
def test_undo_and_redo_walk_back_and_forth(ana, texts, steps, text):
    """Three edits, then any walk of undo (u), redo (r) and a new edit (e)."""
    for words in ("one", "two", "three"):
        mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text=words))
    for step in steps:
        if step == "e":
            mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="new"))
        else:
            (mapping.undo if step == "u" else mapping.redo)(ana, MAP)
    assert texts("experience", "order")[0] == text


def test_a_new_edit_ends_redo(ana):
    """What was undone before a new edit is not made again by accident."""
    mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="one"))
    mapping.undo(ana, MAP)
    mapping.save(ana, MAP, edits.EditClaim(id="cl_b", text="two"))
    assert saving.can_undo(ana, MAP) == (True, False)


def test_undo_overwrites_nothing_somebody_wrote_since(ana, ben, texts):
    """Ben changed the same statement after Ana: her undo is refused and his words stay."""
    mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="Ana's words"))
    mapping.save(ben, MAP, edits.EditClaim(id="cl_a", text="Ben's words"))
    with pytest.raises(Conflict):
        mapping.undo(ana, MAP)
    assert texts("experience", "order")[0] == "Ben's words"


def test_an_edit_that_comes_second_is_made_again_on_the_newest_plan(ana, ben, texts, site, monkeypatch):
    """Ben commits between Ana's reading and her commit: she is applied once more, and both are there."""
    commit, raced = site.store.maps.commit, []

    def slow(map_id, plan, draft, *, expected=None):
        if not raced:
            raced.append(True)
            mapping.save(ben, MAP, edits.EditClaim(id="cl_b", text="Ben's words"))
        return commit(map_id, plan, draft, expected=expected)

    monkeypatch.setattr(site.store.maps, "commit", slow)
    assert mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="Ana's words")).revision == 2
    assert texts("experience", "order") == ["Ana's words", "Ben's words"]


def test_who_always_comes_second_is_told_so_in_the_end(ana, site, monkeypatch):
    """After twenty tries the edit is refused as stale and nothing was written."""

    def never(map_id, *_, expected=None):
        raise Stale(map_id, expected, expected + 1)

    monkeypatch.setattr(site.store.maps, "commit", never)
    with pytest.raises(Stale):
        mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="Ana's words"))


def test_an_archived_map_is_not_edited(ana, site):
    """It may be read; the refusal says how to edit it again."""
    mapping.opened(site, MAP)
    site.store.maps.archive(MAP)
    with pytest.raises(InvalidSetting, match="put away"):
        mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="x"))
    assert mapping.opened(site, MAP).revision == 0


def test_what_is_not_there_any_more_is_named(ana):
    """An edit of a statement nobody knows, or of a map nobody knows, says which name it was."""
    with pytest.raises(UnknownName, match="cl_none"):
        mapping.save(ana, MAP, edits.EditClaim(id="cl_none", text="x"))
    with pytest.raises(UnknownName, match="second_order"):
        mapping.save(ana, "second_order", edits.SetOwner(owner="Ana"))


def test_a_new_title_and_owner_stand_in_the_list_of_maps(ana, site):
    """The entry follows what the map itself says."""
    mapping.save(ana, MAP, edits.SetText(field="title", words="Second order"))
    mapping.save(ana, MAP, edits.SetOwner(owner="Ana"))
    entry = site.store.maps.get(MAP)
    assert (entry.title, entry.owner) == ({"en": "Second order", "de": "Erstbestellung"}, "Ana")


def test_an_edit_that_is_kept_is_answered_so_whatever_fails_after_it(ana, site, texts, monkeypatch, caplog):
    """The audit log takes nothing any more: the edit stands, and whoever runs the server reads of it."""

    def down(*_args, **_more):
        raise StoreProblem("the disk is full")

    monkeypatch.setattr(site.store.audit, "note", down)
    assert mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="It was fast")).revision == 1
    assert texts("experience", "order")[0] == "It was fast"
    assert "Revision 1 of first_order is kept" in caplog.text


def test_of_a_bundle_the_rest_can_be_undone(ana, ben, texts, site):
    """A file changed two statements; Ben reworded one, which is named in words, stays, and lets the other go."""
    plan = mapping.opened(site, MAP).plan
    changed = plan
    for name, text in (("cl_a", "From a file"), ("cl_b", "From a file, too")):
        changed = editing.apply(changed, None, edits.EditClaim(id=name, text=text), "en").plan
    saving.revise(ana, MAP, editing.diff(plan, changed), "Imported")
    mapping.save(ben, MAP, edits.EditClaim(id="cl_b", text="Ben wrote this"))
    with pytest.raises(Conflict, match="Statement “Ben wrote this”") as refused:
        mapping.undo(ana, MAP)
    assert refused.value.rest == 1
    mapping.undo(ana, MAP, rest=True)
    assert texts("experience", "order") == ["It was quick", "Ben wrote this"]
    mapping.redo(ana, MAP)
    assert texts("experience", "order") == ["From a file", "Ben wrote this"]
