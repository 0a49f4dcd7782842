"""All maps: listed with what is to be mended, made in four ways, put away, and brought back."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role


@pytest.fixture
def edo(visitor):
    """Return the browser of an editor."""
    return visitor(Role.EDITOR)


def titles(edo):
    """Return the ids of the maps with how deep they hang."""
    return [(row["entry"]["id"], row["depth"]) for row in edo.get("/api/v1/maps").json()["rows"]]


def test_an_empty_workspace_says_what_to_do(edo):
    """No map: load data, or begin with a template."""
    page = edo.get("/maps")
    assert (page.status_code, "There is no map yet" in page.text) == (200, True)


def test_the_first_map_of_a_template_is_the_workspaces_own(site, edo):
    """It lies in journey.yaml, where runs find it; the second one lies beside it."""
    assert edo.submit("/maps/new/template", template="service").headers["location"] == "/maps/journey?editing=1"
    edo.submit("/maps/new/template", template="grocery", title="Wocheneinkauf für zwei")
    assert titles(edo) == [("journey", 0), ("wocheneinkauf_fur_zwei", 0)]
    assert (site.folder / "journey.yaml").exists()
    assert (site.folder / "maps" / "wocheneinkauf_fur_zwei.yaml").exists()


@pytest.mark.usefixtures("first_order")
def test_a_copy_and_the_inside_of_a_phase_hang_where_they_belong(edo):
    """The copy stands beside, the child below its parent; its phases are three, for the phase has no steps."""
    edo.submit("/maps/new/copy", map="first_order", title="Ziel")
    edo.submit("/maps/new/child", inside="first_order/use")
    assert titles(edo) == [("first_order", 0), ("use", 1), ("ziel", 0)]
    child = edo.get("/api/v1/maps/use").json()
    assert [phase["name"]["en"] for phase in child["map"]["phases"]] == ["Beginning", "Middle", "End"]
    assert edo.get("/api/v1/maps/ziel").json()["map"]["kind"] == "target"


@pytest.mark.parametrize("inside", ["first_order/none", "none/use", "first_order", "/", ""])
@pytest.mark.usefixtures("first_order")
def test_the_inside_of_nothing_is_not_mapped(edo, inside):
    """No such map, no such phase."""
    assert edo.submit("/maps/new/child", inside=inside).status_code == 404


def test_a_file_is_looked_at_before_it_becomes_a_map(site, edo):
    """What was recognised is shown; agreed to, it is a map, and the file is gone."""
    csv = b"Stage,Type,Title\nBuy,Question,Is it <safe>?"
    sent = edo.post("/maps/new/import", data={"csrf": edo.csrf}, files={"file": ("../shop.csv", csv, "text/csv")})
    page = edo.get(sent.headers["location"]).text
    assert ("Is it &lt;safe&gt;?" in page, "shop.csv" in page) == (True, True)
    assert edo.submit(sent.headers["location"], title="Shop").headers["location"] == "/maps/journey?editing=1"
    assert edo.get(sent.headers["location"]).status_code == 404
    assert list((site.folder / ".wegweiser" / "imports").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\x00\x01", b"just words"])
def test_a_file_without_a_map_is_refused(edo, content):
    """Nothing, a broken workbook, no text, no layout we know."""
    files = {"file": ("map.csv", content, "text/csv")}
    answer = edo.post("/maps/new/import", data={"csrf": edo.csrf}, files=files)
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("token", ["../../wegweiser", "0" * 16, "x", "..%2f..%2fwegweiser.toml"])
def test_a_token_leads_to_no_other_file(edo, token):
    """Only what waits under a token of ours is read."""
    assert edo.get(f"/maps/new/import/{token}").status_code == 404


def test_a_map_is_put_away_and_brought_back(edo, first_order):
    """It leaves the list and nothing of it is lost."""
    edo.submit(first_order + "/archive", archived="true")
    assert titles(edo) == []
    assert "Erstbestellung" in edo.get("/maps?archived=1&lang=de").text
    edo.submit(first_order + "/archive", archived="false")
    assert titles(edo) == [("first_order", 0)]


def test_owner_kind_and_review_are_told_and_undone_like_edits(site, edo, first_order):
    """Each is a revision; a map cannot look into itself."""
    edo.submit(first_order + "/about", owner="Ana", kind="planned", every_days="30")
    entry = site.store.maps.get("first_order")
    assert (entry.owner, entry.kind, entry.review_days, entry.revision) == ("Ana", "planned", 30, 3)
    assert edo.submit(first_order + "/about", parent="first_order").status_code == 422


@pytest.mark.usefixtures("first_order")
def test_lint_leads_to_the_place(edo):
    """The phase without a goal is named and linked."""
    row = edo.get("/api/v1/maps").json()["rows"][0]
    assert [one["target"] for one in row["mend"] if "no goal" in str(one["text"])] == ["phase:order"]
    assert '/maps/first_order#phase-order"' in edo.get("/maps").text
