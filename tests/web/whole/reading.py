"""Files of a map opened by programs that know nothing of us: what each says, as one text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pypdf
import yaml
from lxml import etree, html
from PIL import Image
from pptx import Presentation

from wegweiser.maps import document

CJML = Path(__file__).parents[2] / "maps" / "exchange" / "cjml.xsd"


def plain(text: str) -> str:
    """Return a text with all kinds of space as one, and without soft hyphens: lines break where they must."""
    return re.sub(r"[\s\u00a0\u202f\u2009]+", " ", text.replace("\u00ad", ""))


def _pdf(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) >= 1
    return " ".join(page.extract_text() for page in pages)


def _markup(content: bytes) -> str:
    tree = html.fromstring(content)
    for one in tree.xpath("//script|//style"):
        one.drop_tree()
    return " ".join(tree.itertext())


def _svg(content: bytes) -> str:
    tree = etree.fromstring(content)
    assert etree.QName(tree).localname == "svg"
    return " ".join(tree.itertext())


def _png(content: bytes) -> str:
    with Image.open(io.BytesIO(content)) as picture:
        picture.verify()
        assert picture.format == "PNG"
        assert picture.width > 1000
    return ""


def _pptx(content: bytes) -> str:
    deck = Presentation(io.BytesIO(content))
    return " ".join(text for slide in deck.slides for text in _shapes(slide.shapes))


def _shapes(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False):
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def _xlsx(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return " ".join(str(value) for sheet in book for row in sheet.values for value in row if value is not None)


def _csv(content: bytes) -> str:
    text = content.decode("utf-8-sig")
    head = text.partition("\n")[0]
    rows = list(csv.reader(io.StringIO(text), delimiter=max(",;", key=head.count)))
    assert len({len(row) for row in rows}) == 1
    return " ".join(value for row in rows for value in row)


def _json(content: bytes) -> str:
    told = json.loads(content)
    jsonschema.validate(told, document.schema())
    return json.dumps(told, ensure_ascii=False)


def _yaml(content: bytes) -> str:
    return json.dumps(yaml.safe_load(content), ensure_ascii=False, default=str)


def _cjml(content: bytes) -> str:
    tree = etree.fromstring(content)
    etree.XMLSchema(etree.parse(CJML)).assertValid(tree)
    return " ".join(tree.itertext())


def _text(content: bytes) -> str:
    return content.decode()


READERS: dict[str, Callable[[bytes], str]] = {
    "pdf": _pdf,
    "svg": _svg,
    "png": _png,
    "html": _markup,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "csv": _csv,
    "json": _json,
    "yaml": _yaml,
    "cjml": _cjml,
    "mermaid": _text,
    "markdown": _text,
}


def said(form: str, content: bytes) -> str:
    """Return what a file says, all kinds of space as one."""
    return plain(READERS[form](content))
