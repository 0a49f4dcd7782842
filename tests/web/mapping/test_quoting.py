"""What customers said at the points of the curve: in the order that matters, and nobody's who did not allow it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from wegweiser.domain.journey_maps import CurvePoint, TouchpointCard
from wegweiser.domain.people import Role
from wegweiser.domain.voices import Heard, Quote, Saying, SayingKind
from wegweiser.maps import document
from wegweiser.web import mapping
from wegweiser.web.mapping.quoting import Quoted, quoted, sayings

MAP = "first_order"
DEAR, LATE = Quote("It was dear", "survey", "en"), Quote("Sie kam zu spät", "survey", "de")
SAID = (
    Saying("s_dear", SayingKind.PAIN, "dear", "order", 31, 30, touchpoint="shop", quotes=(LATE, DEAR)),
    Saying("s_fine", SayingKind.GAIN, "fine", "order", 50, 44, touchpoint="shop", quotes=(Quote("Fine", "survey"),)),
    Saying("s_none", SayingKind.PAIN, "slow", "order", 90, 80, touchpoint="shop"),
    Saying(
        "s_wish", SayingKind.EXPECTATION, "soon", "use", 60, 60, touchpoint="mail", quotes=(Quote("Soon", "survey"),)
    ),
    Saying("s_hers", SayingKind.PAIN, "hers", "order", 99, 99, touchpoint="shop", persona="ana", quotes=(DEAR,)),
)


@pytest.fixture
def felt(site, plan_file, monkeypatch):
    """Return the site with a bad feeling at the shop and a good one at the mail, and what was said of both."""
    lane = "- {id: felt, type: feeling, title: Feelings, band: customer}\ncells:"
    plan_file.write_text(plan_file.read_text("utf-8").replace("cells:", lane), "utf-8")
    points = (
        CurvePoint(x=0.5, value=-1, n=40, lo=-1.2, hi=-0.8, touchpoint="shop"),
        CurvePoint(x=1.5, value=1, n=60, lo=0.8, hi=1.2, touchpoint="mail"),
    )
    cards = tuple(TouchpointCard(name, phase, name, "mail") for name, phase in (("shop", "order"), ("mail", "use")))
    data = document.Generated(phases=("order", "use"), touchpoints=cards, curve=points)
    (site.folder / "journey.data.json").write_bytes(data.json())
    monkeypatch.setattr(site.insights, "feelings", lambda: SimpleNamespace(heard=Heard(sayings=SAID)))
    return site


def test_what_most_say_comes_first_and_only_what_may_be_quoted(felt):
    """Two sayings of the shop have quotes and are everybody's; the phase of the mail has one."""
    assert [one.id for one in sayings(felt, touchpoint="shop")] == ["s_fine", "s_dear"]
    assert [one.id for one in sayings(felt, phase="use")] == ["s_wish"]
    assert sayings(felt) == ()


@pytest.mark.parametrize(("language", "words"), [("en", "It was dear"), ("de", "Sie kam zu spät")])
def test_a_bad_feeling_is_told_by_a_pain_in_the_readers_language(felt, language, words):
    """At -1 the pain of 30 goes before the gain of 44; a wish tells no feeling, so the mail has none."""
    here = mapping.opened(felt, MAP).journey_map
    assert quoted(felt, here, language) == (Quoted(0.5, -1, "shop", "shop", words, 30),)


def test_nothing_is_quoted_where_nobody_was_heard(felt, monkeypatch):
    """A workspace whose run wrote no feelings has points without words."""
    monkeypatch.setattr(felt.insights, "feelings", lambda: None)
    assert quoted(felt, mapping.opened(felt, MAP).journey_map, "en") == ()


@pytest.mark.usefixtures("felt")
def test_readers_find_the_words_at_the_point_and_beside_the_map(visitor):
    """The point is a link that says them, its evidence has both; whoever edits moves points instead."""
    vic, edo = visitor(Role.VIEWER), visitor(Role.EDITOR)
    page = vic.get(f"/maps/{MAP}").text
    assert ('aria-label="shop: It was dear"' in page, "30 customers" in page) == (True, True)
    told = vic.get(f"/maps/{MAP}/evidence", params={"target": "touchpoint:shop"}).text
    assert ("It was dear" in told, "Sie kam zu spät" in told, "Fine" in told) == (True, False, True)
    assert "heard-at" not in edo.get(f"/maps/{MAP}?editing=1").text
