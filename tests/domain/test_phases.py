from __future__ import annotations

import msgspec
import pytest

from wegweiser.domain.phases import Phase, PhaseModel, phase_model, shipped_models
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import LANGUAGES, read

ROLES = ["aware", "consider", "decide", "buy", "keep", "advocate"]


def test_four_models_ship():
    """The four phase models of the field are there by name."""
    assert set(shipped_models()) == {"five", "aida", "decision", "service"}


@pytest.mark.parametrize("name", ["five", "aida", "decision", "service"])
def test_every_phase_has_its_words_in_both_languages_and_a_role(name):
    """Name, line and both intermediate goals exist in English and German, and roles come in the field's order."""
    phases = phase_model(name).phases
    for phase in phases:
        for text in (phase.name, phase.line, phase.goal_customer, phase.goal_business):
            assert all(isinstance(text, dict) and text.get(language) for language in LANGUAGES), phase.id
    places = [ROLES.index(phase.role) for phase in phases]
    assert places == sorted(places)


def test_a_phase_knows_its_place():
    """Conversion is the third of the five, from 0."""
    assert phase_model("five").order("conversion") == 2


def test_an_unknown_phase_or_model_is_met_by_the_nearest():
    """Misspellings name the right one."""
    with pytest.raises(UnknownName, match="Did you mean 'conversion'"):
        phase_model("five").order("convertion")
    with pytest.raises(UnknownName, match="No phase model is called 'six'"):
        phase_model("six")


@pytest.mark.parametrize("phases", [(), (Phase("a", "A"), Phase("a", "Again"))])
def test_a_model_needs_phases_and_each_its_own_id(phases):
    """No phases, or one id twice, is refused."""
    with pytest.raises(InvalidSetting, match="each phase its own id"):
        PhaseModel("own", "Own", phases)


def test_own_models_are_read_strictly():
    """A misspelt field in a model somebody wrote is an error, not silence."""
    with pytest.raises(msgspec.ValidationError, match="nmae"):
        msgspec.yaml.decode(b"{id: own, name: Own, phases: [{id: a, nmae: A, name: A}]}", type=PhaseModel)


def test_a_model_without_german_is_read_in_english():
    """Texts may be plain or in one language only."""
    model = msgspec.yaml.decode(b"{id: own, name: Own, phases: [{id: a, name: {en: Aware}}]}", type=PhaseModel)
    assert read(model.phases[0].name, "de") == "Aware"
