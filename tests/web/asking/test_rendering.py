from __future__ import annotations

import re
from pathlib import Path

from wegweiser import web
from wegweiser.i18n import untranslated


def test_every_word_of_the_templates_has_its_german():
    """What a template says through t() is in a catalogue."""
    templates = (Path(web.__file__).parent / "templates").glob("*.html")
    said = {
        text for path in templates for _, text in re.findall(r"t\(([\"'])(.+?)\1, language", path.read_text("utf-8"))
    }
    assert len(said) > 8
    assert untranslated(said, "de") == ()
