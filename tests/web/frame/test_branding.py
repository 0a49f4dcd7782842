"""A workspace's own name, logo and accent."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from wegweiser.web.frame import branding
from wegweiser.web.frame.branding import Brand


def png(size=(1000, 500), form="PNG"):
    """Return a red picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, form)
    return out.getvalue()


@given(st.integers(0, 0xFFFFFF))
@settings(max_examples=40, deadline=None)
def test_every_accent_can_be_read_in_both_themes(number):
    """Whatever colour is chosen, text in it has a contrast of 4.5 on every paper."""
    accent = f"#{number:06x}"
    papers = {False: ("#f7f5f0", "#ffffff", "#efece4"), True: ("#15171b", "#1d2026", "#101215")}
    for dark, behind in papers.items():
        found = branding.readable(accent, dark=dark)
        assert min(branding.contrast(found, paper) for paper in behind) >= 4.5


def test_a_colour_that_can_be_read_stays():
    """Our own blue on light paper; yellow on dark."""
    assert branding.readable("#2440b8", dark=False) == "#2440b8"
    assert branding.readable("#ffdd00", dark=True) == "#ffdd00"


@pytest.mark.parametrize("text", ["red", "#12345", "#1234567", "#12345g", "#123456;}body{display:none", ""])
def test_what_is_no_colour_never_gets_into_a_style(text):
    """Only six digits are a colour."""
    assert branding.colour(text) is None


def test_a_logo_is_drawn_anew_and_small():
    """1,000 by 500 becomes 192 by 96; what else the file held is gone."""
    found = branding.picture(png() + b"<script>alert(1)</script>")
    with Image.open(io.BytesIO(found)) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (192, 96))
    assert b"script" not in found
    assert branding.picture(png(form="JPEG")) is not None


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"\x89PNG\r\n\x1a\n", b"GIF89a"],
)
def test_what_is_no_picture_is_refused(content):
    """SVG can hold scripts; the rest is broken or of another kind."""
    assert branding.picture(content) is None


def test_a_picture_of_too_many_points_is_refused(monkeypatch):
    """It is refused before it is unpacked."""
    monkeypatch.setattr(branding, "_MOST_PIXELS", 100)
    assert branding.picture(png((11, 10))) is None


def test_a_brand_is_kept_and_taken_back(site):
    """Name, colour and logo; the mark of the logo changes with it."""
    assert branding.brand_of(site) == Brand()
    kept = branding.keep(site, Brand("Kornblume", "#0a7a3c"), png((10, 10)))
    assert (branding.brand_of(site), branding.logo_of(site)) == (kept, png((10, 10)))
    assert len(kept.logo) == 10
    branding.keep(site, Brand("Kornblume", "", kept.logo), b"")
    assert (branding.brand_of(site).logo, branding.logo_of(site)) == ("", None)
