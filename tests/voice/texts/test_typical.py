"""One short sentence stands for many: the one most like the others."""

from __future__ import annotations

from wegweiser.voice.texts.typical import typical
from wegweiser.voice.texts.voices import Ground, Voice

WAITED = (
    "Ich habe 40 Minuten gewartet.",
    "40 Minuten in der Warteschleife, ich habe gewartet.",
    "Nach zehn Minuten war alles gut.",
    "Minuten!",
)


def voices(texts, feelings=(-1.0, -1.0, 1.0, -1.0), consent="public"):
    """Return what Ana, Ben, Cem and another say."""
    return [
        Voice(n, text, "de", "plain", "c", n, consent, "m", feeling=feeling)
        for n, (text, feeling) in enumerate(zip(texts, feelings, strict=False))
    ]


def test_the_sentence_most_like_the_others_is_taken():
    """Two speak of waiting some minutes; the shorter way to say so stands for them, and no lone word does."""
    assert typical(voices(WAITED), Ground(), -1.0) == {"de": "Ich habe 40 Minuten gewartet."}


def test_a_gain_is_told_by_somebody_who_was_pleased():
    """Only Cem is pleased."""
    assert typical(voices(WAITED), Ground(), 1.0) == {"de": "Nach zehn Minuten war alles gut."}


def test_what_may_not_be_quoted_or_is_long_stands_for_nobody():
    """Words for use within the company stay there; more than 90 letters are too many, a masked number is one case."""
    assert typical(voices(["Ich warte auf Paket B[Nummer]."]), Ground()) == {}
    assert typical(voices(WAITED, consent="internal"), Ground()) == {}
    assert typical(voices(WAITED, consent="internal"), Ground(public=False))
    assert typical(voices(["Es dauerte sehr lange, " * 5]), Ground()) == {}
