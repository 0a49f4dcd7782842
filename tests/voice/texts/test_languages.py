"""Texts are filed under a plausible language, or under none."""

from __future__ import annotations

import pytest

from wegweiser.voice.texts.languages import languages_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das Paket kam zwei Tage zu spät an.", "de"),
        ("The parcel arrived two days late.", "en"),
        ("Le colis est arrivé avec deux jours de retard.", "other"),
        ("Il pacco è arrivato con due giorni di ritardo.", "other"),
        ("Paket kam nie an", "de"),
        ("Nothing", "en"),
        ("Alles gut", "de"),
        ("5/5 :)", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_text_is_german_english_or_other(text, language):
    """French is other and not English, though nobody speaks French here."""
    assert languages_of([text]) == [language]


def test_a_short_text_follows_the_others():
    """A lone word is of the language of the texts around it, else of the first language."""
    assert languages_of(["ok"]) == ["de"]
    assert languages_of(["The parcel was late.", "ok"]) == ["en", "en"]
