"""A survey of our own with every kind of question, and a warehouse to take its answers into."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wegweiser.clock import FixedClock
from wegweiser.domain.surveys import Metric, Scale
from wegweiser.voice.asking import OwnQuestion, OwnSurvey
from wegweiser.warehouse import Warehouse


@pytest.fixture
def survey():
    """Return the survey everybody is asked: a score that must be given, an ease, a choice, a text."""
    return OwnSurvey(
        "kauf",
        {"en": "Your purchase", "de": "Ihr Einkauf"},
        (
            OwnQuestion("nps", "Would you recommend us?", Metric.RECOMMEND, required=True),
            OwnQuestion("ease", "How easy was it?", Metric.EFFORT, Scale(1, 7), touchpoint="checkout"),
            OwnQuestion("park", "Did you find a place to park?", Metric.YES_NO),
            OwnQuestion("why", "Why?"),
        ),
        touchpoint="shop",
    )


@pytest.fixture
def clock():
    """Return a clock that stands at noon."""
    return FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))


@pytest.fixture
def warehouse(tmp_path):
    """Return an empty warehouse."""
    with Warehouse(tmp_path / "plane", memory="1GB", threads=1) as opened:
        yield opened
