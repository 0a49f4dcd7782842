"""Every saved edit is a revision: numbered without gaps, refused when it comes too late, kept whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegweiser.domain.editing import Change, Draft, Revision, Thing
from wegweiser.errors import InvalidSetting, Stale, UnknownName

RENAMED = Change(Thing.PHASE, "ph_order", msgspec.Raw(b'{"name":"Order"}'), msgspec.Raw(b'{"name":"Buy"}'))
ADDED = Change(Thing.CLAIM, "cl_1", after=msgspec.Raw(b'{"text":"Fresh"}'))
NOON = datetime(2026, 10, 31, 12, tzinfo=UTC)


def saved(store, by, plan, expected=None):
    """Save a plan under a label that repeats it."""
    return store.maps.commit("bakery", plan, Draft(by, plan.decode()), expected=expected)


def test_a_new_map_stands_at_revision_0(store, ana, bakery):
    """The plan it was created with is number 0; the first edit will be number 1."""
    assert (bakery.title, bakery.kind, bakery.revision) == ({"en": "Bakery", "de": "Bäckerei"}, "current", 0)
    assert (bakery.created, bakery.changed, bakery.by) == (NOON, NOON, ana.id)
    assert store.maps.head("bakery") == (b'{"title":"Bakery"}', 0)
    assert store.maps.revisions("bakery") == ()
    assert store.maps.get("bakery") == bakery


def test_a_revision_keeps_what_was_changed(store, clock, ben, bakery):
    """Label in both languages, changes with their JSON, what it takes back; and the portfolio shows who was last."""
    clock.goes(minutes=5)
    draft = Draft(ben.id, {"en": "Renamed", "de": "Umbenannt"}, (RENAMED, ADDED))
    made = store.maps.commit(bakery.id, b"{}", draft, expected=0)
    assert (made.number, made.at, made.by, made.label, made.undoes) == (1, clock.now(), ben.id, draft.label, None)
    (kept,) = store.maps.revisions("bakery")
    assert kept == store.maps.revision("bakery", 1)
    assert msgspec.json.encode(kept) == msgspec.json.encode(made)
    assert [bytes(c.after) for c in kept.changes] == [b'{"name":"Buy"}', b'{"text":"Fresh"}']
    assert kept.changes[1].before is None
    entry = store.maps.get("bakery")
    assert (entry.revision, entry.changed, entry.by, entry.created) == (1, clock.now(), ben.id, NOON)
    assert store.maps.commit("bakery", b"{}", Draft(ben.id, "Undo", undoes=1)).undoes == 1


def test_an_edit_of_the_title_renames_the_map(store, ana, bakery):
    """Title and kind in the portfolio follow the draft, and stay where it says nothing of them."""
    store.maps.commit(bakery.id, b"{}", Draft(ana.id, "Renamed", title="Bread", kind="target"))
    entry = store.maps.get("bakery")
    assert (entry.title, entry.kind) == ("Bread", "target")
    saved(store, ana.id, b"{}")
    assert store.maps.get("bakery").title == "Bread"


def test_an_edit_against_an_older_revision_is_refused(store, ana, ben, bakery):
    """Ben saves first; Ana's edit was made against 0 and leaves nothing behind."""
    saved(store, ben.id, b'"ben"', expected=0)
    with pytest.raises(Stale) as refused:
        saved(store, ana.id, b'"ana"', expected=0)
    assert (refused.value.map, refused.value.expected, refused.value.head) == (bakery.id, 0, 1)
    assert store.maps.head("bakery") == (b'"ben"', 1)
    assert [r.by for r in store.maps.revisions("bakery")] == [ben.id]
    assert saved(store, ana.id, b'"ana"', expected=1).number == 2


def test_of_many_edits_against_one_revision_one_is_saved(store, ana, bakery):
    """Eight people save against 0 at once: one is acknowledged, seven are told the head is 1."""

    def tried(n):
        try:
            return saved(store, ana.id, b"%d" % n, expected=0)
        except Stale as stale:
            return stale.head

    with ThreadPoolExecutor(8) as crowd:
        outcomes = list(crowd.map(tried, range(8)))
    (winner,) = (one for one in outcomes if isinstance(one, Revision))
    assert sorted(one for one in outcomes if one is not winner) == [1] * 7
    assert store.maps.head(bakery.id)[0].decode() == winner.label


def test_edits_that_expect_nothing_are_all_saved(store, ana, bakery):
    """Forty edits from eight threads get the numbers 1 to 40, and each keeps its own plan."""
    with ThreadPoolExecutor(8) as crowd:
        made = list(crowd.map(lambda n: saved(store, ana.id, b"%d" % n), range(40)))
    assert sorted(r.number for r in made) == list(range(1, 41))
    assert all(store.maps.plan_at(bakery.id, r.number).decode() == r.label for r in made)


def test_revisions_are_listed_in_pages(store, ana, bakery):
    """Forwards after a number, backwards before one."""
    for n in range(1, 6):
        saved(store, ana.id, b"%d" % n)
    listed = store.maps.revisions
    assert [r.number for r in listed("bakery")] == [1, 2, 3, 4, 5]
    assert [r.number for r in listed("bakery", after=2, limit=2)] == [3, 4]
    assert [r.number for r in listed("bakery", after=-1, limit=1)] == [1]
    assert [r.number for r in store.maps.latest("bakery", limit=2)] == [5, 4]
    assert [r.number for r in store.maps.latest("bakery", before=4)] == [3, 2, 1]
    assert listed(bakery.id, after=5) == ()


def test_every_plan_can_be_had_again(store, ana, bakery):
    """A plan of 100 kB is kept beside the first; a number nobody saved has none."""
    large = msgspec.json.encode({"words": "Brötchen " * 12_000})
    saved(store, ana.id, large)
    assert store.maps.plan_at(bakery.id, 1) == large
    assert store.maps.plan_at(bakery.id, 0) == b'{"title":"Bakery"}'
    for number in (2, -1):
        with pytest.raises(UnknownName):
            store.maps.plan_at(bakery.id, number)
        with pytest.raises(UnknownName):
            store.maps.revision(bakery.id, number)


def test_a_map_nobody_made_is_named(store, ana, bakery):
    """Asking for `bakry` says that `bakery` may be meant, whatever is asked of it."""
    asked = (
        lambda: store.maps.get("bakry"),
        lambda: store.maps.head("bakry"),
        lambda: store.maps.commit("bakry", b"{}", Draft(ana.id, "x"), expected=3),
        lambda: store.maps.change("bakry", owner=ana.id),
        lambda: store.maps.archive("bakry"),
        lambda: store.maps.set_mirrored("bakry", 0, ""),
    )
    for ask in asked:
        with pytest.raises(UnknownName, match=f"Did you mean '{bakery.id}'"):
            ask()


def test_an_id_belongs_to_one_map(store, ana, bakery):
    """A second map called `bakery` is refused and the first is as it was."""
    with pytest.raises(InvalidSetting, match="'bakery' already"):
        store.maps.create("bakery", b"{}", by=ana.id, title="Another")
    assert store.maps.all() == (bakery,)


def test_maps_hang_below_each_other_without_a_circle(store, ana, bakery):
    """A child names its parent; a parent that does not exist or is a descendant is refused."""
    child = store.maps.create("order", b"{}", by=ana.id, title="Order", parent=bakery.id)
    grandchild = store.maps.create("pay", b"{}", by=ana.id, title="Pay", parent=child.id)
    assert store.maps.change("order", parent_step="st_order").parent_step == "st_order"
    for parent in (bakery.id, child.id, grandchild.id):
        with pytest.raises(InvalidSetting, match="below itself"):
            store.maps.change("bakery", parent=parent)
    with pytest.raises(UnknownName):
        store.maps.create("x", b"{}", by=ana.id, title="X", parent="nowhere")
    assert store.maps.change("order", parent=None).parent is None
    assert [m.id for m in store.maps.all()] == ["bakery", "order", "pay"]


def test_owner_and_review_are_set_without_a_revision(store, ben, bakery):
    """They are about the map, not in it; what is not told stays."""
    changed = store.maps.change("bakery", owner=ben.id, review_days=30, review_next=date(2026, 12, 1))
    assert (changed.owner, changed.review_days, changed.review_next) == (ben.id, 30, date(2026, 12, 1))
    changed = store.maps.change("bakery", review_next=None)
    assert (changed.owner, changed.review_next, changed.revision) == (ben.id, None, bakery.revision)


def test_an_archived_map_is_out_of_sight_and_whole(store, ana, bakery):
    """It is listed only where archived ones are asked for, and comes back with its revisions."""
    saved(store, ana.id, b"{}")
    assert store.maps.archive(bakery.id).archived
    assert store.maps.all() == ()
    assert [m.id for m in store.maps.all(archived=True)] == ["bakery"]
    assert store.maps.unarchive("bakery").revision == 1
    assert [m.id for m in store.maps.all()] == ["bakery"]


def test_what_stands_in_the_file_is_remembered(store, bakery):
    """Before the first mirror there is none; afterwards the revision and the hash of the file."""
    assert store.maps.mirrored(bakery.id) is None
    store.maps.set_mirrored(bakery.id, 0, "ab12")
    assert store.maps.mirrored(bakery.id) == (0, "ab12")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(st.sampled_from(["a", "b"]), st.one_of(st.none(), st.integers(-2, 0))), max_size=12))
def test_numbers_are_dense_and_the_head_is_the_last_plan(store, ana, edits):
    """Whatever is saved to two maps in whatever order, expecting the head or one before: no gap, and nothing lost."""
    run = len(store.maps.all())
    heads = {}
    for name in ("a", "b"):
        store.maps.create(f"{name}{run}", name.encode(), by=ana.id, title=name)
        heads[f"{name}{run}"] = [name.encode()]
    for step, (name, behind) in enumerate(edits):
        plans, plan = heads[f"{name}{run}"], b"%d" % step
        head = len(plans) - 1
        expected = None if behind is None else head + behind
        draft = Draft(ana.id, "edit")
        if expected not in {None, head}:
            with pytest.raises(Stale, match=f"at revision {head},"):
                store.maps.commit(f"{name}{run}", plan, draft, expected=expected)
        else:
            plans.append(plan)
            assert store.maps.commit(f"{name}{run}", plan, draft, expected=expected).number == head + 1
    for name, plans in heads.items():
        assert store.maps.head(name) == (plans[-1], len(plans) - 1)
        assert [r.number for r in store.maps.revisions(name)] == list(range(1, len(plans)))
        assert [store.maps.plan_at(name, n) for n in range(len(plans))] == plans
