"""Shared links: what they show, to whom, for how long, and what they never show."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from wegweiser.domain.people import Role
from wegweiser.domain.talk import Offer

PLAN = Path(__file__).parents[1] / "mapping" / "first_order.yaml"
LINKS = "/maps/first_order/shares"
PASSWORD, WRONG, SHORT = "three kind words", "three odd words", "short"


@pytest.fixture
def ben(site, visitor):
    """Return the browser of an editor, on a site with one small map that names people."""
    (site.folder / "journey.yaml").write_bytes(
        PLAN.read_bytes().replace(b"It was dear", b"Edo Editor has +44 20 7946 0018")
    )
    made = visitor(Role.EDITOR)
    made.get("/maps/first_order")
    return made


@pytest.fixture
def link(ben):
    """Return a function that makes a link and gives its path."""

    def made(**told) -> str:
        answer = ben.submit(LINKS, **told)
        assert answer.status_code == 200
        return re.search(r"http://127.0.0.1:8080(/s/[\w-]{43})<", answer.text)[1]

    return made


def test_whoever_holds_a_link_sees_the_map_and_no_way_into_the_app(link, visitor):
    """The map is there; no link of it leads to the app, nobody is named, and nobody can write."""
    stranger = visitor()
    answer = stranger.get(link())
    assert (answer.status_code, "First order" in answer.text, "It was quick" in answer.text) == (200, True, True)
    assert re.findall(r'(?:href|action|src)="/(?!static/|s/)', answer.text) == []
    assert [word in answer.text for word in ("Edo", "7946", "editor@example.org", "<wg-edit", "/evidence")] == [
        False
    ] * 5
    assert ('content="noindex"' in answer.text, answer.headers["referrer-policy"]) == (True, "no-referrer")


def test_a_link_shows_one_map_and_never_another(link, visitor, site):
    """Its token opens no page of the app, no other map, and no other link's files (IDOR)."""
    path, stranger = link(files="true"), visitor()
    site.store.maps.create("secret", site.store.maps.head("first_order")[0], by="x", title="Secret plan")
    other, _ = site.store.shares.make("secret", "x", timedelta(days=1), Offer())
    for address in (
        "/maps/first_order",
        "/maps/secret",
        LINKS,
        "/settings",
        f"{path}/../../maps/secret",
        f"{path}/maps/secret",
    ):
        assert stranger.get(address).status_code in {303, 404}, address
    assert stranger.get(f"{path}/file/json").status_code == 404
    assert stranger.get(f"/s/{other}/file/html").status_code == 404
    assert "Secret" not in stranger.get(path).text


def test_a_link_ends_with_its_time_and_at_a_click(link, visitor, watch, site, ben):
    """After seven days it is gone; one that is revoked is gone at once; both look like one that never was."""
    short, revoked = link(days="7"), link()
    share = next(one for one in site.store.shares.all("first_order") if one.expires.day == 16)
    assert ben.submit(f"{LINKS}/{share.id}/revoke").status_code == 303
    assert visitor().get(revoked).status_code == 410
    assert visitor().get(short).status_code == 200
    watch.on(days=7)
    answers = [visitor().get(path) for path in (short, revoked, "/s/" + "x" * 43)]
    assert [answer.status_code for answer in answers] == [410] * 3
    assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}) == 1


def test_a_link_of_another_map_cannot_be_revoked_through_this_one(ben, site, link):
    """Its id must belong to the map of the address."""
    link()
    site.store.maps.create("other", site.store.maps.head("first_order")[0], by="x", title="Other")
    share = site.store.shares.all("first_order")[0]
    assert ben.submit(f"/maps/other/shares/{share.id}/revoke").status_code == 404
    assert not site.store.shares.all("first_order")[0].revoked


def test_a_locked_link_asks_for_its_password_first(link, visitor, site):
    """Nothing of the map is on the page before; the right password opens it for this browser, and for no other."""
    path, stranger = link(password=PASSWORD, files="true"), visitor()
    page = stranger.get(path).text
    assert ("First order" in page, "Whoever sent you this link" in page) == (False, True)
    assert stranger.get(f"{path}/file/html").status_code == 404
    assert stranger.get(f"{path}/present").headers["location"] == path
    stranger.csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    wrong = stranger.submit(path, password=WRONG)
    assert (wrong.status_code, "not the password" in wrong.text) == (422, True)
    assert stranger.submit(path, password=PASSWORD).headers["location"] == path
    assert "First order" in stranger.get(path).text
    assert "First order" not in visitor().get(path).text
    assert PASSWORD not in str(site.store.audit.page())


def test_guessing_a_password_is_slowed_down(link, visitor):
    """After six tries in a minute the link answers no more, from wherever they come."""
    path, stranger = link(password=PASSWORD), visitor()
    stranger.csrf = re.search(r'name="csrf" value="([^"]+)"', stranger.get(path).text)[1]
    tries = [stranger.submit(path, password=f"guess {n}").status_code for n in range(8)]
    assert tries == [422] * 6 + [429] * 2


def test_a_proof_of_one_link_opens_no_other(link, visitor):
    """The cookie is worth something for its link only, and nothing when somebody makes it up."""
    first, second, stranger = link(password=PASSWORD), link(password=PASSWORD + "!"), visitor()
    stranger.csrf = re.search(r'name="csrf" value="([^"]+)"', stranger.get(first).text)[1]
    stranger.submit(first, password=PASSWORD)
    proof = next(value for name, value in stranger.cookies.items() if name.startswith("wg_share_"))
    thief = visitor()
    for name in [name for name in stranger.cookies if name.startswith("wg_share_")]:
        thief.cookies.set(name.replace("sh_", "sh_x"), proof)
    assert "First order" not in thief.get(second).text


def test_a_link_speaks_its_language_unless_somebody_chose_another(link, visitor):
    """A German link leads to the German page; who asked for English gets English."""
    path, stranger = link(language="de"), visitor()
    assert stranger.get(path).headers["location"] == f"{path}?lang=de"
    assert 'lang="de"' in stranger.get(f"{path}?lang=de").text
    assert 'lang="de"' in stranger.get(path).text
    assert 'lang="en"' in visitor().get(f"{path}?lang=en").text


def test_files_leave_only_where_the_link_allows_it(link, visitor):
    """The HTML file holds the map without names; what could be read back never leaves."""
    open_, shut = link(files="true"), link()
    answer = visitor().get(f"{open_}/file/html")
    assert (answer.status_code, "Edo Editor" in answer.text, "It was quick" in answer.text) == (200, False, True)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert [visitor().get(f"{open_}/file/{form}").status_code for form in ("xlsx", "yaml", "json", "cjml")] == [404] * 4
    assert visitor().get(f"{shut}/file/html").status_code == 404


def test_openings_are_counted_and_listed(link, visitor, ben):
    """Twice opened; whom it is for stands in the list, its token nowhere."""
    path = link(name="The board <b>")
    for _ in range(2):
        visitor().get(path)
    page = ben.get(LINKS).text
    assert ("The board &lt;b&gt;" in page, path in page) == (True, False)
    shares = ben.get(f"/api/v1{LINKS}").json()["shares"]
    assert (shares[0]["share"]["opened"], path[3:] in str(shares)) == (2, False)


def test_a_password_that_is_too_short_makes_no_link(ben, site):
    """The page comes again with what was typed."""
    answer = ben.submit(LINKS, name="Board", password=SHORT)
    assert (answer.status_code, 'value="Board"' in answer.text) == (422, True)
    assert site.store.shares.all("first_order") == ()
