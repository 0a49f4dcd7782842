"""Faults, silences and blind spots."""

from __future__ import annotations

import pytest

from wegweiser.levers.blind import faults, phases_without_contact, silences, touchpoints_without_phase
from wegweiser.stats import wilson

DAY = 86400.0


def met(name: str, phase: str | None, customers: int) -> dict[str, object]:
    """Return a touchpoint row with two contacts a customer."""
    return {"touchpoint": name, "phase": phase, "customers": customers, "contacts": 2 * customers}


def test_a_fault_is_known_by_its_name(web_figures):
    """87 of 1,000 customers met a payment error; payments themselves are no fault."""
    rows = [met("payment_error", "conversion", 87), met("payment", "conversion", 400)]
    (found,) = faults(web_figures(touchpoints=rows))
    assert (found.text["en"], found.share) == ("87 customers meet “payment error”", wilson(87, 1000))
    assert found.detail["de"] == "Insgesamt 174-mal; dem Namen nach ein Fehler."


def test_nineteen_faults_are_not_told(web_figures):
    """Too few customers to tell."""
    assert list(faults(web_figures(touchpoints=[met("payment_error", "conversion", 19)]))) == []


def phase(name: str, median: float | None, tail: float | None, n: int, touched: int = 500) -> dict[str, object]:
    """Return a phase row."""
    return {
        "phase": name,
        "customers": 500,
        "touched": touched,
        "dwell_median_s": median,
        "dwell_p90_s": tail,
        "dwell_n": n,
    }


def test_a_long_silence_before_the_next_phase_is_found(web_figures):
    """Half go on within 10 days, one in ten takes over 65: 20 of 200 customers."""
    rows = [phase("consideration", 10 * DAY, 65 * DAY, 200), phase("retention", None, None, 0)]
    (found,) = silences(web_figures(phases=rows))
    assert (found.id, found.n, found.customers) == ("cl_silence_consideration", 200, 20)
    assert found.text["en"] == "One customer in ten takes over 65\u00a0days to the next phase, half up to 10\u00a0days"
    assert (
        found.text["de"] == "Jeder Zehnte braucht über 65\u00a0Tage bis zur nächsten Phase, die Hälfte bis 10\u00a0Tage"
    )


@pytest.mark.parametrize(
    ("median", "tail", "n"),
    [
        (1 * DAY, 6.9 * DAY, 200),  # less than a week
        (20 * DAY, 79 * DAY, 200),  # everybody takes long
        (10 * DAY, 65 * DAY, 199),  # one in ten would be 19 people
        (None, None, 0),
    ],
)
def test_what_is_short_usual_or_of_few_is_no_silence(web_figures, median, tail, n):
    """A silence is a week or more, four times the usual, and of at least 20 people."""
    rows = [phase("consideration", median, tail, n), phase("retention", None, None, 0)]
    assert list(silences(web_figures(phases=rows))) == []


def test_a_phase_nobody_was_met_in_is_a_blind_spot(web_figures):
    """Advocacy and retention have no contact: the map says so instead of showing a zero."""
    rows = [phase(p, None, None, 0) for p in ("awareness", "consideration", "conversion")]
    found = list(phases_without_contact(web_figures(phases=[*rows, phase("retention", None, None, 0, touched=0)])))
    assert [f.phase for f in found] == ["retention", "advocacy"]
    assert (found[0].share, found[0].customers) == (wilson(0, 1000), 0)


def test_without_data_nothing_is_blind(web_figures):
    """A map without figures is a template, not a gap."""
    assert list(phases_without_contact(web_figures())) == []
    assert (
        list(phases_without_contact(web_figures(summary=[{"customers": 19}], phases=[phase("awareness", 1, 1, 1)])))
        == []
    )


def test_a_touchpoint_without_a_phase_is_shown_where_most_go_from_there(web_figures):
    """From the talk 30 go to the cart and 20 to the page, so it is told beside buying."""
    moves = [
        {"source": "talk", "target": target, "transitions": n, "customers": n}
        for target, n in (("cart", 30), ("page", 20))
    ]
    rows = [met("talk", None, 50), met("page", "consideration", 900)]
    (found,) = touchpoints_without_phase(web_figures(touchpoints=rows, transitions=moves))
    assert (found.phase, found.text["de"]) == ("conversion", "„talk (de)“ gehört noch zu keiner Phase")
    (alone,) = touchpoints_without_phase(web_figures(touchpoints=rows))
    assert alone.phase == "awareness"
