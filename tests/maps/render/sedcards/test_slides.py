from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from deck import DECK, NOBODY
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from rich_deck import BACKDROP, RICH

from wegweiser.maps.render.slides import Type, lines_of
from wegweiser.maps.sedcards import sedcards_pptx

POINT = 12700


@pytest.fixture(scope="module", params=["de", "en"])
def rich(request: pytest.FixtureRequest) -> Any:
    """Return the slides of personas of whom everything is known."""
    return Presentation(io.BytesIO(sedcards_pptx(RICH, request.param, BACKDROP)))


def shapes(parent: Any) -> Iterator[Any]:
    """Yield every shape of a slide, also those in groups."""
    for shape in parent:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shapes(shape.shapes)
        else:
            yield shape


def written(slide: Any) -> list[Any]:
    """Return the shapes that hold words."""
    return [shape for shape in shapes(slide.shapes) if shape.has_text_frame and shape.text_frame.text]


def words(slide: Any) -> str:
    """Return all words of a slide with plain spaces."""
    return " ".join(shape.text_frame.text for shape in written(slide)).replace("\u00a0", " ")


def described(shape: Any) -> str:
    """Return the alternative text of a shape."""
    return shape.element.xpath(".//p:cNvPr")[0].get("descr", "")


def test_every_persona_gets_a_wide_slide_with_its_name_as_title(rich):
    """Three personas, three slides of 16:9, each with a title that screen readers find."""
    assert len(rich.slides) == len(RICH.personas)
    assert round(rich.slide_width / rich.slide_height, 3) == round(16 / 9, 3)
    assert rich.slides[0].shapes.title.text_frame.text == "Paula Spar"


def test_no_words_stand_on_others_or_leave_the_slide(rich):
    """Boxes of words neither overlap nor cross the edge, and no shape does."""
    for slide in rich.slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height, s.text_frame.text) for s in written(slide)]
        for a, b in combinations(boxes, 2):
            apart = a[2] <= b[0] + POINT or b[2] <= a[0] + POINT or a[3] <= b[1] + POINT or b[3] <= a[1] + POINT
            assert apart, (a[4], b[4])
        for shape in shapes(slide.shapes):
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= rich.slide_width
            assert shape.top + shape.height <= rich.slide_height


def test_words_fit_their_boxes(rich):
    """Lines counted from the widths of letters, at 1.2 of their size, are no higher than the box."""
    for slide in rich.slides:
        for shape in written(slide):
            needed = 0.0
            for paragraph in shape.text_frame.paragraphs:
                for run in paragraph.runs:
                    size = run.font.size.pt
                    kind = Type(size, bold=bool(run.font.bold), serif=run.font.name == "Georgia")
                    needed += 1.2 * size * lines_of(run.text, shape.width / POINT, kind)
            assert needed <= shape.height / POINT + 3, shape.text_frame.text


def test_shapes_are_native_and_only_an_uploaded_portrait_is_a_picture(rich):
    """Paula has a picture; everyone else's face is letters on a disc."""
    pictures = [sum(s.shape_type == MSO_SHAPE_TYPE.PICTURE for s in shapes(slide.shapes)) for slide in rich.slides]
    assert pictures == [1, 0, 0]
    assert any(shape.shape_type == MSO_SHAPE_TYPE.FREEFORM for shape in shapes(rich.slides[0].shapes))


def test_charts_are_described_and_notes_hold_the_whole_card(rich):
    """A group of shapes says its numbers; what has no room on the slide stands in the notes."""
    for slide in rich.slides:
        groups = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP]
        assert all(described(group) for group in groups)
    notes = rich.slides[0].notes_slide.notes_text_frame.text
    assert "nano-e5 1.2" in notes
    assert "CC BY 4.0" in notes


def test_the_same_set_gives_the_same_bytes_without_a_clock():
    """Twice the same file; everything in it was packed in 1980, its properties say the day of the data."""
    made = sedcards_pptx(RICH, "de", BACKDROP)
    assert made == sedcards_pptx(RICH, "de", BACKDROP)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert {entry.date_time[0] for entry in packed.infolist()} == {1980}
    core = Presentation(io.BytesIO(made)).core_properties
    assert (core.created.date(), core.modified.date(), core.author) == (RICH.as_of, RICH.as_of, "Wegweiser")


def test_seven_people_keep_their_numbers_and_hard_words_their_slide():
    """The hidden persona has no figure on its slide; markup in a name is a name."""
    made = Presentation(io.BytesIO(sedcards_pptx(DECK, "en")))
    assert "fewer than 20 people" in words(made.slides[1])
    assert "3 von 7" not in words(made.slides[1])
    assert "<script>" in words(made.slides[2])


def test_no_personas_leave_a_slide_with_the_reason():
    """Thirty-one customers are too few, and the slide says so."""
    made = Presentation(io.BytesIO(sedcards_pptx(NOBODY, "en")))
    assert "31 customers are too few" in words(made.slides[0])
