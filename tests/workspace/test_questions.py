"""Questions are refused before anything is opened, and answered as the workspace answers them."""

from __future__ import annotations

import msgspec
import pytest

from wegweiser.domain.goals import Goal
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.workspace import Config
from wegweiser.workspace import questions as q
from wegweiser.workspace.answering import answer

SHOP = Config(
    touchpoint=(
        Touchpoint("cart", "Cart", Match("cart"), channel="web", phase="consideration"),
        Touchpoint("buy", "Purchase", Match("buy"), channel="web", phase="conversion"),
    ),
    goal=(Goal("sale", "Sale", ("buy",)),),
)


@pytest.mark.parametrize(
    "question",
    [
        q.PatternSearch("^ cart ->> buy $ within 2 days", goal="sale"),
        q.Around("channel:web", goal="sale"),
        q.FunnelAsked(("cart", "buy"), within_s=3600, unit="session"),
        q.WaysAmong(("period:2026-01",), goal="sale"),
        q.MapAmong(("persona:pe_1", "touch:channel:web")),
        q.Conformance(("cart", "conversion")),
        q.Conformance(),
        q.ExportLog("xes", goal="sale"),
        q.Replay(),
        q.Forget("visits"),
        q.Demo(40),
        q.Look("data/visits.csv"),
        q.Run(),
    ],
)
def test_a_question_goes_to_a_worker_and_back(question):
    """Every question passes the check, round-trips through JSON, and has a kind of answer."""
    q.check(question, SHOP)
    assert msgspec.json.decode(msgspec.json.encode(question), type=q.Question) == question
    assert type(question) in q.ANSWERS


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (q.PatternSearch("cart ->> (buy"), InvalidSetting),
        (q.PatternSearch("cart ->> nowhere"), UnknownName),
        (q.PatternSearch("cart ->> [not nowhere] buy"), UnknownName),
        (q.PatternSearch("cart", goal="nowhere"), UnknownName),
        (q.PatternSearch("cart", unit="week"), UnknownName),
        (q.Around("channel:fax"), UnknownName),
        (q.Around("cart", which="second"), UnknownName),
        (q.FunnelAsked(()), InvalidSetting),
        (q.FunnelAsked(("cart", "nowhere")), UnknownName),
        (q.FunnelAsked(("cart", "buy"), order="strict", exclude=("buy",)), InvalidSetting),
        (q.WaysAmong(("period:2026-13",)), InvalidSetting),
        (q.WaysAmong(("weather:fine",)), UnknownName),
        (q.MapAmong(("touch:nowhere",)), UnknownName),
        (q.Conformance(("cart",)), InvalidSetting),
        (q.ExportLog("csv"), UnknownName),
    ],
)
def test_what_cannot_be_answered_is_refused_at_once(question, error):
    """No warehouse is needed to say that a pattern, a name or a rule is wrong."""
    with pytest.raises(error):
        q.check(question, SHOP)


def test_few_people_are_told_of_nowhere(ran_shop, opened):
    """Three customers: no way, place, deviation or step of theirs is told."""
    with opened(ran_shop) as ws:
        found = answer(ws, q.PatternSearch("product_view ->> purchase"))
        assert (found.matches, found.customers, found.ways) == (None, None, ())
        assert answer(ws, q.Around("cart")).places == ()
        assert answer(ws, q.Conformance(("product_view", "purchase"))).deviations == ()
        assert [step.reached for step in answer(ws, q.FunnelAsked(("product_view", "purchase"))).steps] == [None] * 2
        assert answer(ws, q.MapAmong(("period:2026-01",))).touchpoints == ()
        assert answer(ws, q.WaysAmong(("period:2026-01",), goal="purchase")).variants == ()


def test_a_run_is_a_question_too(shop, opened):
    """What a run found comes back as plain values."""
    with opened(shop) as ws:
        ran = answer(ws, q.Run())
        assert (ran.customers, ran.events, ran.quarantined) == (3, 10, 0)
        assert answer(ws, q.Replay()) == q.Replayed(0)


def test_an_event_log_lies_beside_its_answer(ran_shop, opened, tmp_path):
    """Three customers with ten contacts, under pseudonyms; without a file to write to it is refused."""
    with opened(ran_shop) as ws:
        assert answer(ws, q.ExportLog("ocel"), file=tmp_path / "log") == q.Logged(3, 10)
        assert b"Ana" not in (tmp_path / "log").read_bytes()
        with pytest.raises(InvalidSetting):
            answer(ws, q.ExportLog("xes"))
