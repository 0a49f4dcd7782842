"""The evidence of a place: sources, figures, history, and its statement put to the test."""

from __future__ import annotations

import pytest
from markupsafe import escape

from wegweiser.domain.people import Role
from wegweiser.web import mapping


@pytest.fixture
def site(shop):
    """Return the site of the shop that was run."""
    return shop


@pytest.fixture
def here(site):
    """Return the shop's map as it stands."""
    mapping.take_in(site)
    return mapping.opened(site, site.store.maps.all()[0].id).journey_map


@pytest.fixture
def edo(visitor):
    """Return the browser of an editor."""
    return visitor(Role.EDITOR)


def proof(edo, here, target):
    """Return the evidence of a place."""
    answer = edo.get(f"/api/v1/maps/{here.id}/evidence", params={"target": target})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_touchpoint_shows_its_figures_their_source_and_the_query(edo, here):
    """Share with interval and n, the source's name, and the SQL behind it."""
    card = next(one for one in here.touchpoints if one.share and one.share.n >= 20)
    found = proof(edo, here, f"touchpoint:{card.id}")
    assert found["figures"][0]["value"]["n"] == card.share.n
    assert (found["status"], "select" in found["sources"][0]["query"].lower()) == ("measured", True)
    page = edo.get(f"/maps/{here.id}/evidence", params={"target": f"touchpoint:{card.id}"}).text
    assert ("data-part" in page, "Copy" in page) == (True, True)


def test_every_place_of_the_map_has_its_evidence(edo, here):
    """Phases, steps, metrics, levers, cells and claims, each a page."""
    targets = [f"phase:{one.id}" for one in here.phases] + [f"step:{one.id}" for one in here.steps]
    targets += [f"metric:{one.id}" for one in here.metrics] + [f"lever:{one.id}" for one in here.levers or ()]
    targets += [f"cell:{one.lane}/{one.phase}" for one in here.cells if one.claims]
    targets += [f"claim:{claim.id}" for claim in here.claims()]
    wrong = [one for one in targets if edo.get(f"/maps/{here.id}/evidence", params={"target": one}).status_code != 200]
    assert (wrong, len(targets) > 20) == ([], True)


@pytest.mark.parametrize("target", ["claim:none", "nothing", "", "cell:x/y", "phase:../../x"])
def test_a_place_that_is_not_there_is_not_found(edo, here, target):
    """404, in words."""
    assert edo.get(f"/maps/{here.id}/evidence", params={"target": target}).status_code == 404


def test_who_changed_a_claim_is_told(edo, here):
    """Two revisions of its text, the latest first."""
    phase, lane = here.phases[0].id, next(one.id for one in here.lanes if one.type == "experience")
    fields = {"edit.edit": "add_claim", "edit.lane": lane, "edit.phase": phase, "edit.text": "It was quick"}
    edo.submit(f"/maps/{here.id}/edits", **fields)
    cells = edo.get(f"/api/v1/maps/{here.id}").json()["map"]["cells"]
    claims = next(cell["claims"] for cell in cells if (cell["lane"], cell["phase"]) == (lane, phase))
    name = claims[-1]["id"]
    edit = {"edit.edit": "edit_claim", "edit.id": name, "edit.text": "It was slow"}
    edo.submit(f"/maps/{here.id}/edits", **edit)
    found = proof(edo, here, f"claim:{name}")
    assert ([one["number"] for one in found["history"]], found["authored"]) == ([2, 1], True)


def test_a_claim_is_tested_in_an_interview_and_the_result_moves_it(edo, here, site):
    """Planned with a question and a number of people; 28 of 30 agree, and the claim counts as validated."""
    name = _assumed(edo, here)
    planned = edo.call(f"/maps/{here.id}/tests", claim=name, method="interview").json()["validation"]
    assert planned["planned_n"] > 0
    n = planned["planned_n"] * 2
    told = edo.call(f"/maps/{here.id}/tests/{planned['id']}", n=n, hits=n - 1)
    assert told.status_code == 200, told.text
    found = proof(edo, here, f"claim:{name}")
    assert (found["status"], found["tests"][0]["verdict"]) == ("validated", "supported")
    assert "validations.yaml" in {path.name for path in site.folder.iterdir()}


@pytest.mark.parametrize("told", [{"n": 3}, {"n": 3, "hits": 4}, {"n": 0, "hits": 0}, {"n": 1, "mean": 1.0}])
def test_a_result_that_cannot_be_is_refused(edo, here, told):
    """No hits, more than there are, of nobody, a mean without its spread."""
    name = _assumed(edo, here)
    planned = edo.call(f"/maps/{here.id}/tests", claim=name, method="interview").json()["validation"]
    assert edo.call(f"/maps/{here.id}/tests/{planned['id']}", **told).status_code == 422


def test_what_can_be_changed_leads_to_its_form(edo, here):
    """A card by its phase, a phase by its id; the form is there."""
    card = here.touchpoints[0]
    for target in (f"touchpoint:{card.id}", f"phase:{card.phase}"):
        change = proof(edo, here, target)["change"]
        assert edo.get(f"/maps/{here.id}/change", params={"target": change}).status_code == 200


def test_a_viewer_reads_and_plans_nothing(visitor, here):
    """No buttons, and 403."""
    vic = visitor(Role.VIEWER)
    target = f"claim:{here.claims()[0].id}"
    assert 'name="method"' not in vic.get(f"/maps/{here.id}/evidence", params={"target": target}).text
    assert vic.call(f"/maps/{here.id}/tests", claim=target, method="survey").status_code == 403


def _assumed(edo, here):
    """Return the id of a claim a person wrote."""
    lane = next(one.id for one in here.lanes if one.type == "experience")
    fields = {"edit": "add_claim", "lane": lane, "phase": here.phases[0].id, "text": "Customers find it slow"}
    edo.call(f"/maps/{here.id}/edits", edit=fields)
    raw = edo.get(f"/api/v1/maps/{here.id}").json()["map"]["cells"]
    claims = [claim for cell in raw for claim in cell.get("claims", ())]
    return next(claim["id"] for claim in claims if "find it slow" in str(claim["text"]))


def test_the_words_of_the_other_language_stand_beside(edo, site):
    """Who changes the German of a statement sees its English, in the evidence and where it is changed."""
    there = edo.submit("/maps/new/template", template="service", title="Service").headers["location"].partition("?")[0]
    claim = mapping.opened(site, there.rpartition("/")[2]).plan.cells[0].claims[0]
    other = f'lang="en"><b>English:</b> {escape(claim.text["en"])}'
    asked = {"target": f"claim:{claim.id}", "lang": "de"}
    assert [other in edo.get(f"{there}/{page}", params=asked).text for page in ("evidence", "change")] == [True, True]
