"""Texts that were not changed with their other language: signs where they stand, a list, and how they are settled."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role
from wegweiser.web import mapping

OLDER = "The English text is older"


@pytest.fixture
def edo(visitor, first_order):
    """Return the browser of an editor on a map that speaks both languages in one claim and its title."""
    browser = visitor(Role.EDITOR)
    for language, words in (("en", "When?"), ("de", "Wann?")):
        edit = {"edit": "add_claim", "lane": "experience", "phase": "use", "text": words}
        if language == "de":
            edit = {"edit": "edit_claim", "id": written(browser, first_order), "text": words}
        browser.call(first_order + "/edits", edit=edit, language=language)
    return browser


def written(browser, first_order):
    """Return the id of the claim about use."""
    cells = browser.get(f"/api/v1{first_order}").json()["map"]["cells"]
    return next(cell["claims"][0]["id"] for cell in cells if (cell["lane"], cell["phase"]) == ("experience", "use"))


def test_a_claim_in_one_language_has_none_to_fall_behind(edo, first_order, site):
    """It was written in English and then in German, which is a translation."""
    assert mapping.opened(site, "first_order").plan.older == ()
    assert OLDER not in edo.get(first_order + "?editing=1").text


def test_who_edits_sees_which_language_is_older(edo, visitor, first_order):
    """Edo changes the German words: told where he edits, in the drawer and in the evidence, and to no reader."""
    name = written(edo, first_order)
    edo.call(first_order + "/edits", edit={"edit": "edit_claim", "id": name, "text": "Wie bald?"}, language="de")
    page = edo.get(first_order + "?editing=1").text
    assert f'href="{first_order}/change?target=claim%3A{name}' in page
    assert page.count(OLDER) == 2
    assert "Texts not changed with their other language: 1" in page
    assert OLDER not in edo.get(first_order).text
    assert OLDER in edo.get(f"{first_order}/change?target=claim:{name}").text
    assert OLDER in edo.get(f"{first_order}/evidence?target=claim:{name}").text
    assert OLDER not in visitor(Role.COMMENTER).get(f"{first_order}/evidence?target=claim:{name}").text


def test_the_list_leads_through_all_of_them(edo, first_order, site):
    """The title and the claim: one is written anew in its language, the other is still right; each leads back."""
    name = written(edo, first_order)
    edo.call(first_order + "/edits", edit={"edit": "edit_claim", "id": name, "text": "Wie bald?"}, language="de")
    edo.call(first_order + "/edits", edit={"edit": "set_text", "field": "title", "words": "Bestellung"}, language="de")
    late = edo.get(f"/api/v1{first_order}/change?target=languages").json()["lagging"]
    assert [(one["target"], one["language"], one["words"], one["newer"]) for one in late] == [
        ("field:title", "en", "First order", "Bestellung"),
        (f"claim:{name}", "en", "When?", "Wie bald?"),
    ]
    fields = {"edit.edit": "set_text", "edit.field": "title", "edit.words": "An order"}
    answer = edo.submit(first_order + "/edits", **fields, language="en", back="languages")
    assert answer.headers["location"] == first_order + "/change?target=languages"
    edo.submit(first_order + "/edits", **{"edit.edit": "still_right", "edit.id": late[1]["note"]})
    plan = mapping.opened(site, "first_order").plan
    assert (plan.older, plan.title) == ((), {"en": "An order", "de": "Bestellung"})
    assert "No translation is older" in edo.get(first_order + "/change?target=languages").text


def test_the_note_goes_with_undo(edo, first_order, site):
    """What made the English text older is taken back."""
    name = written(edo, first_order)
    edo.call(first_order + "/edits", edit={"edit": "edit_claim", "id": name, "text": "Wie bald?"}, language="de")
    assert mapping.opened(site, "first_order").plan.older == (f"claim:{name}/text@en",)
    edo.call(first_order + "/undo")
    assert mapping.opened(site, "first_order").plan.older == ()
