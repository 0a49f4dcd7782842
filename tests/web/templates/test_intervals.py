"""Intervals on screens are written by one filter."""

from __future__ import annotations

import re

from wegweiser.web.frame.rendering import TEMPLATES

_BY_HAND = re.compile(r"\.(lo|hi)\b[^}]*\|\s*(share|signed|amount|short|count)\b")


def test_no_template_writes_an_interval_by_hand():
    """The ends of an interval go through the filter `interval`, so that every screen spells them alike."""
    found = {path.name for path in TEMPLATES.rglob("*.html") if _BY_HAND.search(path.read_text("utf-8"))}
    assert found == set()
