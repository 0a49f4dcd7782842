"""What new data propose: listed until decided on, each decision an edit of its own."""

from __future__ import annotations

import zlib

import msgspec
import pytest

from wegweiser.domain.people import Role
from wegweiser.web import mapping


@pytest.fixture
def site(shop):
    """Return the site of the shop that was run."""
    return shop


@pytest.fixture
def here(site):
    """Return the address of the shop's map, of which two touchpoints and every goal are new since somebody looked."""
    mapping.take_in(site)
    found = mapping.opened(site, site.store.maps.all()[0].id)
    data = found.generated
    older = msgspec.structs.replace(data, touchpoints=data.touchpoints[2:])
    name = f"proposals:{found.entry.id}"
    site.store.settings.set(name, zlib.compress(msgspec.json.encode(older)))
    return f"/maps/{found.entry.id}"


@pytest.fixture
def edo(visitor):
    """Return the browser of an editor."""
    return visitor(Role.EDITOR)


def waiting(edo, here):
    """Return the ids of what is to be decided on."""
    columns = edo.get(f"/api/v1{here}/proposals").json()["columns"]
    return [one["id"] for column in columns for one in column["proposals"]]


def test_nothing_is_new_before_somebody_looked(site, edo):
    """The data the map is first seen with are where it begins."""
    mapping.take_in(site)
    assert waiting(edo, f"/maps/{site.store.maps.all()[0].id}") == []


@pytest.mark.parametrize("how", ["accept", "reject", "keep_both"])
def test_a_decision_is_one_revision_and_undo_asks_again(site, edo, here, how):
    """Decided, one is left; taken back, both wait again."""
    first, second = waiting(edo, here)
    edo.submit(here + "/proposals/decide", id=first, how=how)
    assert (waiting(edo, here), site.store.maps.all()[0].revision) == ([second], 1)
    edo.submit(here + "/undo")
    assert waiting(edo, here) == [first, second]


def test_a_phase_is_decided_on_at_once(site, edo, here):
    """Two proposals of phases, decided phase by phase: one revision each, nothing is left."""
    phases = {column["phase"] for column in edo.get(f"/api/v1{here}/proposals").json()["columns"]}
    for phase in phases:
        part = edo.submit(here + "/proposals/phase", {"hx-request": "true"}, phase=phase, how="reject")
        assert 'id="proposed"' in part.text
    assert (waiting(edo, here), site.store.maps.all()[0].revision) == ([], 2)


def test_leaving_all_as_it_is_asks_no_more(edo, here):
    """Nothing waits, and nothing on the map was changed."""
    edo.submit(here + "/proposals/seen")
    assert waiting(edo, here) == []


def test_what_was_not_proposed_cannot_be_decided_on(edo, here, visitor):
    """404 for a name nobody proposed, 422 for no decision, 403 for a viewer."""
    first = waiting(edo, here)[0]
    assert edo.submit(here + "/proposals/decide", id="none", how="accept").status_code == 404
    assert edo.submit(here + "/proposals/decide", id=first, how="maybe").status_code == 422
    assert visitor(Role.VIEWER).submit(here + "/proposals/decide", id=first, how="accept").status_code == 403
