"""`wegweiser texts`, `questions` and `sayings`: what is shown of texts, to people and to programs."""

from __future__ import annotations

import pytest

ASKED = (
    "Wann kommt mein Paket an?",
    "Wo bleibt mein Paket?",
    "Ich erwarte, dass jemand zurückruft.",
    "Ich hätte einen Rückruf erwartet.",
)
TEXTS = """
[[text]]
name = "reviews"
files = ["reviews.csv"]
kind = "review"
text = "words"
person = "who"
phase = "{phase}"
consent = "public"
"""


@pytest.fixture
def folder(wegweiser, visits, tmp_path):
    """Return a workspace with the reviews of 48 customers, 24 for a question and 24 for an expectation."""
    place = tmp_path / "ws"
    wegweiser("init", place)
    wegweiser("add", visits, "-C", place)
    rows = "".join(f'{n},"{ASKED[n % 2 + 2 * (n >= 24)]}"\n' for n in range(48))
    (place / "reviews.csv").write_text(f'who,words\n{rows}99,"Mr. Zwiebel, call 0171 1234567"\n', "utf-8")
    toml = place / "wegweiser.toml"
    toml.write_text(toml.read_text("utf-8") + TEXTS.format(phase="retention"), "utf-8")
    wegweiser("run", "-C", place, "--formats", "json")
    return place


def test_texts_are_counted_asked_and_told(wegweiser, folder):
    """49 texts; one question of 24 customers, and one expectation."""
    rows = wegweiser("texts", "-C", folder, "--json").json["rows"]
    assert sum(row["texts"] for row in rows) == 49
    (question,) = wegweiser("questions", "-C", folder, "--json").json["questions"]
    assert (question["customers"], question["phase"]) == (24, "retention")
    told = wegweiser("sayings", "-C", folder, "--kind", "expectation")
    assert (told.code, "24" in told.out, "expectation" in told.out) == (0, True, True)
    shown = wegweiser("questions", "-C", folder)
    assert "Paket" in shown.out
    assert "unknown" in shown.out
    assert "at least 20 customers" in shown.out


def test_a_phase_nobody_defined_is_refused(wegweiser, folder):
    """The message names those there are; a phase nobody asks in has no questions."""
    answer = wegweiser("questions", "-C", folder, "--phase", "retentoin")
    assert answer.code == 2
    assert "retention" in answer.err
    assert wegweiser("questions", "-C", folder, "--phase", "awareness", "--json").json["questions"] == []
