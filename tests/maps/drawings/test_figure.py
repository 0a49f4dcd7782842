from __future__ import annotations

import ast
import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

import msgspec
import pytest
from drawn import everything

from wegweiser.i18n import untranslated
from wegweiser.maps import drawings
from wegweiser.maps.drawings import Figure

ALL = {figure.id: figure for figure in everything("en")}


@pytest.mark.parametrize("name", ALL)
def test_a_figure_says_everything_in_words(name):
    """Title, how to read it, and a summary for whoever hears it; the table has as many cells as heads."""
    figure = ALL[name]
    assert all((figure.title, figure.how, figure.spoken))
    assert {len(row) for row in (*figure.table.rows, *figure.data)} == {len(figure.table.heads)}


@pytest.mark.parametrize("name", ALL)
def test_every_picture_is_sound(name):
    """Both pictures are XML, a single image with title and description, and name no colour but tokens."""
    figure = ALL[name]
    for svg in filter(None, (figure.svg, figure.small)):
        root = fromstring(svg)  # noqa: S314  (drawn here)
        assert root.get("role") == "img"
        assert [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]
        assert not re.search(r'(?:fill|stroke)="(?!var\(--|none")', svg)
        assert "style=" not in svg


@pytest.mark.parametrize("name", ALL)
def test_marks_stay_inside_the_picture(name):
    """Texts, boxes and dots lie within the box of view, however long the names are."""
    for svg in filter(None, (ALL[name].svg, ALL[name].small)):
        wide, high = (float(size) for size in re.search(r'viewBox="0 0 (\S+) ([\d.]+)"', svg).groups())
        for x, y in re.findall(r'<(?:text|rect) x="(\S+?)" y="(\S+?)"', svg):
            assert -1 <= float(x) <= wide + 1, (x, wide)
            assert -1 <= float(y) <= high + 1, (y, high)


def test_the_same_rows_give_the_same_figures():
    """Drawing twice gives the same bytes."""
    assert everything("de") == everything("de")


def test_a_figure_travels_as_json():
    """The app's programs read the same struct; it survives the way there and back."""
    figure = ALL["scores"]
    assert msgspec.json.decode(msgspec.json.encode(figure), type=Figure) == figure
    assert msgspec.json.schema(Figure)


def test_no_tag_gets_through():
    """The long name holds a tag: it is escaped in every picture it stands in."""
    for figure in ALL.values():
        assert "<b>" not in figure.svg + figure.small


def test_every_head_has_its_german():
    """Heads of tables are handed on as a list, where the reader of messages does not see them."""
    folder = Path(drawings.__file__).parent
    calls = [n for p in sorted(folder.glob("*.py")) for n in ast.walk(ast.parse(p.read_text("utf-8")))]
    heads = {
        arg.value
        for n in calls
        if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "heads"
        for arg in n.args[1:]
        if isinstance(arg, ast.Constant)
    }
    assert len(heads) > 20
    assert untranslated(heads, "de") == ()
