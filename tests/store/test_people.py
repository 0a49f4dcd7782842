"""Who may sign in, and the last admin who always stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from wegweiser.domain.people import Role
from wegweiser.errors import InvalidSetting, UnknownName


def test_a_person_is_found_by_her_address_however_it_is_typed(store, ana):
    """Case, blanks around it and full-width letters do not matter; the address is shown as it was given."""
    for typed in ("ana@example.com", " ANA@Example.com ", "\uff41na@example.com"):
        assert store.people.by_email(typed) == ana
    assert store.people.by_email("ben@example.com") is None
    assert ana.email == "ana@example.com"


def test_an_address_belongs_to_one_person(store, ana):
    """A second person with Ana's address in capitals is refused, and nobody is added."""
    with pytest.raises(InvalidSetting, match=r"ANA@EXAMPLE\.COM already"):
        store.people.add("ANA@EXAMPLE.COM", "Another", Role.VIEWER)
    assert store.people.all() == (ana,)


def test_people_are_listed_by_name(store, ben):
    """Ana stands before Ben although he came first."""
    store.people.add("ana@example.com", "Ana", Role.ADMIN)
    assert [p.name for p in store.people.all()] == ["Ana", "Ben"]
    assert store.people.get(ben.id) == ben


def test_only_what_is_told_changes(store, ben):
    """Ben becomes a viewer and keeps his name and language."""
    changed = store.people.change(ben.id, role=Role.VIEWER)
    assert (changed.name, changed.role, changed.language) == ("Ben", Role.VIEWER, "de")
    assert store.people.change(ben.id) == changed
    assert store.people.change(ben.id, name="Benjamin", language="en").name == "Benjamin"


def test_nobody_has_an_unknown_id(store):
    """Asking for somebody who is not there, or changing her, says so."""
    with pytest.raises(UnknownName):
        store.people.get("pe_nobody")
    with pytest.raises(UnknownName):
        store.people.change("pe_nobody", name="X")
    with pytest.raises(UnknownName):
        store.people.set_password("pe_nobody", "hash")


@pytest.mark.parametrize("wish", [{"role": Role.EDITOR}, {"active": False}])
def test_the_last_admin_stays(store, ana, ben, wish):
    """Ana can neither step down nor be let go until Ben may change everything too."""
    with pytest.raises(InvalidSetting, match="Ana is the last admin"):
        store.people.change(ana.id, **wish)
    assert store.people.get(ana.id) == ana
    store.people.change(ben.id, role=Role.ADMIN)
    assert store.people.admins() == 2
    store.people.change(ana.id, **wish)
    assert store.people.admins() == 1


def test_an_admin_who_was_let_go_does_not_count(store, ana, ben):
    """Ben is an admin but inactive, so Ana is the last."""
    store.people.change(ben.id, role=Role.ADMIN, active=False)
    with pytest.raises(InvalidSetting):
        store.people.change(ana.id, active=False)


def test_two_admins_who_let_each_other_go_leave_one(store, ana, ben):
    """Both ask at the same moment; one of them is refused."""
    store.people.change(ben.id, role=Role.ADMIN)

    def demoted(person):
        try:
            store.people.change(person, role=Role.VIEWER)
        except InvalidSetting:
            return 0
        return 1

    with ThreadPoolExecutor(2) as both:
        assert sum(both.map(demoted, (ana.id, ben.id))) == 1
    assert store.people.admins() == 1


def test_another_password_ends_her_sessions(store, ana, ben):
    """Ana's two sessions end, Ben's does not."""
    assert store.people.password_hash(ana.id) is None
    mine, other, his = (store.sessions.open(p.id) for p in (ana, ana, ben))
    store.people.set_password(ana.id, "argon2 of ana")
    assert store.people.password_hash(ana.id) == "argon2 of ana"
    assert [store.sessions.find(token) is None for token in (mine, other, his)] == [True, True, False]


def test_a_newer_hash_of_the_same_password_ends_nothing(store, ana):
    """Ana signs in and her hash is renewed on the way."""
    token = store.sessions.open(ana.id)
    store.people.rehash(ana.id, "stronger")
    assert store.people.password_hash(ana.id) == "stronger"
    assert store.sessions.find(token) is not None


def test_who_was_let_go_cannot_come_in(store, ben):
    """Ben's session ends, his password counts no more, and he stands in the list as inactive."""
    store.people.set_password(ben.id, "argon2 of ben")
    token = store.sessions.open(ben.id)
    store.people.change(ben.id, active=False)
    assert store.sessions.find(token) is None
    assert store.people.password_hash(ben.id) is None
    assert [p.active for p in store.people.all()] == [False]


def test_another_service_knows_her_by_its_own_name(store, ana, ben):
    """What a service calls Ana stays Ana, even if somebody says it meant Ben."""
    assert store.people.by_subject("https://example.com", "42") is None
    store.people.link_subject(ana.id, "https://example.com", "42")
    store.people.link_subject(ben.id, "https://example.com", "42")
    assert store.people.by_subject("https://example.com", "42") == ana


def test_what_is_no_character_breaks_nothing(store, ana):
    """PostgreSQL takes neither a zero byte nor half a surrogate pair: both are replaced, on both databases."""
    assert store.people.by_email("a\0na\ud800@example.com") is None
    assert store.people.change(ana.id, name="A\0na").name == "A\ufffdna"
