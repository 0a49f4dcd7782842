"""The file of tests: written by commands, read as people may have changed it."""

from __future__ import annotations

from datetime import date

import pytest

from wegweiser.domain.validations import Method, Validation
from wegweiser.errors import InvalidSetting
from wegweiser.maps.validation import decided, keeping
from wegweiser.stats import wilson

TEST = Validation(
    "v_a", "cl_a", Method.SURVEY, {"en": "So?", "de": "Ist das so?"}, 0.5, 100, planned_on=date(2026, 3, 1)
)


def test_what_was_written_is_read():
    """A planned and a decided test come back as they were."""
    both = (
        TEST,
        decided(Validation("v_b", "cl_b", Method.INTERVIEW, "So?", 0.25, 12), wilson(3, 12), date(2026, 3, 9)),
    )
    assert keeping.parse(keeping.written(both), "validations.yaml") == both
    assert keeping.parse(b"", "validations.yaml") == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("validations: [{id: v}]", "missing required field"),
        (keeping.written((TEST, TEST)), "two validations are called 'v_a'"),
        ("validations: [", "no YAML"),
    ],
)
def test_what_cannot_be_used_is_named(text, problem):
    """A field that is missing, an id used twice, no YAML."""
    with pytest.raises(InvalidSetting, match=problem):
        keeping.parse(text, "validations.yaml")
