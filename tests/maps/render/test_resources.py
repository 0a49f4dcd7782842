from __future__ import annotations

import hashlib
import re

import pytest

from wegweiser.domain.claims import Status
from wegweiser.maps.render.resources import FALLBACK_ICON, FOLDER, FONTS, GLYPHS, icon_name, icon_shapes


@pytest.mark.parametrize(
    ("asked", "drawn"),
    [("mail", "mail"), ("no-such-icon", FALLBACK_ICON), ("../fonts/x", FALLBACK_ICON), ("", FALLBACK_ICON)],
)
def test_an_unknown_icon_becomes_the_plain_dot(asked, drawn):
    """A name we do not ship, or that is no name, never breaks a map."""
    assert icon_name(asked) == drawn


def test_icons_are_shapes_without_a_frame():
    """What goes into a symbol is what the SVG holds."""
    assert icon_shapes("mail").startswith("<path")
    assert "svg" not in icon_shapes("mail")


def test_every_status_has_a_glyph_of_its_own():
    """Six standings, six different shapes."""
    assert set(GLYPHS) == {status.value for status in Status}
    assert len(set(GLYPHS.values())) == len(GLYPHS)


def test_vendored_files_are_the_ones_listed():
    """The fonts are unmodified: their sums are those in VENDORED.md."""
    listed = dict(
        re.findall(
            r"^\| (\S+\.(?:ttf|woff2)) \|.*`([0-9a-f]{64})`",
            (FONTS / "VENDORED.md").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )
    shipped = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FONTS.iterdir()
        if path.suffix in {".ttf", ".woff2"}
    }
    assert listed == shipped
    icons = sorted((FOLDER / "icons").glob("*.svg"))
    assert hashlib.sha256(b"".join(path.read_bytes() for path in icons)).hexdigest() in (
        FONTS / "VENDORED.md"
    ).read_text(encoding="utf-8")
