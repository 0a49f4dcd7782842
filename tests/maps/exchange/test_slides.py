"""The presentation: native shapes in place, one curve of Bezier segments, and all words of the map."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from shop import MAP, PLAN

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import Cell, View
from wegweiser.maps import join
from wegweiser.maps.exchange import export


def opened(language: Any = "en") -> Any:
    """Return the shop's slides."""
    return Presentation(io.BytesIO(export(MAP, PLAN, "pptx", language, View.FULL).content))


def shapes(parent: Any) -> Iterator[Any]:
    """Yield every shape, also those in groups."""
    for shape in parent:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shapes(shape.shapes)
        else:
            yield shape


def words(deck: Any) -> str:
    """Return all words on all slides with plain spaces."""
    texts = [one.text_frame.text for slide in deck.slides for one in shapes(slide.shapes) if one.has_text_frame]
    return " ".join(texts).replace("\u00a0", " ")


def test_the_same_map_gives_the_same_bytes():
    """No clock gets into the file."""
    assert export(MAP, PLAN, "pptx").content == export(MAP, PLAN, "pptx").content


@pytest.mark.parametrize(
    ("language", "said"), [("en", ("Look", "When open?", "Window")), ("de", ("Schauen", "Wann offen?"))]
)
def test_the_words_of_the_map_are_texts(language, said):
    """Phases, claims and touchpoints stand in text frames, and nothing is a picture."""
    deck = opened(language)
    shown = words(deck)
    assert all(one in shown for one in (*said, "Queue at the till", "1,234"))
    kinds = {one.shape_type for slide in deck.slides for one in shapes(slide.shapes)}
    assert MSO_SHAPE_TYPE.PICTURE not in kinds


def test_the_curve_is_one_freeform_of_bezier_segments():
    """Three points, two segments, one shape; and the flow is a freeform too."""
    slide = opened().slides[0]
    drawn = [one for one in shapes(slide.shapes) if one.element.find(".//" + qn("a:custGeom")) is not None]
    segments = [len(one.element.findall(".//" + qn("a:cubicBezTo"))) for one in drawn]
    assert 2 in segments
    assert any(one.name == "Customer flow" for one in drawn)


def test_every_shape_stays_on_the_slide_without_shadow():
    """No shape crosses the edge, and none keeps the shadow of its theme."""
    deck = opened()
    for slide in deck.slides:
        for one in shapes(slide.shapes):
            assert one.left >= 0
            assert one.top >= 0
            assert one.left + one.width <= deck.slide_width + 2
            assert one.top + one.height <= deck.slide_height + 2
            properties = one.element.find(qn("p:spPr"))
            if properties.find(qn("a:prstGeom")) is not None and not one.is_placeholder:
                assert one.shape_type == MSO_SHAPE_TYPE.TEXT_BOX or properties.find(qn("a:effectLst")) is not None


def test_a_slide_lists_the_evidence_behind_the_map():
    """The last slide names both sources."""
    deck = opened()
    assert deck.slides[len(deck.slides) - 1].shapes.title.text_frame.text == "Evidence and sources"
    assert "Three talks (interview)" in words(deck)


def test_many_claims_go_on_over_several_slides():
    """Sixty long claims do not fit one slide; each slide repeats the phases, and no claim is lost."""
    claims = tuple(Claim(f"cl_{i}", f"Number {i}: " + "words and more words " * 3) for i in range(60))
    cells = (Cell("goal", "buy", claims[:30]), Cell("experience", "buy", claims[30:]))
    plan = replace(PLAN, cells=cells)
    deck = Presentation(io.BytesIO(export(join(plan), plan, "pptx").content))
    shown = words(deck)
    assert all(f"Number {i}:" in shown for i in range(60))
    assert len(deck.slides) >= 3
