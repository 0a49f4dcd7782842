from __future__ import annotations

import pytest

from wegweiser.web.frame import passwords


@pytest.mark.parametrize(
    ("password", "begins"),
    [
        ("short", "A password has at least 10"),
        ("x" * 201, "A password has at most 200"),
        ("Passwort123", "Anybody would try"),
        ("aaaaaaaaaaaa", "Anybody would try"),
        ("ana.mueller@example.org", "The e-mail address"),
        ("Ana.Mueller2026", "The e-mail address"),
        ("rye and wheat", ""),
    ],
)
def test_a_password_anybody_would_guess_is_refused_with_a_reason(password, begins):
    """Too short, too common, the address itself; several words are fine."""
    said = passwords.problem(password, "ana.mueller@example.org", "en")
    assert said.startswith(begins)
    assert bool(said) == bool(begins)


def test_a_password_is_kept_as_argon2id_and_matches_from_any_keyboard():
    """ü as one letter or as two is one password; without a kept one nothing matches."""
    kept = passwords.hashed("gr\u00fcner Hering")
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, "gru\u0308ner Hering")
    assert not passwords.matches(kept, "gruner Hering")
    assert not passwords.matches(None, "nobody has this one")
    assert not passwords.matches("no hash", "x")
    assert not passwords.aged(kept)
