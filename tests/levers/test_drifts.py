"""Logged figures that are bad more often from a day on, as gaps with their dates."""

from __future__ import annotations

from datetime import date

import pytest

from wegweiser.levers.drifts import of_drivers

LATE = {
    "touchpoint": "payment",
    "property": "days_late",
    "level": 0.0,
    "since": date(2026, 9, 1),
    "until": date(2026, 10, 30),
    "hits": 360,
    "n": 1000,
    "usual": 0.05,
    "customers": 300,
    "name": {"en": "Days late", "de": "Tage Verspätung"},
    "unit": "d",
}


def test_what_lasts_to_the_end_of_the_data_has_a_first_day_only(web_figures):
    """36 % of 1,000 since September, 5 % before: of the 300 customers 258 are more than usual."""
    whole = [{"customers": 1000, "until": date(2026, 10, 31)}]
    figures = web_figures(drifts=[LATE], summary=whole)
    (found,) = of_drivers(figures)
    assert found.text == {
        "en": "Since 1 Sep 2026: “Days late” above 0\u00a0d at 36% of 1,000 contacts, 5.0% before",
        "de": "Seit 01.09.2026: „Tage Verspätung“ über 0\u00a0d bei 36\u00a0% von 1.000 Kontakten, zuvor 5,0\u00a0%",
    }
    assert (found.phase, found.customers, round(found.weighs), found.harm) == ("conversion", 300, 258, None)
    assert found.claim(figures).impact == "high"


@pytest.mark.parametrize(("better", "word"), [("less", "above"), ("more", "below")])
def test_what_ended_has_both_days_and_says_which_way_is_bad(web_figures, better, word):
    """A stretch that ended two months ago is told with its last day."""
    whole = [{"customers": 1000, "until": date(2026, 12, 31)}]
    (found,) = of_drivers(web_figures(drifts=[LATE | {"better": better}], summary=whole))
    assert found.text["en"] == f"1 Sep 2026 to 30 Oct 2026: “Days late” {word} 0\u00a0d at 36% of 1,000 contacts"
    assert found.text["de"] != found.text["en"]


def test_a_driver_without_a_phase_is_not_told(web_figures):
    """The talk belongs to no phase, so no lane could hold it."""
    assert list(of_drivers(web_figures(drifts=[LATE | {"touchpoint": "talk"}]))) == []
