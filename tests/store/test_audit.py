"""The log of everything that was written."""

from __future__ import annotations


def test_lines_are_read_newest_first_in_pages(store, clock):
    """Five lines in pages of two, although all were written in one moment."""
    for n in range(5):
        store.audit.note("pe_ana", "add_task", f"tk_{n}", "detail")
    first = store.audit.page(limit=2)
    assert [line.target for line in first] == ["tk_4", "tk_3"]
    second = store.audit.page(first[-1].number, 2)
    assert [line.target for line in second] == ["tk_2", "tk_1"]
    assert (second[0].at, second[0].who, second[0].detail) == (clock.now(), "pe_ana", "detail")


def test_lines_are_found_by_who_and_what(store):
    """Ana added and removed, Ben added."""
    for who, what in (("pe_ana", "add"), ("pe_ben", "add"), ("pe_ana", "remove")):
        store.audit.note(who, what)
    found = store.audit.page
    assert [line.what for line in found(who="pe_ana")] == ["remove", "add"]
    assert [line.who for line in found(what="add")] == ["pe_ben", "pe_ana"]
    assert [line.who for line in found(who="pe_ana", what="add")] == ["pe_ana"]
    assert found(who="pe_cem") == ()
