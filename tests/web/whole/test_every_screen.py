"""Every screen that is declared: it answers, is light, speaks its language, fits a phone, and axe finds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from playwright.sync_api import Page
from tests.web.browsing import Windows
from tests.web.whole.conftest import Asker, Server, person

import wegweiser
from wegweiser.domain.people import Role
from wegweiser.web.frame import View
from wegweiser.web.screens import declared

PAGE_MOST, SCRIPTS_MOST = 200_000, 60_000
"""Bytes as they travel: a page with everything it loads, and its scripts."""
_PHONE = (360, 740)
_DESK = (1440, 900)
_WEIGHT = """() => {
  const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  const sum = (some) => some.reduce((total, one) => total + one.encodedBodySize, 0);
  return [sum(all), sum(all.filter((one) => new URL(one.name).pathname.endsWith('.js')))];
}"""
_TEXTS = """() => {
  const found = new Set();
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest('script,style,code,pre,textarea,[lang=en],[data-their-words]'))
      found.add(node.textContent.trim().replace(/\\s+/g, ' '));
  for (const one of document.querySelectorAll('[aria-label],[title],[placeholder],[data-empty]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'data-empty'])
      if (one.getAttribute(name)) found.add(one.getAttribute(name).trim());
  return [...found];
}"""


@dataclass(frozen=True)
class Place:
    """A screen and where it is seen."""

    name: str
    address: str
    part: bool = False
    """Whether it is a piece of a page."""


def places(ids: dict[str, str]) -> tuple[Place, ...]:
    """Return every view with a template, at addresses that exist; a new placeholder fails until it is told here."""
    queries = {
        "evidence": "?target=claim:{claim}",
        "comments": "?target=phase:{phase}",
        "map_thing": "?target=phase:{phase}",
        "map_parts": "?since=0",
        "map": "?editing=1",
    }
    skipped = {"map_waiting", "asked_job", "sign_in_page", "look_at_file", "import_preview"}
    for_path = {"/touchpoints/{id}": "touchpoint", "/goals/{id}": "goal", "/welcome/{token}": "welcome"}
    found = []
    for one in declared():
        if not isinstance(one, View) or not one.template or one.name in skipped:
            continue
        address = one.path + queries.get(one.name, "")
        if one.path in for_path:
            address = address.replace("{id}", ids[for_path[one.path]]).replace("{token}", ids[for_path[one.path]])
        for name, value in ids.items():
            address = address.replace("{" + name + "}", value)
        assert "{" not in address, f"tell tests/web/whole which {one.path} to look at"
        found.append(Place(one.name, address, one.template.startswith("parts/")))
        if one.name == "map":
            found.append(Place("map to read", address.partition("?")[0]))
    return tuple(found)


def furnished(server: Server, windows: Windows) -> tuple[str, dict[str, str]]:
    """Start a server that holds one of everything; return an admin's session and the ids of what there is."""
    server.start()
    with server.store() as store:
        session = person(store, "Ana", Role.ADMIN)
        ben = store.people.add("ben@example.org", "Ben", Role.COMMENTER)
        done = store.jobs.add("run", b"{}", ben.id)
        store.jobs.next()
        store.jobs.finish(done.id)
        invited = store.invitations.make("invite", Role.VIEWER, timedelta(days=1), email="new@example.org")
    ask = Asker(windows.open(server.url, session), server)
    ids = {"job": done.id, "welcome": invited, "map": ask.get("/")["map"].rpartition("/")[2]}
    shown = ask.get(f"/maps/{ids['map']}")["map"]
    lane = next(lane["id"] for lane in shown["lanes"] if lane["type"] == "experience")
    ids["phase"] = shown["phases"][0]["id"]
    there = f"/maps/{ids['map']}"
    ask.post(
        f"{there}/edits", edit={"edit": "add_claim", "lane": lane, "phase": ids["phase"], "text": "Hier stockt es"}
    )
    shown = ask.get(there)["map"]
    written = [
        claim for cell in shown["cells"] for claim in cell.get("claims", ()) if "Hier stockt es" in str(claim["text"])
    ]
    ids["claim"] = written[0]["id"]
    ask.post(f"{there}/comments", target=f"phase:{ids['phase']}", text="Stimmt das?")
    ask.post(f"{there}/versions", name="Erste")
    ids["token"] = ask.post(f"{there}/shares", name="Vorstand")["link"].rpartition("/")[2]
    ids["name"] = ask.get("/data")["sources"][0]["name"]
    ids["touchpoint"] = ask.get("/touchpoints")["rows"][0]["id"]
    ids["goal"] = ask.get("/goals")["goals"][0]["id"]
    ids["file"] = ask.send("/data/files", "more.csv", b"customer,time,event\nc1,2026-01-01 09:00:00,open\n")["files"][
        0
    ]["id"]
    return session, ids


@cache
def english_only() -> frozenset[str]:
    """Return English messages that read otherwise in German and are no German message themselves."""
    english, german = set(), set()
    for path in sorted((Path(wegweiser.__file__).parent / "locales" / "de").glob("*.po")):
        with path.open("rb") as file:
            for one in read_po(file):
                if one.id and isinstance(one.id, str):
                    german.add(one.string)
                    english |= {one.id} if one.id != one.string and "{" not in one.id else set()
    return frozenset(english - german)


def words(document: Any) -> set[str]:
    """Return every text a document of the API holds: names of data may be English words."""
    if isinstance(document, dict):
        return set().union(*(words(one) for one in document.values()))
    if isinstance(document, list):
        return set().union(*(words(one) for one in document))
    return {document} if isinstance(document, str) else set()


def faults(page: Page, language: str, known: set[str]) -> list[str]:
    """Return what is wrong with a page as it stands; `known` are words that data brought."""
    found = [f"axe {one['id']}: {one['nodes'][0]['html'][:150]}" for one in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"wider than {page.viewport_size['width']} pixels")
    if page.locator("html").get_attribute("lang") != language:
        found.append("another language in lang")
    if (headings := page.locator("h1").count()) != 1 and "/present" not in page.url:
        found.append(f"{headings} h1")
    if language == "de":
        left = sorted(set(page.evaluate(_TEXTS)) & english_only() - known)
        found += [f"English: {left}"] if left else []
    return found


def looked_at(server: Server, windows: Windows, session: str, ids: dict[str, str], **how) -> list[str]:
    """Open every screen in a window of this kind and return what is wrong with any of them."""
    found: list[str] = []
    page = windows.open(server.url, session, **how)
    ask = Asker(page, server)
    known = words([ask.get(path) for path in ("/data", "/touchpoints", "/settings/phases", f"/maps/{ids['map']}")])
    for place in places(ids):
        answer = page.goto(server.url + place.address)
        assert answer is not None
        if answer.status != 200:
            found.append(f"{place.address}: {answer.status} {page.inner_text('body')[:300]}")
        elif not place.part:
            page.locator("html[data-ready]").wait_for()
            quiet = len(windows.told)
            found += [f"{place.address}: {one}" for one in faults(page, how.get("language", "en"), known)]
            del windows.told[quiet:]  # axe tries styles of its own, which the page's policy refuses
    return found


def weights(server: Server, windows: Windows, session: str, ids: dict[str, str]) -> dict[str, tuple[int, int]]:
    """Return the bytes each page loads in a browser that has seen nothing before, and those of its scripts."""
    found = {}
    for place in places(ids):
        page = windows.open(server.url, session)
        page.goto(server.url + place.address)
        if not place.part:
            page.locator("html[data-ready]").wait_for()
            page.evaluate("document.fonts.ready.then(() => true)")
        found[place.address] = tuple(page.evaluate(_WEIGHT))
        page.context.close()
    return found


def test_every_screen_is_sound(whole_shop, windows):
    """In German on a dark phone, in English on a light desk: axe, width, language, headings; and what each weighs."""
    windows.expected.append("favicon.ico")  # a piece of a page has no head that names one
    session, ids = furnished(whole_shop, windows)
    found = looked_at(whole_shop, windows, session, ids, language="de", scheme="dark", size=_PHONE)
    found += looked_at(whole_shop, windows, session, ids, language="en", scheme="light", size=_DESK)
    found += heavy(weights(whole_shop, windows, session, ids))
    assert "\n".join(found) == ""


def heavy(weighed: dict[str, tuple[int, int]]) -> list[str]:
    """Return the pages that are too heavy."""
    return [
        f"{where} weighs {whole}, its scripts {scripts}"
        for where, (whole, scripts) in weighed.items()
        if whole > PAGE_MOST or scripts > SCRIPTS_MOST
    ]
