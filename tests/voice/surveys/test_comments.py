"""What people wrote, with the answer beside it."""

from __future__ import annotations

EXPORT = "id,Q1 satisfaction delivery,Q1 comment\n" + "".join(
    f"p{n},{n % 5 + 1},The parcel of day {n} was left in the rain\n" for n in range(10)
)


def test_a_comment_has_the_feeling_of_the_rating_of_its_question(survey, written):
    """Question 1 rates the delivery and asks why: 1 of 5 is a feeling of -2, about the delivery."""
    told = list(survey(written("parcel_2025.csv", EXPORT + "x,3,n/a\ny,2,\n"), dictionary="").comments())
    assert [(c.line, c.score) for c in told[:3]] == [(2, -2.0), (3, -1.0), (4, 0.0)]
    assert {(c.survey, c.wave, c.item, c.touchpoint, c.phase, c.origin) for c in told} == {
        ("shop", "2025", "q1_comment", "delivery", None, "observed")
    }
    assert len(told) == 10
    assert len({c.subject_id for c in told}) == 10
