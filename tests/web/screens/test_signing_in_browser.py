"""Coming in, in Chromium: from the printed link to a second person's account, by keyboard, read by axe."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from wegweiser.domain.people import Role
from wegweiser.web.frame.guarding import session_cookie
from wegweiser.web.opening import first_link

pytestmark = pytest.mark.browser
GOOD, NEXT = "bread and three rolls", "four and twenty buns"


def test_a_team_comes_in(served, site, windows):
    """The first link makes the admin; her invitation brings the second person; signing out and in again works."""
    # The first password she tries is refused.
    windows.expected.append("422")
    ada, ben = windows.open(served), windows.open(served, language="de")
    ada.goto(first_link(site))
    ada.get_by_label("Your name").fill("Ada")
    ada.get_by_label("E-mail address").fill("ada@example.org")
    ada.get_by_label("Password").fill("password123")
    ada.keyboard.press("Enter")
    ada.get_by_text("Anybody would try this password first").wait_for()
    ada.get_by_label("Password").fill(GOOD)
    ada.keyboard.press("Enter")
    ada.wait_for_url(f"{served}/")
    ada.goto(f"{served}/settings/people")
    ada.get_by_label("E-mail address").fill("ben@example.org")
    ada.get_by_label("Role", exact=True).select_option("editor")
    ada.get_by_role("button", name="Invite").press("Enter")
    link = ada.locator("code").inner_text()

    ben.goto(link)
    assert "Willkommen" in ben.title()
    ben.get_by_label("Ihr Name").fill("Ben")
    ben.get_by_label("Passwort").fill(NEXT)
    ben.keyboard.press("Enter")
    ben.wait_for_url(f"{served}/")
    ben.goto(f"{served}/account")
    assert ben.locator("#f-name").input_value() == "Ben"
    ben.locator("button.me").click()
    ben.get_by_role("button", name="Abmelden", exact=True).click()
    ben.wait_for_url(f"{served}/sign-in")
    ben.goto(f"{served}/account")
    ben.get_by_label("E-Mail-Adresse").fill("Ben@Example.org")
    ben.get_by_label("Passwort").fill(NEXT)
    ben.keyboard.press("Enter")
    ben.wait_for_url(f"{served}/account")
    assert site.store.people.by_email("ben@example.org").role is Role.EDITOR


@pytest.mark.parametrize("how", [{}, {"language": "de", "scheme": "dark", "size": (360, 900)}])
def test_everybody_can_read_the_pages(site, people, windows, opened, how):
    """No finding of axe in either theme and language; no page is wider than a small phone."""
    windows.expected.append("404")
    site.store.keys.make("Report", people[Role.ADMIN].id, Role.VIEWER)
    site.store.audit.note(people[Role.ADMIN].id, "invite", "x" * 80, "y" * 80)
    page = opened("/sign-in", None, **how)
    addresses = ["/sign-in", "/account", "/settings/people", "/settings/keys", "/settings/log", "/nowhere"]
    found = {}
    for address in addresses:
        if address == "/account":
            token = site.store.sessions.open(people[Role.ADMIN].id, "Mozilla/5.0 (X11; Linux x86_64) " * 5)
            page.context.add_cookies([{"name": session_cookie(site), "value": token, "url": site.base_url}])
        page.goto(site.base_url + address)
        broken = [one["id"] for one in Axe().run(page).response["violations"]]
        broken += ["too wide"] * page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if broken:
            found[address] = broken
    assert found == {}
