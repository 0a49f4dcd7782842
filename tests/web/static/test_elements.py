from __future__ import annotations

import pytest


def awake(page, *names):
    """Wait until the elements of these names work."""
    page.wait_for_function("tags => tags.every(tag => customElements.get(tag))", arg=[f"wg-{name}" for name in names])
    return page


def says(page, text):
    """Wait until the status line says a text."""
    page.wait_for_function("text => document.getElementById('wg-said').textContent === text", arg=text)


def focus(page, what="textContent"):
    """Return a property of what has the focus."""
    return page.evaluate(f"document.activeElement.{what}")


def edits(page, text, key="Enter"):
    """Open the first text by keyboard, write another and press a key."""
    page.locator("#one .t").press("Enter")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)
    page.keyboard.press(key)


def test_enter_keeps_a_text_and_escape_leaves_it(opened, desk):
    """What is posted carries the text that was seen and the form's secret; the answer's words are said."""
    page = awake(opened(), "edit")
    edits(page, "Bill is unclear", "Escape")
    assert page.locator("#one .t").inner_text() == "Bill reads like an official letter"
    assert (desk.sent, focus(page)) == ([], "Bill reads like an official letter")
    edits(page, "Bill is unclear")
    says(page, "Kept.")
    sent = {"id": "cl_1", "text": "Bill is unclear", "base": "Bill reads like an official letter", "csrf": "secret"}
    assert desk.sent == [("/edit", sent)]
    assert focus(page) == "Bill is unclear"


def test_shift_enter_is_a_new_line_and_leaving_saves(opened, desk):
    """Two lines are kept when the focus goes elsewhere."""
    page = awake(opened(), "edit")
    edits(page, "One", "Shift+Enter")
    page.keyboard.type("Two")
    page.locator("h1").click()
    says(page, "Kept.")
    assert desk.sent[0][1]["text"].splitlines() == ["One", "Two"]


def test_somebody_was_faster_and_both_texts_are_shown(opened, desk):
    """Nothing is written over: her text stays in the field, his beside it; sending again says she has seen his."""
    page = awake(opened(), "edit")
    edits(page, "late")
    page.locator("#one[data-state=conflict] .told").wait_for()
    assert "Rechnung ist unklar" in page.locator("#one .told").inner_text()
    assert page.locator("#one textarea").input_value() == "late"
    page.get_by_role("button", name="Write mine").click()
    says(page, "Kept.")
    assert [form["base"] for _, form in desk.sent] == ["Bill reads like an official letter", "Rechnung ist unklar"]


def test_theirs_is_kept_at_a_press(opened):
    """The other's text stands where hers was."""
    page = awake(opened(), "edit")
    edits(page, "late")
    page.get_by_role("button", name="Keep theirs").click()
    assert page.locator("#one .t").inner_text() == "Rechnung ist unklar"


def test_nothing_typed_is_lost_without_a_connection(opened, desk):
    """The text waits in its field, is there after the page is loaded anew, and is sent then."""
    page = awake(opened(), "edit")
    page.route("**/edit", lambda route: route.abort())
    edits(page, "Written in a tunnel")
    page.locator("#one[data-state=unsent]").wait_for()
    page.unroute("**/edit")
    page.reload()
    page.locator("#one[data-state=unsent]").wait_for()
    assert page.locator("#one textarea").input_value() == "Written in a tunnel"
    page.get_by_role("button", name="Send again").click()
    says(page, "Kept.")
    assert desk.sent[0][1]["text"] == "Written in a tunnel"
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('wg:edit'))") == []


def test_a_refused_text_stays_with_the_reason(opened):
    """What is wrong stands below the field."""
    page = awake(opened(), "edit")
    edits(page, "no")
    page.locator("#one .told").wait_for()
    assert "That cannot be used." in page.locator("#one .told").inner_text()


@pytest.mark.parametrize(
    ("key", "to", "told"),
    [
        ("Alt+ArrowDown", {"list": "p1", "place": "1"}, "Portal: place 2 of 3 in Compare"),
        ("Alt+ArrowRight", {"list": "p2", "place": "1"}, "Portal: place 2 of 2 in Sign"),
    ],
)
def test_an_entry_moves_by_key(opened, desk, key, to, told):
    """Alt and an arrow move it within its list or to the next one; it keeps the focus, and its new place is told."""
    page = awake(opened(), "sort")
    page.locator("[data-id=a]").press(key)
    says(page, told)
    assert focus(page, "dataset.id") == "a"
    assert desk.sent == [("/move", {"map": "journey", "id": "a", "csrf": "secret"} | to)]


def test_an_entry_moves_by_button_and_by_mouse(opened, desk):
    """The button beside it and dragging do the same."""
    page = awake(opened(), "sort")
    page.locator("[data-id=b]").hover()
    page.get_by_role("button", name="Move Calculator up").click()
    says(page, "Calculator: place 1 of 3 in Compare")
    page.wait_for_function("() => window.Sortable")
    page.locator("[data-id=b]").drag_to(page.locator("[data-id=d]"), steps=12)
    page.wait_for_function("() => document.querySelector('[data-list=p2] [data-id=b]')")
    page.wait_for_timeout(250)
    assert [(form["id"], form["list"]) for _, form in desk.sent] == [("b", "p1"), ("b", "p2")]


def test_what_could_not_be_moved_goes_back(opened):
    """The list is as before, and the status line says so."""
    page = awake(opened(), "sort")
    page.locator("[data-id=stuck]").press("Alt+ArrowUp")
    says(page, "Not saved. Please try again.")
    assert page.locator("[data-list=p1] > [data-id]").evaluate_all("all => all.map(e => e.dataset.id)") == [
        "a",
        "b",
        "stuck",
    ]


def test_the_drawer_shows_a_page_and_gives_the_focus_back(opened):
    """Enter on a link opens it beside the page, which stays usable; Escape closes it."""
    page = awake(opened(), "drawer")
    link = page.locator("a[data-drawer]").nth(1)
    link.press("Enter")
    page.locator("#drawer[open]").wait_for()
    assert focus(page) == "Evidence 2"
    assert link.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not page.locator("#drawer").is_visible()
    assert focus(page) == "Search ad"


def test_the_drawer_finds_its_link_drawn_anew(opened):
    """The link is another element by the time the drawer closes: it gets the focus all the same."""
    page = awake(opened(), "drawer")
    link = page.locator("a[data-drawer]").nth(1)
    link.press("Enter")
    page.locator("#drawer[open]").wait_for()
    link.evaluate("(one) => { one.outerHTML = one.outerHTML; }")
    page.keyboard.press("Escape")
    page.locator("#drawer[open]").wait_for(state="hidden")
    assert link.evaluate("(one) => document.activeElement === one")


def test_a_text_is_edited_inside_the_drawer(opened, desk):
    """What comes in works like what was there; Escape in a text does not close the drawer."""
    page = awake(opened(), "drawer", "edit")
    page.locator("a[data-drawer]").first.click()
    note = page.locator("#drawer wg-edit .t")
    note.press("Enter")
    page.keyboard.press("Escape")
    assert page.locator("#drawer").is_visible()
    note.press("Enter")
    page.keyboard.type("Seen")
    page.keyboard.press("Enter")
    says(page, "Kept.")
    assert desk.sent[0][1]["text"] == "Seen"


def test_keys_work_everywhere_but_in_texts(opened):
    """A question mark shows the list, "/" goes to the search, Ctrl+Z presses undo; a letter in a field is a letter."""
    page = awake(opened(), "shortcuts", "drawer")
    page.evaluate("document.getElementById('undo').addEventListener('click', e => { e.target.dataset.pressed = 1 })")
    page.keyboard.press("ControlOrMeta+z")
    assert page.locator("#undo[data-pressed]").count() == 1
    page.keyboard.press("?")
    assert page.locator("#shortcuts").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert focus(page, "type") == "search"
    page.keyboard.press("?")
    assert focus(page, "value") == "?"
    assert not page.locator("#shortcuts").is_visible()


def test_a_small_table_is_narrowed_and_sorted(opened):
    """Typing leaves the rows that hold every word; a head sorts by numbers, a second press turns the order round."""
    page = awake(opened(), "table")
    rows = page.locator("#small tbody tr:visible th")
    page.locator("[data-narrow]").fill("ad")
    says(page, "2 of 3 rows")
    assert rows.all_inner_texts() == ["Search ad", "Advice by phone"]
    page.locator("[data-narrow]").fill("")
    page.get_by_role("button", name="Contacts").press("Enter")
    assert rows.all_inner_texts() == ["Advice by phone", "Search ad", "Annual bill"]
    page.get_by_role("button", name="Contacts").press("Enter")
    assert rows.all_inner_texts()[0] == "Annual bill"
    assert page.locator("#small th[aria-sort=descending]").count() == 1


def test_a_file_is_sent_and_leads_on(opened, desk, tmp_path):
    """Its name and size are shown before it is sent; a file too large is refused before."""
    page = awake(opened(), "upload")
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * 1_000_001)
    page.locator("wg-upload input[type=file]").set_input_files(large)
    says(page, "large.csv is too large.")
    small = tmp_path / "web.csv"
    small.write_bytes(b"x" * 2_500)
    page.locator("wg-upload input[type=file]").set_input_files(small)
    assert page.locator(".drop b").inner_text() == "web.csv · 2.5 kB"
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/pages/evidence?n=7")
    assert desk.sent == [("/upload", {"name": "web.csv", "csrf": "secret"})]


def test_others_are_seen_and_heard(opened, desk):
    """Who is here is shown, changes become events, and a stream that ends is opened again."""
    page = opened("/pages/present")
    page.evaluate(
        """() => { window.heard = []; document.addEventListener('wg:changed', e => window.heard.push(e.detail));
        const live = document.createElement('wg-live'); live.setAttribute('src', '/live');
        document.querySelector('main').append(live); document.dispatchEvent(new Event('htmx:after:swap')); }"""
    )
    page.get_by_role("img", name="Tom Weiß is here, too").wait_for()
    page.wait_for_function("() => window.heard.length > 1")
    assert page.evaluate("window.heard[0]") == {"revision": 15, "by": "tom", "targets": ["cell:feel/p1"]}
    assert desk.streams > 1


def test_a_lost_stream_is_told_and_found_again(opened, desk):
    """After three seconds without the server a notice stands above the page; it goes when the stream is back."""
    page = awake(opened(), "live")
    desk.down = True
    page.locator("#wg-lost").wait_for(timeout=10_000)
    assert page.locator("#wg-lost").inner_text().startswith("No connection.")
    desk.down = False
    page.locator("#wg-lost").wait_for(state="hidden", timeout=15_000)


def test_a_job_asks_until_it_is_done(opened):
    """Its bar moves on each second; then it says so and asks no more."""
    page = opened()
    page.locator("#job-1 .badge.good").wait_for(timeout=8_000)
    assert page.locator("#job-1").get_attribute("hx-get") is None


def test_a_link_is_copied(opened):
    """The clipboard holds it, and the status line says so."""
    page = awake(opened(permissions=["clipboard-read", "clipboard-write"]), "copy")
    page.get_by_role("button", name="Copy").click()
    says(page, "Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "https://example.org/s/abc"


def test_parts_are_shown_one_at_a_time(opened):
    """Arrow keys go on and back and stop at the ends; the address leads to the part."""
    page = awake(opened("/pages/present#compare"), "present")
    shown = page.locator("[data-shown] h2")
    assert shown.inner_text() == "Compare"
    for key, title in (("ArrowRight", "Sign"), ("ArrowRight", "Sign"), ("Home", "Notice"), ("PageDown", "Compare")):
        page.keyboard.press(key)
        assert shown.inner_text() == title
    assert page.url.endswith("#compare")
    assert page.locator(".at").inner_text() == "2 of 3"


def test_a_dialog_opens_from_its_button(opened):
    """The first field has the focus; closing it gives the focus back."""
    page = opened()
    page.locator("[data-dialog=new]").press("Enter")
    page.locator("#new[open]").wait_for()
    page.keyboard.press("Escape")
    assert focus(page, "dataset.dialog") == "new"
