"""Every screen that is declared, without a mouse: Tab reaches everything in order, is seen, and Escape leads back."""

from __future__ import annotations

from playwright.sync_api import Locator, Page
from tests.web.whole.conftest import Server, person
from tests.web.whole.test_every_screen import furnished, places

from wegweiser.domain.people import Role
from wegweiser.web.frame import View
from wegweiser.web.screens import declared

_NOTED = r"""() => {
  const plain = 'a[href],button,input,select,textarea,summary,[tabindex],[contenteditable=true]';
  const composite = '[role=listbox],[role=tablist],[role=toolbar],[role=grid],[role=menu],[role=slider]';
  const shown = (one) => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0;
  const chosen = (one) => one.type !== 'radio' || one.checked
    || ![...document.getElementsByName(one.name)].some((other) => other.form === one.form && other.checked);
  const name = (one) => `<${one.localName} ${one.id || one.className.baseVal || one.className || one.name || ''}> `
    + (one.getAttribute('aria-label') || one.innerText || one.value || '').trim().slice(0, 40);
  const ring = (one) => {
    const looks = (it) => { const s = getComputedStyle(it); return [s.boxShadow, s.borderColor].join(); };
    const outlined = (it) => {
      const s = getComputedStyle(it);
      return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
    };
    const near = [one, one.parentElement, one.closest('label'), one.nextElementSibling].filter(Boolean);
    return {outlined: near.some(outlined), looks: near.map(looks).join('|')};
  };
  const stops = [...document.querySelectorAll(plain)].filter((one) => shown(one) && !one.closest('[inert]')
    && !one.disabled && !(one.type === 'hidden') && chosen(one));
  const faults = [];
  for (const one of stops) {
    if (one.tabIndex > 0) faults.push(`tabindex above 0: ${name(one)}`);
    if (one.tabIndex < 0 && one.matches('a[href],button,input,select,textarea') && !one.closest(composite)
        && !one.matches('[data-pointer]'))
      faults.push(`left out: ${name(one)}`);
  }
  const wanted = stops.filter((one) => one.tabIndex >= 0);
  const before = new Map(wanted.map((one) => [one, ring(one).looks]));
  const place = (one) => {
    const box = one.getBoundingClientRect();
    let top = box.top;
    for (let up = one.parentElement; up; up = up.parentElement) top += up.scrollTop;
    return {top, bottom: top + box.height, left: box.left, right: box.right};
  };
  const seen = [];
  const covered = (one) => {
    const box = one.getBoundingClientRect();
    if (box.width < 3 || box.height < 3) return false;
    const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .15], [.5, .85]];
    return !points.some(([x, y]) => {
      const there = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
      return there && (one.contains(there) || there.contains(one) && there.localName === 'label'
        || there.closest('label')?.contains(one));
    });
  };
  document.addEventListener('keydown', () => {
    const one = document.activeElement;
    if (before.has(one) && covered(one)) faults.push(`covered with the focus: ${name(one)}`);
  }, true);
  document.addEventListener('focusin', (event) => {
    const one = event.target;
    if (seen.includes(one)) return;
    const last = seen.at(-1);
    const now = ring(one);
    if (!now.outlined && before.get(one) === now.looks) faults.push(`focus not seen: ${name(one)}`);
    if (last && last !== document.querySelector('.skip')) {
      const [a, b] = [place(last), place(one)];
      if (b.bottom < a.top - innerHeight && b.left < a.right) faults.push(`far back: ${name(last)} to ${name(one)}`);
    }
    seen.push(one);
  });
  window.wgWalk = () => ({
    left: wanted.filter((one) => !seen.includes(one) && one.isConnected && shown(one)).map(name),
    first: seen.length ? name(seen[0]) : '', count: wanted.length, faults,
  });
  const dates = document.querySelectorAll('input[type=date],input[type=datetime-local],input[type=time]').length;
  return wanted.length + 5 * dates + 3;
}"""
"""Notes each element that gets the focus; `wgWalk()` tells what was wrong. Returns how often Tab is to be pressed."""
_SCROLLED = r"""() => {
  const faults = [];
  const root = document.scrollingElement;
  const framed = document.querySelector('.shell');
  if (!framed) return faults;
  if (root.scrollHeight > innerHeight + 1) faults.push(`the window itself scrolls: ${root.scrollHeight} px`);
  for (const one of [...document.querySelectorAll('main [id]')].filter((it) => it.checkVisibility()).slice(-1)) {
    one.scrollIntoView();
    const head = document.querySelector('.top').getBoundingClientRect();
    if (head.top < -1 || framed.scrollTop || root.scrollTop) faults.push(`#${one.id} takes the header away`);
    one.closest('.page').scrollTop = 0;
  }
  return faults;
}"""
"""The window stays where it is, to the last thing of a page that a link can lead to."""


def walked(page: Page) -> list[str]:
    """Press Tab through the whole page and return what is wrong with it."""
    presses = page.evaluate(_NOTED)
    told = page.evaluate("wgWalk()")
    for _ in range(3):
        for _ in range(presses):
            page.keyboard.press("Tab")
        told = page.evaluate("wgWalk()")
        if not told["left"]:
            break
        presses = 2 * len(told["left"]) + 3
    found = [*told["faults"], *(f"never reached: {one}" for one in told["left"])]
    # A page that asks for one thing begins in its field.
    if (
        page.locator(".skip").count()
        and not page.locator("[autofocus]").count()
        and not told["first"].startswith("<a skip>")
    ):
        found.append(f"begins with {told['first']}")
    return found


def led_back(page: Page) -> list[str]:
    """Open the first drawer, menu and dialog by Enter, leave each by Escape, and return where the focus was lost."""
    found = []
    openers = {
        "dialog#drawer[open]": "a[data-drawer]",
        "[popover]:popover-open": ".work [popovertarget]",
        "dialog:modal": "[data-dialog]",
    }
    for opened, opener in openers.items():
        one = page.locator(f"{opener}:visible").first
        if one.count():
            found += _back_at(page, one, opened)
    return found


def _back_at(page: Page, opener: Locator, opened: str) -> list[str]:
    opener.focus()
    page.keyboard.press("Enter")
    page.locator(opened).first.wait_for()
    page.keyboard.press("Escape")
    page.locator(opened).first.wait_for(state="hidden")
    there = opener.evaluate("(one) => document.activeElement === one || document.activeElement.outerHTML.slice(0, 120)")
    return [] if there is True else [f"after {opened} the focus is at {there}"]


def test_every_screen_goes_by_keyboard(whole_shop, windows):
    """Each page is walked by whoever sees the most of it; a viewer walks those that are cut down for her."""
    windows.expected.append("favicon.ico")
    session, ids = furnished(whole_shop, windows)
    with whole_shop.store() as store:
        ben, eva = (person(store, name, role) for name, role in (("Bea", Role.VIEWER), ("Eva", Role.EDITOR)))
    needs = {one.name: one.needs for one in declared() if isinstance(one, View)}
    found: list[str] = []
    pages = {Role.ADMIN: windows.open(whole_shop.url, session), Role.EDITOR: windows.open(whole_shop.url, eva)}
    for place in places(ids):
        if not place.part:
            page = pages[Role.ADMIN if needs.get(place.name) is Role.ADMIN else Role.EDITOR]
            found += _visited(page, whole_shop, place.address)
    reading = windows.open(whole_shop.url, ben)
    for address in ("/", f"/maps/{ids['map']}", "/tasks"):
        found += _visited(reading, whole_shop, address)
    assert "\n".join(found) == ""


def _visited(page: Page, server: Server, address: str) -> list[str]:
    page.goto(server.url + address)
    page.locator("html[data-ready]").wait_for()
    scrolled = page.evaluate(_SCROLLED)
    return [f"{address}: {one}" for one in (*scrolled, *walked(page), *led_back(page))]
