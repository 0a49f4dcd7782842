"""The formats together: every one is written, named safely, and takes no text of a person for markup."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import jsonschema
import msgspec
import openpyxl
import pytest
from lxml import etree
from msgspec.structs import replace
from pptx import Presentation
from pypdf import PdfReader
from shop import MAP, PLAN

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import Cell, MapStep, TouchpointCard
from wegweiser.domain.phases import Phase
from wegweiser.errors import UnknownName
from wegweiser.i18n import untranslated
from wegweiser.maps import document, join
from wegweiser.maps.exchange import FORMATS, export, read

BAD = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&=1+1"
HOSTILE = replace(
    PLAN,
    title=BAD,
    subtitle=BAD,
    phases=(Phase(id="look", name=BAD, line=BAD), Phase(id="buy", name="=2+2")),
    touchpoints=(TouchpointCard("tp", "look", BAD, BAD, channel=BAD),),
    steps=(MapStep("st", "look", BAD),),
    cells=(Cell("goal", "look", (Claim("cl", BAD, detail=BAD, author=BAD),)),),
    curve=(),
    metrics=(),
)


def hostile(form: str) -> bytes:
    """Return a map full of markup in a format."""
    return export(join(HOSTILE), HOSTILE, form).content


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_under_a_safe_name(form):
    """Each has bytes, a media type, and a name without any folder in it."""
    plan = replace(PLAN, id="../../etc/pass wd")
    file = export(MAP, plan, form, "de")
    assert len(file.content) > 100
    assert file.name == f"etc-pass-wd.de{FORMATS[form].ending}"
    assert "/" in file.media_type


def test_an_unknown_format_is_named_with_the_nearest():
    """Ana asks for a ppt."""
    with pytest.raises(UnknownName, match="Did you mean 'pptx'"):
        export(MAP, PLAN, "ppt")


def test_every_format_is_called_something_in_german():
    """The titles are messages."""
    assert untranslated({form.title for form in FORMATS.values()}, "de") == ()


def test_markup_stays_text_in_html_and_svg():
    """No element and no handler comes from a person's words."""
    page = hostile("html").decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    tree = etree.fromstring(hostile("svg"))
    assert not [
        one for one in tree.iter() if isinstance(one.tag, str) and one.tag.endswith(("script", "foreignObject"))
    ]
    assert not [name for one in tree.iter() for name in one.attrib if name.lower().startswith("on")]


def test_markup_stays_text_in_pdf():
    """The words can be read in the PDF, and it holds no action."""
    reader = PdfReader(io.BytesIO(hostile("pdf")))
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))
    assert "<script>alert(1)</script>" in text
    assert "/JavaScript" not in reader.trailer["/Root"]


def test_markup_stays_text_in_slides_and_workbook():
    """Both hold the very letters."""
    deck = Presentation(io.BytesIO(hostile("pptx")))
    assert deck.slides[0].shapes.title.text_frame.text == BAD
    cells = [c for s in openpyxl.load_workbook(io.BytesIO(hostile("xlsx"))) for row in s.iter_rows() for c in row]
    assert BAD in [cell.value for cell in cells]
    assert "=2+2" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_markup_stays_text_in_xml_and_json():
    """A reader finds the very letters again."""
    tree = etree.fromstring(hostile("cjml"))
    assert BAD in tree.xpath("//initiatorLabel/text()")
    assert json.loads(hostile("json"))["title"] == BAD


def test_json_obeys_its_schema_and_gives_people_s_part_back():
    """The whole map as JSON; read again, what people wrote is there and what was measured is counted."""
    content = export(MAP, PLAN, "json").content
    jsonschema.validate(json.loads(content), document.schema())
    taken = read(content, "map.json")
    assert (taken.layout, taken.plan.title, taken.plan.lanes) == ("map", PLAN.title, PLAN.lanes)
    # an empty cell somebody looked at says nothing by itself, and the map does not tell who looked
    assert taken.plan.cells == tuple(cell for cell in PLAN.cells if cell.claims)
    assert taken.plan.curve == PLAN.curve
    assert taken.plan.metrics == PLAN.metrics
    assert taken.plan.evidence == PLAN.evidence
    assert taken.remarks[0]["en"] == "2 measured statements were left out: they come from data."


@pytest.mark.parametrize("plan", [PLAN, HOSTILE])
def test_a_plan_comes_back_from_yaml_and_json(plan: Any):
    """The plan's own form loses nothing, in YAML or in JSON."""
    assert read(export(join(plan), plan, "yaml").content, "journey.yaml").plan == plan
    assert read(msgspec.json.encode(plan), "journey.json").plan == plan
