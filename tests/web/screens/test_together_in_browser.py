"""Talk, evidence, tasks, versions and all maps in Chromium: by mouse, by keys, on a phone, read by axe."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.web.browsing import running

from wegweiser.domain.people import Role
from wegweiser.web.app import app

pytestmark = pytest.mark.browser

HERE = "/maps/first_order"
SCREENS = [
    "/maps",
    "/maps/new",
    "/tasks?map=first_order&add=claim:cl_b",
    "/activity",
    "/mentions",
    "/settings/hooks",
    "/settings/log",
    HERE + "/versions",
    HERE + "/compare?a=revision:0",
    HERE + "/compare?a=revision:0&shown=beside",
    HERE + "/compare?a=revision:0&shown=map",
    HERE + "/comments",
    HERE + "/change?target=languages",
    HERE + "/change?target=lane:experience",
    HERE + "?editing=1",
    HERE + "/proposals",
    HERE + "/evidence?target=claim:cl_a",
]


@pytest.fixture
def served(site, first_order, visitor):  # noqa: ARG001  (the map must be there)
    """Return the address of the app with a talk, a task, a version and a review that is due."""
    ada = visitor(Role.ADMIN)
    ada.submit(HERE + "/comments", text="Is that so, @Edo Editor?", target="claim:cl_a")
    ada.submit("/tasks", map="first_order", target="claim:cl_a", title="Ask Ana", due="2026-03-01")
    ada.submit(HERE + "/versions", name="Before", note="the workshop")
    ada.submit(HERE + "/about", every_days="30", next="2026-03-01", owner="Ben")
    ada.submit(HERE + "/edits", **{"edit.edit": "edit_claim", "edit.id": "cl_a", "edit.text": "It was slow"})
    ada.submit(HERE + "/edits", **{"edit.edit": "set_text", "edit.field": "title", "edit.words": "An order"})
    with running(app(site)) as site.base_url:
        yield site.base_url


@pytest.mark.parametrize(("theme", "language", "width"), [("light", "de", 1280), ("dark", "en", 360)])
def test_every_screen_reads_well(opened, served, theme, language, width):
    """Axe finds nothing, and no page scrolls sideways, in both themes and languages, on a phone and on a desk."""
    page = opened("/maps", scheme=theme, language=language, size=(width, 900))
    wrong = {}
    for path in SCREENS:
        page.goto(served + path)
        page.wait_for_selector("html[data-ready]")
        found = Axe().run(page).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        told = [(one["id"], node["html"][:120]) for one in found for node in one["nodes"][:2]]
        if told or wide:
            wrong[path] = (told, wide)
    assert wrong == {}


def test_a_comment_is_written_with_keys_alone_and_calls(opened, site, people):
    """@ and two letters, Enter takes the name, the talk shows the comment and the page stays."""
    page = opened(HERE + "/comments?target=claim:cl_b", Role.COMMENTER)
    page.focus("#say")
    page.keyboard.type("Look, @ed")
    page.wait_for_selector("wg-mention [role=option]")
    page.keyboard.press("Enter")
    page.keyboard.type("please")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#talk mark")
    made = site.store.comments.of("first_order", "claim:cl_b")[0]
    assert (made.text, made.mentions) == ("Look, @Edo Editor please", (people[Role.EDITOR].id,))


def test_who_opens_a_talk_has_read_what_calls_her(opened, site, people):
    """A script says so for Edo once the page is shown; by then nobody calls him any more."""
    edo = people[Role.EDITOR].id
    assert len(site.store.comments.unread(edo)) == 1
    page = opened(HERE + "/comments", Role.EDITOR)
    page.wait_for_selector("p.seen")
    assert site.store.comments.unread(edo) == ()


def test_an_older_translation_is_written_where_it_is_told(opened, site):
    """The sign on the map leads to the list; what is saved there leads back to it, and the sign is gone."""
    page = opened(HERE + "?editing=1", Role.EDITOR)
    page.click("#map-bar a[href*='target=languages']")
    page.fill(".late textarea", "Bestellung")
    page.click(".late form:has(textarea) button")
    page.wait_for_selector(".empty")
    assert page.url.endswith(HERE + "/change?target=languages")
    assert site.store.maps.get("first_order").title == {"en": "An order", "de": "Bestellung"}


def test_a_comment_appears_on_the_map_of_others_at_once(opened, site):
    """Edo looks at the map while Kim says something: within a second the bubble counts it."""
    edo = opened(HERE, Role.EDITOR)
    edo.wait_for_selector("wg-live[data-state=open]", state="attached")
    kim = opened(HERE + "/comments?target=claim:cl_b", Role.COMMENTER)
    kim.fill("#say", "Really?")
    kim.click("#talk form.sayform:has(#say) button")
    edo.wait_for_selector("[data-target='claim:cl_b'] > .cm", timeout=3000)
    assert site.store.comments.counts("first_order")["claim:cl_b"] == 1


def test_the_evidence_opens_beside_the_map_and_leads_on(opened):
    """From the dot of a claim to its evidence, from there to its talk, without leaving the map; Escape closes."""
    page = opened(HERE, Role.EDITOR)
    page.click("[data-target='claim:cl_a'] .why")
    page.wait_for_selector("#drawer #proof")
    page.click("#drawer a[href*='/comments']")
    page.wait_for_selector("#drawer #talk")
    assert (page.locator("#talk .thread").count(), page.url.endswith(HERE)) == (1, True)
    page.keyboard.press("Escape")
    assert page.locator("#drawer[open]").count() == 0


def test_a_task_is_moved_by_keys(opened, site):
    """Alt and the right arrow: from the first list to the second, and kept."""
    page = opened("/tasks", Role.EDITOR)
    page.focus("[data-id] .mv[data-move=right]")
    with page.expect_response("**/tasks/places") as answer:
        page.keyboard.press("Alt+ArrowRight")
    assert answer.value.status == 204
    assert site.store.tasks.all()[0].state == "doing"


def test_what_is_refused_is_told_and_stays_in_its_field(opened, windows, site):
    """A comment of nothing but an invisible mark: the reason is said, the field and the talk are still there."""
    windows.expected.append("422")
    page = opened(HERE + "/comments?target=claim:cl_b", Role.COMMENTER)
    page.fill("#say", "\u200b")
    page.click("#talk form.sayform:has(#say) button")
    page.wait_for_function("() => document.getElementById('wg-said').textContent.includes('Please write something')")
    assert page.input_value("#say") == "\u200b"
    assert site.store.comments.of("first_order", "claim:cl_b") == ()
