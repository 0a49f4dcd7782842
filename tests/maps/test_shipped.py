"""Templates: complete in two languages, every claim an assumption, dense enough to hang on a wall."""

from __future__ import annotations

from importlib.resources import files

import pytest

from wegweiser.domain.claims import Status
from wegweiser.domain.journey_maps import LaneType
from wegweiser.domain.phases import phase_model
from wegweiser.errors import UnknownName
from wegweiser.maps import Plan, document, join, template, templates


@pytest.fixture(params=["grocery", "online-shop", "service"])
def plan(request) -> Plan:
    """Return each template in turn."""
    return template(request.param)


def test_three_templates_ship():
    """A grocer, an online shop and a service have one each."""
    assert templates() == ("grocery", "online-shop", "service")


def test_an_unknown_template_names_the_nearest():
    """A slip of the keyboard is answered with the right name."""
    with pytest.raises(UnknownName, match="Did you mean 'online-shop'"):
        template("online-shopp")


def test_every_claim_of_a_template_is_an_assumption_by_the_template(plan):
    """Nobody measured anything: no n, no share, no evidence."""
    claims = join(plan).claims()
    assert len(claims) > 60
    assert {(c.status, c.author, c.n, c.share, c.evidence) for c in claims} == {
        (Status.ASSUMPTION, "template", None, None, ())
    }


def test_every_lane_but_the_steps_says_something_in_every_phase(plan):
    """A template map has no empty cell but behind the scenes: claims, cards or figures wherever lane and phase meet."""
    drawn = join(plan)
    for phase in drawn.phases:
        kinds = {lane.type: drawn.cell(lane.id, phase.id).claims for lane in drawn.lanes}
        words = set(LaneType) - {LaneType.STEPS, LaneType.FEELING, LaneType.TOUCHPOINTS, LaneType.METRIC}
        words -= {LaneType.BACKSTAGE, LaneType.SUPPORT}
        assert [kind for kind in sorted(words) if not kinds[kind]] == []
        assert len([card for card in drawn.touchpoints if card.phase == phase.id]) >= 2
        assert len([metric for metric in drawn.metrics if metric.phase == phase.id]) == 2


def test_every_text_is_there_in_both_languages_and_fits_in_print(plan):
    """German and English are complete; nothing is longer than the 80 characters a cell takes."""
    drawn = join(plan)
    assert document.lint(drawn) == ()
    texts = [claim.text for claim in drawn.claims()] + [p.quote for p in drawn.curve if p.quote]
    texts += [phase.name for phase in drawn.phases] + [phase.line for phase in drawn.phases]
    assert all(isinstance(text, dict) and text["en"] and text["de"] for text in texts)
    assert not [text for text in texts if "..." in str(text) or '"' in text["de"] or "'" in text["en"]]


def test_feelings_are_assumed_over_all_phases(plan):
    """The curve has hollow points (n = 0) in every phase, within the scale, some with a quote."""
    assert {int(point.x) for point in plan.curve} == {0, 1, 2, 3, 4}
    assert all(point.n == 0 and -2 <= point.value <= 2 for point in plan.curve)
    assert sum(point.quote is not None for point in plan.curve) >= 4


def test_phases_are_those_of_the_model_the_template_names(plan):
    """Data sorted by the model's phases finds its place in the template."""
    assert [phase.id for phase in plan.phases] == [phase.id for phase in phase_model(plan.phase_model).phases]


def test_a_template_written_to_a_file_reads_back_the_same(plan, tmp_path):
    """`wegweiser new map` starts from the template's words, then they belong to whoever edits them."""
    plan.write(tmp_path / "journey.yaml")
    assert Plan.read(tmp_path / "journey.yaml") == plan


def test_every_icon_of_a_template_ships(plan):
    """No card names an icon that cannot be drawn."""
    shipped = {entry.name for entry in (files("wegweiser.maps.render") / "icons").iterdir()}
    assert [card.icon for card in plan.touchpoints if f"{card.icon}.svg" not in shipped] == []
