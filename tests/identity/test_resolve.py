from __future__ import annotations

import pytest

from wegweiser.domain.events import KINDS, IdentifierKind, Strength
from wegweiser.errors import UnknownName
from wegweiser.i18n import read
from wegweiser.identity import resolve

ANA, BEN, CEM = "customer:ana", "customer:ben", "customer:cem"
ANAS, SHARED = "email:ana@example.org", "email:office@example.org"
COOKIE, OTHER, TABLET = "cookie:c1", "cookie:c2", "device:tablet"

# name: (sightings, clusters of more than one identifier, refused links)
TRUTH = {
    "nothing seen together stays apart": ([], [], []),
    "a customer and an e-mail are one person": ([(0, ANA, ANAS)], [{ANA, ANAS}], []),
    "a cookie linked to an e-mail linked to a customer is all one": (
        [(0, COOKIE, ANAS), (1, ANAS, ANA)],
        [{ANA, ANAS, COOKIE}],
        [],
    ),
    "cookies linked only to each other are one profile": ([(0, COOKIE, OTHER)], [{COOKIE, OTHER}], []),
    "a phone number is stored and never merges": ([(0, ANA, "phone:1"), (1, BEN, "phone:1")], [], []),
    "a shared e-mail belongs to whoever used it first": (
        [(0, ANA, SHARED), (1, BEN, SHARED)],
        [{ANA, SHARED}],
        [(BEN, SHARED, "customer", "most")],
    ),
    "two customers in one event do not merge": ([(0, ANA, BEN)], [], [(ANA, BEN, "customer", "most")]),
    "a device is no bridge between two people": (
        [(0, ANA, TABLET), (1, BEN, TABLET)],
        [{ANA, TABLET}],
        [],
    ),
    "a device that never logged in follows its group": (
        [(0, COOKIE, TABLET), (1, TABLET, ANA)],
        [{ANA, TABLET, COOKIE}],
        [],
    ),
    "a cookie keeps its own login although its tablet is shared": (
        [(0, COOKIE, TABLET), (0, OTHER, TABLET), (1, COOKIE, ANA), (2, OTHER, BEN)],
        [{ANA, COOKIE, TABLET}, {BEN, OTHER}],
        [],
    ),
    "a blocked value links nobody": ([(0, ANA, "email:Guest"), (1, BEN, "email:Guest")], [], []),
}


@pytest.mark.parametrize("case", TRUTH)
def test_the_table_of_cases(seen, case):
    """Each case gives exactly its clusters and its refused links."""
    sightings, together, refused = TRUTH[case]
    seen.number(ANA, BEN, CEM, ANAS, SHARED, COOKIE, OTHER, TABLET, "phone:1", "email:Guest")
    seen.load("file", sightings)
    found = resolve(seen.warehouse)
    assert {c for c in seen.partition() if len(c) > 1} == {frozenset(c) for c in together}
    assert seen.conflicts() == refused
    assert found.conflicts == len(refused)


def test_a_tablet_moves_to_the_newest_login(seen, at):
    """Ana logs in on day 2, Ben on day 5: before day 5 the tablet is Ana's, from then on Ben's."""
    seen.load("file", [(2, ANA, TABLET), (5, BEN, TABLET)])
    found = resolve(seen.warehouse)
    assert seen.turns() == {TABLET: [(ANA, None, at(5)), (BEN, at(5), None)]}
    assert (found.profiles, found.merged, found.moved) == (2, 1, 1)


def test_a_tablet_comes_back_with_its_owner(seen, at):
    """Ana logs in on days 2 and 9, Ben on day 5: the tablet is Ana's, then Ben's, then Ana's again."""
    seen.load("file", [(2, ANA, TABLET), (5, BEN, TABLET), (9, ANA, TABLET)])
    resolve(seen.warehouse)
    assert seen.turns() == {TABLET: [(ANA, None, at(5)), (BEN, at(5), at(9)), (ANA, at(9), None)]}


def test_taking_turns_is_seen_by_first_and_last_login_only(seen, at):
    """Ana logs in on days 1, 3 and 5, Ben on 2 and 4: day 3 is missed, which the rules state."""
    seen.load("file", [(1, ANA, TABLET), (2, BEN, TABLET), (3, ANA, TABLET), (4, BEN, TABLET), (5, ANA, TABLET)])
    resolve(seen.warehouse)
    assert seen.turns() == {TABLET: [(ANA, None, at(2)), (BEN, at(2), at(5)), (ANA, at(5), None)]}


def test_two_people_at_the_very_same_moment_leave_no_gap(seen):
    """Ana and Ben are both seen with the tablet on day 1 and never again: one of them, always the same, has it."""
    seen.load("file", [(1, ANA, TABLET), (1, BEN, TABLET)])
    resolve(seen.warehouse)
    assert seen.turns() == {TABLET: [(BEN, None, None)]}


def test_a_nameless_cookie_inherits_only_what_its_tablet_held_while_it_lived(seen, at):
    """The cookie dies on day 1, so Ben's login on day 5 is not listed for it; Ana's turn is."""
    seen.load("file", [(0, COOKIE, TABLET), (1, COOKIE, TABLET), (2, ANA, TABLET), (5, BEN, TABLET)])
    resolve(seen.warehouse)
    assert seen.turns()[COOKIE] == [(ANA, None, at(5))]


def test_a_profile_is_called_after_its_best_identifier(seen):
    """A customer number is better than an e-mail, an e-mail than a card; of two e-mails the first by value is."""
    seen.load("file", [(0, "card:9", "email:b@example.org"), (1, "card:9", "email:a@example.org"), (2, "card:7", CEM)])
    resolve(seen.warehouse)
    assert {subject: turns[0][0] for subject, turns in seen.turns().items()} == {
        "card:9": "email:a@example.org",
        "email:b@example.org": "email:a@example.org",
        "card:7": CEM,
    }


def test_the_order_of_kinds_cannot_put_a_device_before_a_person(seen):
    """Even where settings list cookies first, a profile with a strong identifier is called after that."""
    kinds = (IdentifierKind("cookie", Strength.DEVICE), IdentifierKind("customer", Strength.STRONG))
    seen.load("file", [(0, ANA, COOKIE)])
    resolve(seen.warehouse, kinds)
    assert seen.turns() == {COOKIE: [(ANA, None, None)]}


def test_devices_beyond_the_limit_are_refused(seen):
    """One device per profile: the one seen first stays with Ana, the second stands for itself."""
    kinds = (*KINDS[:3], IdentifierKind("cookie", Strength.DEVICE, most=1))
    seen.load("file", [(2, ANA, OTHER), (1, ANA, COOKIE)])
    resolve(seen.warehouse, kinds)
    assert seen.turns() == {COOKIE: [(ANA, None, None)]}
    assert seen.conflicts() == [(ANA, OTHER, "cookie", "most")]


def test_a_limit_on_devices_holds_for_groups_without_a_login(seen):
    """Two cookies per profile: the third one linked to them is refused."""
    kinds = (*KINDS[:3], IdentifierKind("cookie", Strength.DEVICE, most=2))
    seen.load("file", [(0, "cookie:1", "cookie:2"), (1, "cookie:2", "cookie:3")])
    resolve(seen.warehouse, kinds)
    assert seen.partition() == {frozenset({"cookie:1", "cookie:2"}), frozenset({"cookie:3"})}
    assert seen.conflicts() == [("cookie:2", "cookie:3", "cookie", "most")]


def test_a_weak_kind_can_be_declared_strong(seen):
    """A shop that verifies phone numbers lets them merge."""
    kinds = (IdentifierKind("customer", Strength.STRONG), IdentifierKind("phone", Strength.STRONG))
    seen.load("file", [(0, ANA, "phone:1"), (1, BEN, "phone:1")])
    found = resolve(seen.warehouse, kinds)
    assert seen.partition() == {frozenset({ANA, BEN, "phone:1"})}
    assert (found.profiles, found.merged, found.conflicts) == (1, 2, 0)


def test_the_same_links_are_not_resolved_twice(seen):
    """A second run with nothing new runs no query, and says what the first one found."""
    seen.load("file", [(0, ANA, ANAS)])
    first = resolve(seen.warehouse)
    ran = dict(seen.warehouse.ran)
    second = resolve(seen.warehouse)
    assert dict(seen.warehouse.ran) == ran
    assert (first.changed, second.changed) == (True, False)
    assert (second.profiles, second.merged) == (1, 1)


def test_another_file_is_taken_in(seen):
    """A cookie arriving with a second file joins the profile the first file made."""
    seen.load("one", [(0, ANA, ANAS)])
    resolve(seen.warehouse)
    seen.load("two", [(3, ANAS, COOKIE)])
    assert resolve(seen.warehouse).changed
    assert seen.partition() == {frozenset({ANA, ANAS, COOKIE})}


def test_forgetting_a_file_undoes_its_merges(seen):
    """Without the file that joined them, Ana's customer number and e-mail are two profiles again."""
    seen.load("one", [], alone=[ANA, ANAS])
    seen.load("two", [(0, ANA, ANAS)])
    resolve(seen.warehouse)
    assert seen.partition() == {frozenset({ANA, ANAS})}
    seen.forget("two")
    resolve(seen.warehouse)
    assert seen.partition() == {frozenset({ANA}), frozenset({ANAS})}


def test_changed_rules_are_applied_to_the_same_links(seen):
    """Raising the limit on customer numbers resolves again, and the refused link is followed."""
    seen.load("file", [(0, ANA, SHARED), (1, BEN, SHARED)])
    assert resolve(seen.warehouse).conflicts == 1
    kinds = (IdentifierKind("customer", Strength.STRONG), IdentifierKind("email", Strength.STRONG))
    assert resolve(seen.warehouse, kinds).conflicts == 0


def test_nothing_loaded_gives_no_profiles(seen):
    """An empty workspace resolves to nothing, without an error."""
    found = resolve(seen.warehouse)
    assert (found.profiles, found.merged, found.conflicts, seen.turns()) == (0, 0, 0, {})


def test_an_unknown_kind_is_refused(seen):
    """A kind nobody defined raises with the nearest right answer."""
    seen.load("file", [(0, "custmer:ana", ANAS)])
    with pytest.raises(UnknownName, match="Did you mean 'customer'"):
        resolve(seen.warehouse)


def test_no_temporary_table_is_left(seen):
    """What resolving needed on the way is dropped, so that its memory is free for the next room."""
    seen.load("file", [(0, ANA, ANAS), (1, BEN, ANAS), (2, COOKIE, OTHER)])
    resolve(seen.warehouse)
    assert seen.temporary() == []


def test_the_outcome_is_told_in_both_languages(seen):
    """One sentence says how many profiles there are and what was refused."""
    seen.load("file", [(0, ANA, SHARED), (1, BEN, SHARED)])
    told = resolve(seen.warehouse).told
    assert read(told, "en").startswith("Profiles: 2; identifiers joined to another: 1;")
    assert read(told, "de").endswith("abgelehnte Verknüpfungen: 1.")
