from __future__ import annotations

import msgspec
import pytest
from grocer import GROCER
from grocer_words import assumed, measured
from strained import strained

from wegweiser.domain.estimates import Proportion
from wegweiser.domain.journey_maps import Cell, CurvePoint, JourneyMap, Metric
from wegweiser.maps.render.feelings import feelings
from wegweiser.maps.render.rows import bands
from wegweiser.maps.render.sheet import Row
from wegweiser.maps.render.statements import Speaker


def _rows(journey_map: JourneyMap) -> dict[str, Row]:
    return {row.id: row for band in bands(Speaker(journey_map, "en")) for row in band.rows}


def test_the_lanes_stand_in_three_bands():
    """What customers experience, what we do, what we steer."""
    assert [(band.id, len(band.rows)) for band in bands(Speaker(GROCER, "en"))] == [
        ("customer", 7),
        ("doing", 2),
        ("steering", 2),
    ]


def test_a_lane_of_steps_without_steps_is_left_out():
    """Nobody named a step, so there is no lane for them."""
    assert "la_steps" not in _rows(msgspec.structs.replace(GROCER, steps=()))


def test_a_feelings_lane_without_a_curve_stays():
    """An empty lane says that nobody has measured feelings yet."""
    assert _rows(msgspec.structs.replace(GROCER, curve=()))["la_feel"].kind == "curve"


def test_feelings_in_words_stand_beside_the_curve():
    """A curve with words gets a second row, words without a curve take its place."""
    words = Cell("la_feel", "ph_buy", (assumed("fw", "relieved"),))
    both = msgspec.structs.replace(GROCER, cells=(words,))
    assert [row for row in _rows(both) if row.startswith("la_feel")] == ["la_feel", "la_feel-words"]
    assert [row for row in _rows(msgspec.structs.replace(both, curve=())) if row.startswith("la_feel")] == [
        "la_feel-words"
    ]


@pytest.mark.parametrize(
    ("lane", "phase", "mark"), [("la_measure", 3, "looked"), ("la_measure", 4, "open"), ("la_measure", 0, "")]
)
def test_an_empty_cell_says_whether_anybody_looked(lane, phase, mark):
    """A dot where nothing was found, a question mark where nobody looked."""
    assert _rows(GROCER)[lane].boxes[phase].mark == mark


def test_a_touchpoint_that_met_fewer_than_twenty_shows_neither_share_nor_contacts():
    """Ten households came to the recipe evening: nobody may read how often."""
    evening = _rows(GROCER)["la_touch"].boxes[3].cards[2]
    assert (evening.name, evening.share, evening.contacts, evening.width) == ("Recipe evening", "<\u00a020", "", -1.0)


@pytest.mark.parametrize(
    ("origin", "direct", "simulated", "remarks"),
    [
        ("observed", True, False, ("", "")),
        ("derived", True, False, ("", "derived")),
        ("simulated", False, False, ("not by us", "simulated")),
        ("simulated", True, True, ("", "")),
    ],
)
def test_a_card_says_what_sets_it_apart(origin, direct, simulated, remarks):
    """A review is not ours, an exposure is derived; a map simulated throughout says so once."""
    card = msgspec.structs.replace(GROCER.touchpoints[0], origin=origin, direct=direct)
    data = msgspec.structs.replace(GROCER.data, simulated=simulated)
    rows = _rows(msgspec.structs.replace(GROCER, touchpoints=(card,), data=data))
    made = rows["la_touch"].boxes[0].cards[0]
    assert (made.remarks, made.origin) == remarks
    assert (("Origin", made.origin) in made.statement.facts) == bool(made.origin)


def test_a_metric_of_fewer_than_twenty_shows_no_value():
    """Eleven answers give no recommendation score."""
    score = _rows(GROCER)["la_metric"].boxes[4].figures[0]
    assert (score.shown, score.trend, score.statement.support) == ("n\u00a0<\u00a020", (), "")


def test_metrics_of_all_phases_stand_on_the_same_lines():
    """One long name, one change or one interval makes its neighbours leave room for the same line."""
    boxes = _rows(GROCER)["la_metric"].boxes
    firsts = [box.figures[0] for box in boxes if box.figures]
    assert len({figure.level for figure in firsts}) == 1
    wordy = msgspec.structs.replace(GROCER.metrics[0], name="Share of customers who come back within ninety days")
    longer = _rows(msgspec.structs.replace(GROCER, metrics=(wordy, *GROCER.metrics[1:])))["la_metric"].boxes
    assert {box.figures[0].level.split()[0] for box in longer if box.figures} == {"two"}


def test_a_trend_says_in_words_from_where_to_where_it_goes():
    """Three months of a share are told in percent, three of customers in their unit."""
    claim = GROCER.metrics[0].claim
    rate = Metric("r", GROCER.phases[0].id, "Rate", "21%", claim, interval=Proportion(0.2, 0.1, 0.3, 20, 100))
    rate = msgspec.structs.replace(rate, trend=(0.1, 0.3, 0.2), trend_unit="share a month")
    count = msgspec.structs.replace(rate, interval=None, trend=(90.0, 80.0, 70.0), trend_unit="customers a month")
    figures = _rows(msgspec.structs.replace(GROCER, metrics=(rate, count)))["la_metric"].boxes[0].figures
    assert [figure.trend_words for figure in figures] == [
        "Trend of 3 values from 10% to 20%",
        "Trend of 3 values from 90 to 70 customers a month",
    ]


def test_a_dozen_touchpoints_say_how_many_stand_beyond_six():
    """Twelve cards, six shown."""
    assert _rows(strained())["la_touch"].boxes[1].more == "+6 more"


def test_an_expired_claim_is_stale():
    """Measured in September, valid until its end, read on 31 October."""
    claim = _rows(GROCER)["la_exp"].boxes[1].statements[0]
    assert (claim.status, claim.status_name) == ("stale", "stale")


def test_a_generated_claim_about_few_people_keeps_its_words_to_itself():
    """A rule may have written the number into the text; a person's own words stay."""
    rule, person = measured("a", "3 of 7 left", 7), measured("b", "Ana told us why", 7, author="human")
    speaker = Speaker(GROCER, "en")
    assert speaker.statement(rule).text == "fewer than 20 people: not shown"
    assert speaker.statement(person).text == "Ana told us why"
    assert speaker.statement(person).support == "n\u00a0<\u00a020"


def test_the_evidence_mix_counts_every_statement_once():
    """The parts add up to all claims of the map."""
    mix = Speaker(GROCER, "en").mix()
    assert sum(part.count for part in mix) == len(GROCER.claims())
    assert sum(part.share for part in mix) == pytest.approx(1)


def test_a_curve_point_of_few_people_is_left_out():
    """Seven answers at 3.6 are no point of the curve."""
    drawn = feelings(GROCER, "en")
    assert drawn is not None
    assert [mark.x for run in drawn.runs for mark in run if 3.5 < mark.x < 4] == [3.55]


def test_a_phase_without_a_point_is_not_bridged():
    """Between 0.5 and 3.5 nobody was asked, so no line runs there."""
    drawn = feelings(
        msgspec.structs.replace(GROCER, curve=(CurvePoint(0.5, 1), CurvePoint(3.5, -1), CurvePoint(4.5, 0))), "en"
    )
    assert drawn is not None
    assert [len(run) for run in drawn.runs] == [1, 2]


def test_of_two_quotes_in_one_place_the_stronger_feeling_is_written():
    """Two quotes below the line cannot stand across each other; the other is still spoken."""
    points = (CurvePoint(1.2, -0.5, 40, quote="mild"), CurvePoint(1.5, -1.5, 40, quote="strong"))
    drawn = feelings(msgspec.structs.replace(GROCER, curve=points), "en")
    assert drawn is not None
    assert [mark.quote for mark in drawn.runs[0]] == ["", "strong"]
    assert "mild" in drawn.runs[0][0].spoken
