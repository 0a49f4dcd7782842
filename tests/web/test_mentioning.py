"""Names behind an @: who is called, and who is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wegweiser.domain.people import Person, Role
from wegweiser.web.mentioning import mentioned, pieces

DAY = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = [
    Person(f"pe_{i}", f"{i}@example.org", name, Role.EDITOR, DAY)
    for i, name in enumerate(("Ana Alba", "Ana Alba-Cruz", "Ben Öz", "Cem"))
]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Look, @Ana Alba!", ("pe_0",)),
        ("Look, @ana alba-cruz.", ("pe_1",)),
        ("@Ben and @CEM and @Ben Öz", ("pe_2", "pe_3")),
        ("Two people are called @Ana", ()),
        ("Write to x@cem or to @Cemal", ()),
        ("@@Cem", ("pe_3",)),
        ("", ()),
    ],
)
def test_a_name_behind_the_sign_calls(text, called):
    """The longer name wins, letters may be large or small, a shared first name calls nobody, an address neither."""
    assert mentioned(text, PEOPLE) == called


def test_the_pieces_are_the_text():
    """Put together again, nothing is lost or moved."""
    text = "Hi @Cem, ask @Ben Öz (@Dan)."
    assert "".join(piece.text for piece in pieces(text, PEOPLE)) == text
    assert [piece.person for piece in pieces(text, PEOPLE) if piece.person] == ["pe_3", "pe_2"]
