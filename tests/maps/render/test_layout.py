from __future__ import annotations

import msgspec
import pytest
from grocer import GROCER
from strained import strained

from wegweiser.domain.estimates import Duration
from wegweiser.domain.journey_maps import PhaseFlow, View
from wegweiser.maps.render.layout import sheet
from wegweiser.maps.render.press import cut

NB = "\u00a0"


def test_a_phase_head_carries_its_flow():
    """Customers who reached it, the median to the next phase, and the share going on."""
    first = sheet(GROCER, "de", View.WORKING).heads[0]
    assert (first.customers, first.dwell, first.on) == ("2.469", f"9{NB}Tage", f"72{NB}%")
    assert "72\u00a0% gehen weiter (70\u201374\u00a0%, n\u00a0=\u00a02.469)" in first.spoken


def test_a_phase_reached_by_few_hides_its_flow_and_its_height():
    """Twelve customers are neither counted nor drawn to scale."""
    drawn = sheet(strained(), "en", View.WORKING)
    assert drawn.heads[-1].customers == f"<{NB}20"
    assert drawn.flow[-1] == 0


def test_a_phase_nobody_reached_says_so_and_a_dwell_of_nothing_is_left_out():
    """A zero under a ribbon would read as struck through; a median of 0 seconds tells nothing."""
    empty = PhaseFlow(customers=0, touched=0)
    at_once = PhaseFlow(2469, 2469, None, Duration(0, 777600, 2469))
    phases = (
        msgspec.structs.replace(GROCER.phases[0], flow=at_once),
        msgspec.structs.replace(GROCER.phases[1], flow=empty),
    )
    first, last = sheet(msgspec.structs.replace(GROCER, phases=phases), "de", View.WORKING).heads
    assert (first.customers, first.dwell, first.nobody) == ("2.469", "", "")
    assert (last.customers, last.dwell, last.nobody) == ("", "", "kein Kontakt gemessen")
    assert (first.thin, last.thin) == (False, True)


@pytest.mark.parametrize(
    ("view", "lanes"),
    [(View.MINIMAL, ["la_feel", "la_gap"]), (View.WORKING, None), (View.FULL, [lane.id for lane in GROCER.lanes])],
)
def test_a_view_prints_its_lanes(view, lanes):
    """The executive's page has two lanes, the researcher's has all."""
    shown = [row.id for band in cut(sheet(GROCER, "en", view)).bands for row in band.rows]
    assert shown == (lanes or [lane.id for lane in GROCER.lanes if view in lane.views])


@pytest.mark.parametrize(("view", "cards"), [(View.WORKING, 6), (View.FULL, 12)])
def test_only_the_full_view_prints_more_than_six_cards(view, cards):
    """Twelve touchpoints in one phase."""
    printed = cut(sheet(strained(), "en", view)).bands[0].rows[0].boxes[1].cards
    assert len(printed) == cards


def test_the_data_box_tells_size_period_and_coverage():
    """Every figure with its interval where it is an estimate."""
    assert sheet(GROCER, "en", View.WORKING).facts == (
        ("Customers", "2,469", ""),
        ("Events", "1.4M", ""),
        ("Period", "1 Nov 2025\u201331 Oct 2026", ""),
        ("Coverage", "71%", "69\u201373%"),
    )


def test_what_was_left_out_is_noted():
    """Unmapped events and quarantined rows are never silent."""
    notes = " ".join(sheet(GROCER, "en", View.WORKING).notes)
    assert "4,182 events match no touchpoint: fuel_purchase, gift_card." in notes
    assert "17 rows are in quarantine" in notes


def test_no_german_word_is_missing():
    """Every fixed word of a sheet differs from its English, but for those both languages share."""
    german, english = (sheet(GROCER, language, View.FULL).words for language in ("de", "en"))
    assert {name for name in german if german[name] == english[name]} == {"minimal", "persona", "blueprint", "logo"}


def test_a_target_map_says_that_it_is_one():
    """Only the current state needs no word."""
    assert sheet(msgspec.structs.replace(GROCER, kind="target"), "de", View.WORKING).kind == "Zielbild"
    assert sheet(GROCER, "de", View.WORKING).kind == ""


def test_people_asked_are_those_of_the_last_wave():
    """Other figures count everybody ever heard of; the label says that this one does not."""
    data = msgspec.structs.replace(GROCER.data, asked=2809)
    facts = sheet(msgspec.structs.replace(GROCER, data=data), "de", View.WORKING).facts
    assert ("Zuletzt befragt", "2.809", "") in facts
