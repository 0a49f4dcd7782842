"""Texts are cut where their sentences end."""

from __future__ import annotations

import pytest

from wegweiser.voice.texts.sentences import sentences


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Kam am 3. Mai an, z.B. ohne Karton. Nie wieder!", ["Kam am 3. Mai an, z.B. ohne Karton.", "Nie wieder!"]),
        ("Dr. Khan was nice. the app crashed... but ok", ["Dr. Khan was nice.", "the app crashed...", "but ok"]),
        ("Great service :) The app is bad", ["Great service :)", "The app is bad"]),
        ("Das ist viel!!! 😡 Nie mehr", ["Das ist viel!!! 😡", "Nie mehr"]),
        ("Good:\n- fast\n- cheap\n1. friendly", ["Good:", "fast", "cheap", "friendly"]),
        ("Das Paket kam\nnicht an\n\nAlles doof", ["Das Paket kam nicht an", "Alles doof"]),
        ("It cost 49.99 Euro. That is much.", ["It cost 49.99 Euro.", "That is much."]),
        ("Wo ist mein Paket?? Wann kommt es?", ["Wo ist mein Paket??", "Wann kommt es?"]),
        ("Geht so. Wie lange dauert das?", ["Geht so.", "Wie lange dauert das?"]),
        ("Mo. bis So. Termine ab min. 3 Tagen", ["Mo. bis So. Termine ab min. 3 Tagen"]),
        ("Und I. Because I said so", ["Und I.", "Because I said so"]),
        ("", []),
        (":-)", []),
    ],
)
def test_a_text_is_cut_into_its_sentences(text, cut):
    """Abbreviations, ordinals, smileys, bullets and lines are minded."""
    assert sentences(text) == cut
