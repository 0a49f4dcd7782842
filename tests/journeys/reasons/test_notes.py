"""Every note about leaving is said in German, too."""

from __future__ import annotations

from wegweiser.i18n import untranslated
from wegweiser.journeys.reasons.notes import NOTES


def test_every_note_is_said_in_german():
    """No note is left in English."""
    assert untranslated(set(NOTES.values()), "de") == ()
