"""Friction on the map: said with dates and segments, in both languages, and not twice."""

from __future__ import annotations

from datetime import date

from wegweiser.i18n import untranslated
from wegweiser.levers.friction import _SAID, MOST, frictions, without_repeats
from wegweiser.levers.gaps import gaps

FAULT = {
    "kind": "change",
    "what": "fault",
    "touchpoint": "payment_error",
    "customers": 87,
    "sessions": 95,
    "of_sessions": 627,
    "expected": 0.01,
    "since": date(2026, 5, 19),
    "until": date(2026, 6, 8),
    "weight": 81.3,
}
MET = {"touchpoint": "payment_error", "phase": "conversion", "customers": 90, "contacts": 120}


def test_a_fault_is_told_with_its_days_in_both_languages(web_figures):
    """95 of 627 visits meet the payment error in three weeks; 1 % on other days."""
    (found,) = frictions(web_figures(friction=[FAULT]))
    assert found.text == {
        "en": "19 May 2026 to 8 Jun 2026: 15% of 627 visits meet “payment error”",
        "de": "19.05.2026 bis 08.06.2026: 15\u00a0% von 627 Besuchen treffen auf „payment_error (de)“",
    }
    assert found.detail["de"] == "87 Kunden; an anderen Tagen 1,0\u00a0%. Kein Beleg für eine Ursache."
    assert (found.phase, found.customers, found.share.hits, found.share.n) == ("conversion", 81, 95, 627)


def test_a_finding_of_a_source_that_ended_counts_from_its_end(web_figures):
    """The shop's log ends on 29 June; what other sources go on to say makes the finding no younger."""
    figures = web_figures(friction=[FAULT | {"recorded_until": date(2024, 6, 29)}, FAULT])
    old, now = (found.claim(figures).as_of for found in frictions(figures))
    assert (old, now) == (date(2024, 6, 29), figures.as_of)


def test_a_fault_is_told_of_the_visits_that_reach_its_step(web_figures):
    """95 of 627 visits, but 95 of 365 payments: a quarter of those who could meet it."""
    row = FAULT | {"step": "payment", "of_step": 365, "step_expected": 0.012}
    (found,) = frictions(web_figures(friction=[row]))
    assert found.text["en"].endswith(": 26% of 365 visits with “payment” meet “payment error”")
    assert found.text["de"].endswith(": 26\u00a0% von 365 Besuchen mit „payment (de)“ treffen auf „payment_error (de)“")
    assert found.detail["en"] == "87 customers; 1.2% on other days. No proof of a cause."
    assert (found.share.hits, found.share.n, found.harm) == (95, 365, 81.3)


def test_a_segment_is_named_before_its_days(web_figures):
    """Only mobile visits are concerned; the id holds the segment and no date."""
    (found,) = frictions(web_figures(friction=[FAULT | {"segment": "platform=mobile"}]))
    assert found.text["en"].startswith("Platform “mobile”: 19 May 2026 to 8 Jun 2026: 15%")
    assert found.id == "cl_friction_fault_payment_error_platform_mobile"


def test_a_gap_between_segments_is_named_in_words_and_weighs_medium_at_most(web_figures):
    """332 of 1,000 customers beyond others would be high; who speaks German may differ for other reasons."""
    row = FAULT | {
        "kind": "segment",
        "what": "exit",
        "touchpoint": "payment",
        "segment": "language=de",
        "weight": 332.0,
    }
    figures = web_figures(friction=[row | {"since": None, "until": None}])
    (found,) = frictions(figures)
    assert (found.text["en"][:16], found.text["de"][:16]) == ("Language German:", "Sprache Deutsch:")
    assert (found.customers, found.harm, found.claim(figures).impact) == (332, None, "medium")
    dated = web_figures(friction=[row])
    assert next(frictions(dated)).claim(dated).impact == "high"


def test_that_customers_call_on_later_visits_is_no_friction(web_figures):
    """Who comes again has bought something to ask about; that first visits call would be told."""
    row = FAULT | {"kind": "segment", "what": "contact", "touchpoint": "talk", "since": None, "until": None}
    assert list(frictions(web_figures(friction=[row | {"segment": "visit=again"}]))) == []
    assert len(list(frictions(web_figures(friction=[row | {"segment": "visit=first"}])))) == 1


def test_a_gap_of_first_visits_stands_at_the_goal(web_figures):
    """Without a touchpoint it is about the whole visit, and stands in the phase of the goal."""
    row = {"kind": "segment", "what": "unreached", "segment": "visit=first", "customers": 400, "expected": 0.85}
    (found,) = frictions(web_figures(friction=[row | {"sessions": 450, "of_sessions": 500, "weight": 25.0}]))
    assert found.text["de"] == "Erste Besuche: 90\u00a0% von 500 Besuchen erreichen „Kauf“ nicht"
    assert (found.phase, found.refs) == ("conversion", ("buy",))


def test_every_kind_has_a_sentence_of_its_own(web_figures):
    """None is left in English, none is empty, and a second window of the same is a second claim."""
    kinds = [
        ("change", "burst"), ("change", "contact"), ("segment", "unreached"), ("change", "exit"),
        ("error exit", "exit"), ("segment", "back"), ("repeat", "repeat"), ("dwell", "slow"),
    ]  # fmt: skip
    rows = [
        FAULT | {"kind": kind, "what": what, "touchpoint": "payment", "other": "cart", "since": None, "until": None}
        for kind, what in kinds
    ]
    found = list(frictions(web_figures(friction=rows)))
    assert len({one.text["en"] for one in found}) == len(kinds)
    assert all(one.text["en"] != one.text["de"] for one in found)
    assert untranslated(set(_SAID.values()), "de") == ()
    twice = [one.id for one in frictions(web_figures(friction=[FAULT, FAULT]))]
    assert twice == ["cl_friction_fault_payment_error", "cl_friction_fault_payment_error_2"]


def test_ways_back_and_loops_are_left_to_the_transitions(web_figures):
    """They are told by `ways_back`, and so are rows of fewer than 20 customers by nobody."""
    rows = [FAULT | {"kind": "loop", "other": "cart"}, FAULT | {"kind": "way back"}, FAULT | {"customers": 19}]
    assert list(frictions(web_figures(friction=rows))) == []
    assert len(list(frictions(web_figures(friction=[FAULT] * 12)))) == MOST


def test_a_fault_with_dates_is_not_told_again_without(web_figures):
    """'90 customers meet the payment error' gives way to the sentence that says when."""
    figures = web_figures(friction=[FAULT], touchpoints=[MET])
    ids = [claim.id for _, claim in gaps(figures)]
    assert "cl_friction_fault_payment_error" in ids
    assert "cl_fault_payment_error_conversion" not in ids
    assert "cl_fault_payment_error_conversion" in [claim.id for _, claim in gaps(web_figures(touchpoints=[MET]))]
    assert without_repeats([]) == []
