"""Channels that contradict each other as gaps: in a manager's words, with rates, cases and customers."""

from __future__ import annotations

from datetime import date

import pytest

from wegweiser.domain.measures import GapKind
from wegweiser.i18n import untranslated
from wegweiser.levers import gaps
from wegweiser.levers.breaks import _SAID, contradictions
from wegweiser.levers.ranking.candidates import candidates

JACKETS = {
    "kind": "discount",
    "high_side": "web",
    "low_side": "store",
    "cases": 75,
    "objects": 3,
    "names": ["anorak", "cape", "parka"],
    "high": 0.2,
    "low": 0.0,
    "size": 0.2,
    "since": date(2026, 3, 5),
    "until": date(2026, 8, 20),
    "customers": 340,
}


def test_a_discount_online_but_not_in_the_store_is_a_gap_with_its_rate(web_figures):
    """Three jackets, 20 % off online for 25 weeks: 75 cases; a fifth of the 340 met on both sides."""
    (found,) = contradictions(web_figures(contradictions=[JACKETS]))
    assert found.text == {
        "en": "anorak, cape, parka: 20% off on “web”, none on “store”",
        "de": "anorak, cape, parka: 20\u00a0% Rabatt bei „web“, keiner bei „store“",
    }
    assert found.detail["en"] == (
        "75 cases, 5 Mar 2026 to 20 Aug 2026; 340 customers were met on both sides in that time. No proof of a cause."
    )
    assert (found.phase, found.customers, found.n, found.harm) == ("conversion", 340, 75, 68.0)


def test_it_reaches_the_list_of_levers_with_the_measures_of_its_kind(web_figures):
    """The lever is of the kind of the break, so the playbook answers it."""
    figures = web_figures(contradictions=[JACKETS])
    assert [claim.id for _, claim in gaps(figures)] == ["cl_break_discount_web_store"]
    (lever,) = candidates(list(contradictions(figures)), figures)
    assert (lever.kind, lever.goal, lever.touchpoint) == (GapKind.DISCOUNT, "buy", None)


@pytest.mark.parametrize("kind", ["price", "availability", "message"])
def test_every_kind_has_a_sentence_of_its_own(web_figures, kind):
    """None is left in English; of many things three are named."""
    (found,) = contradictions(web_figures(contradictions=[JACKETS | {"kind": kind, "objects": 40}]))
    assert found.text["en"].startswith("anorak, cape, parka and 37 more: ")
    assert found.text["de"].startswith("anorak, cape, parka und 37 weitere: ")
    assert untranslated(set(_SAID.values()), "de") == ()


def test_few_cases_are_not_told_and_few_customers_are_not_counted(web_figures):
    """19 cases are no gap; of 19 customers only the cases are told."""
    assert list(contradictions(web_figures(contradictions=[JACKETS | {"cases": 19}]))) == []
    (found,) = contradictions(web_figures(contradictions=[JACKETS | {"customers": 19}]))
    assert (found.customers, found.detail["en"]) == (
        0,
        "75 cases, 5 Mar 2026 to 20 Aug 2026. No proof of a cause.",
    )
