"""A new user's whole way in Chromium: from the printed link to a map she shares, in both languages."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from functools import partial

import pytest
from lxml import etree
from playwright.sync_api import Page, expect
from tests.web.whole.conftest import Asker, Server
from tests.web.whole.reading import READERS, plain, said

from wegweiser.domain.people import Role
from wegweiser.i18n import Count, message

RUN = 300_000
"""Milliseconds a run may take on a busy machine; it takes ten seconds on an idle one."""
PASSWORD = "bread and three rolls"  # noqa: S105  (of nobody)
WORDS = {
    "en": {"claim": "Delivery took a week", "again": "Delivery took two weeks", "version": "Before the workshop"},
    "de": {"claim": "Die Lieferung brauchte eine Woche", "again": "Sie brauchte zwei", "version": "Vor dem Workshop"},
}


class User:
    """Ana in her window: she finds things by what they are called in her language."""

    def __init__(self, page: Page, server: Server, language) -> None:
        self.page, self.server, self.language = page, server, language
        self.say = partial(message, language=language)
        self.words = WORDS[language]
        self.map = ""

    def press(self, msgid: str, **values) -> None:
        """Press the first button of this name that can be seen."""
        name = self.say(msgid, **values)
        self.page.get_by_role("button", name=name, exact=True).filter(visible=True).first.click()

    def follow(self, msgid: str, **values) -> None:
        """Follow the first link of this name that can be seen."""
        name = self.say(msgid, **values)
        self.page.get_by_role("link", name=name, exact=True).filter(visible=True).first.click()

    def fill(self, msgid: str, text: str, **values) -> None:
        """Write into the field of this name."""
        self.page.get_by_label(self.say(msgid, **values)).filter(visible=True).first.fill(text)

    def open(self, path: str) -> None:
        """Open an address of the map."""
        self.page.goto(f"{self.server.url}/maps/{self.map}{path}")
        self.page.locator("html[data-ready]").wait_for()

    def document(self):
        """Return the map as the API has it."""
        return Asker(self.page, self.server).get(f"/maps/{self.map}")["map"]

    def comes_in(self) -> None:
        """Open the printed link, and become the admin."""
        self.page.goto(self.server.first_link())
        self.fill("Your name", "Ana Alba")
        self.fill("E-mail address", "ana@example.org")
        self.fill("Password", PASSWORD)
        self.press("Join")
        self.page.wait_for_url(f"{self.server.url}/")
        expect(self.page.get_by_role("heading", name=self.say("Your first map"))).to_be_visible()

    def sends(self, path) -> None:
        """Send the events, look at what was recognised, put one thing right, and let it run up to the map."""
        self.page.locator("input[type=file]").set_input_files(path)
        self.press("Upload")
        column = self.page.get_by_label(self.say("What “{name}” is", name="user_lifecycle"))
        column.wait_for(timeout=RUN)
        assert self.page.get_by_label(self.say("What “{name}” is", name="event")).input_value() == "event"
        column.select_option("trait")
        self.press("Take it in and draw the map")
        self.page.wait_for_url(re.compile(r"/jobs/"))
        expect(self.page.get_by_role("progressbar").first).to_be_attached()
        self.page.wait_for_url(re.compile(r"/maps/[^/]+$"), timeout=RUN)
        self.map = self.page.url.rpartition("/")[2]
        expect(self.page.locator("th.ph").first).to_be_visible()

    def writes(self) -> None:
        """Write a claim of her own, and again; move a card by keys, take it back and do it again."""
        self.follow("Edit")
        self.is_ready()
        self.page.get_by_role("button", name=self.say("Add a statement"), exact=True).first.click()
        self.page.keyboard.type(self.words["claim"])
        self.page.keyboard.press("Enter")
        self.page.locator(".st .t", has_text=self.words["claim"]).wait_for()
        before = cards(self.document())
        self.open("?editing=1")
        self.is_ready()
        card = self.page.locator(".card .t").first
        card.focus()
        self.page.keyboard.press("Alt+ArrowRight")
        self.page.locator("#map-bar button[data-key='mod+z']:not([disabled])").wait_for()
        self.waits_for(lambda: cards(self.document()) != before)
        moved = cards(self.document())
        assert len(moved) == len(before)
        self.open("?editing=1")
        self.press("Undo")
        self.waits_for(lambda: cards(self.document()) == before)
        self.open("?editing=1")
        self.press("Redo")
        self.waits_for(lambda: cards(self.document()) == moved)

    def is_ready(self) -> None:
        """Wait until the map can be written on."""
        self.page.wait_for_function("() => ['wg-edit', 'wg-sort', 'wg-map'].every((one) => customElements.get(one))")

    def waits_for(self, true) -> None:
        """Wait until something is true of the server."""
        for _ in range(100):
            if true():
                return
            self.page.wait_for_timeout(100)
        assert true()

    def calls(self, name: str) -> None:
        """Comment on a phase and call somebody, chosen by keys."""
        phase = self.document()["phases"][0]["id"]
        self.open(f"/comments?target=phase:{phase}")
        self.page.wait_for_function("() => !!customElements.get('wg-mention')")
        field = self.page.get_by_label(self.say("Your comment"))
        field.focus()
        self.page.keyboard.type(f"@{name[:3]}")
        self.page.get_by_role("option", name=name).wait_for()
        self.page.keyboard.press("Enter")
        self.page.keyboard.type("look at this")
        self.press("Comment")
        self.page.locator("#talk mark", has_text=f"@{name}").wait_for()

    def compares(self) -> None:
        """Keep a version, write something else, and see what changed since."""
        self.open("/versions")
        self.press("Keep a version")
        self.fill("Name", self.words["version"])
        self.press("Keep")
        self.page.get_by_role("cell", name=self.words["version"]).wait_for()
        self.open("?editing=1")
        self.is_ready()
        self.page.locator(".st .t", has_text=self.words["claim"]).click()
        self.page.keyboard.type(self.words["again"])
        self.page.keyboard.press("Enter")
        self.page.locator(".st .t", has_text=self.words["again"]).wait_for()
        self.open("/versions")
        self.page.get_by_role("row").filter(has_text=self.words["version"]).get_by_role(
            "link", name=self.say("Compare")
        ).click()
        expect(self.page.locator(".differs")).to_contain_text(self.words["again"])

    def takes_along(self) -> dict[str, bytes]:
        """Save every file there is from the page that hands them out."""
        self.open("/export")
        found = {}
        for link in self.page.locator("ul.forms a").all():
            form = (link.get_attribute("href") or "").partition("?")[0].rpartition("/")[2]
            with self.page.expect_download(timeout=RUN) as download:
                link.click()
            found[form] = download.value.path().read_bytes()
        return found

    def writes_a_log(self, form: str) -> bytes:
        """Let the journeys be written as an event log, and save it."""
        self.open("/export")
        self.page.get_by_label(self.say("Form"), exact=True).select_option(form)
        self.press("Write the log")
        self.page.wait_for_url(re.compile("/export"))
        listed = self.page.locator("#logs .files li").first.get_by_role("link", name=self.say("Save"), exact=True)
        for _ in range(300):
            if listed.count():
                break
            self.page.wait_for_timeout(500)
            self.open("/export")
        with self.page.expect_download() as download:
            listed.click()
        return download.value.path().read_bytes()

    def shares(self) -> str:
        """Make a link for people without an account."""
        self.open("/shares")
        self.fill("Whom it is for", "Board")
        self.press("Make the link")
        return self.page.locator(".shown-once code").inner_text()

    def ends_it(self) -> None:
        """End the link."""
        self.open("/shares")
        self.press("End")
        self.page.get_by_text(self.say("ended"), exact=True).wait_for()


def cards(shown) -> list[tuple[str, str]]:
    """Return the phase and the id of each touchpoint card."""
    return [(card["phase"], card["id"]) for card in shown["touchpoints"]]


def told(text, language) -> str:
    """Return a text of the document in a language."""
    return plain(text if isinstance(text, str) else text.get(language) or next(iter(text.values())))


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_new_user_gets_to_a_map_she_shares(shared_data, tmp_path, serving, windows, language):
    """First link, password, events, mapping, map, edit, comment, version, compare, every export, a shared link."""
    folder, events = tmp_path / "shop", tmp_path / "clicks.csv"
    command = (sys.executable, "-m", "wegweiser", "init", str(folder), "--lang", language)
    subprocess.run(command, check=True, capture_output=True)
    events.write_bytes(gzip.decompress((shared_data / "clickstream_planted" / "ecom.csv.gz").read_bytes()))
    server = serving(folder).start()
    ana = User(windows.open(server.url, language=language), server, language)
    ana.comes_in()
    with server.store() as store:
        store.people.add("ben@example.org", "Ben Bauer", Role.COMMENTER)
    ana.sends(events)
    assert "user_lifecycle" in (folder / "wegweiser.toml").read_text("utf-8")
    ana.writes()
    ana.calls("Ben Bauer")
    ana.compares()
    files = ana.takes_along()
    assert set(files) == set(READERS)
    agree(files, ana.document(), language, ana.words["again"])
    traces = etree.fromstring(ana.writes_a_log("xes"))
    assert len(traces.findall("{*}trace")) > 500
    ocel = json.loads(ana.writes_a_log("ocel"))
    assert len(ocel["events"]) > 1000
    link = ana.shares()
    stranger = windows.open(server.url, language=language)
    stranger.goto(link)
    expect(stranger.locator("body")).to_contain_text(ana.words["again"])
    assert "Ana Alba" not in stranger.content()
    assert "Ben Bauer" not in stranger.content()
    ana.ends_it()
    windows.expected.append("410")
    windows.expected.append("404")
    gone = stranger.goto(link)
    assert gone is not None
    assert gone.status in {404, 410}
    assert ana.words["again"] not in stranger.content()


def agree(files: dict[str, bytes], shown, language, claim: str) -> None:
    """Fail where a file does not say what the map says: title, phases, touchpoints, customers, what somebody wrote."""
    names = [told(phase["name"], language) for phase in shown["phases"]]
    title, customers = told(shown["title"], language), Count(shown["data"]["customers"]).shown(language)
    cards = [told(card["name"], language) for card in shown["touchpoints"]]
    wanted = {form: names for form in READERS if form not in {"png", "svg"}}  # pictures have no letters
    wanted |= {"csv": [*names, claim], "yaml": [*names, title, claim], "cjml": [*names, *cards]}
    wanted |= {form: [*names, title, customers, claim] for form in ("pdf", "pptx", "xlsx", "markdown")}
    wanted |= {"html": [*wanted["pdf"], *cards[:3]], "json": [*names, title, claim, *cards]}
    missing = {
        form: lost
        for form, texts in wanted.items()
        if (lost := [one for one in texts if plain(one) not in said(form, files[form])])
    }
    assert missing == {}
    assert said("svg", files["svg"]) is not None
    assert said("png", files["png"]) is not None
