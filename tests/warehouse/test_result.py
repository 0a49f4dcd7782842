from __future__ import annotations

from importlib import import_module

import pyarrow as pa
import pytest

from wegweiser.errors import MissingExtra, UnknownName
from wegweiser.warehouse import Result

TABLE = pa.table({"name": ["Ana", "Ben"], "share": [0.5, None]})
SHOWN = Result("visits", TABLE, "Share of all customers.")


def test_rows_columns_and_length():
    """A result gives its rows as dictionaries and its columns as lists."""
    assert SHOWN.rows() == [{"name": "Ana", "share": 0.5}, {"name": "Ben", "share": None}]
    assert (len(SHOWN), SHOWN.columns, SHOWN.column("name")) == (2, ("name", "share"), ["Ana", "Ben"])
    assert repr(SHOWN) == "<visits: 2 rows x 2 columns (name, share)>"


def test_a_column_nobody_made_is_refused_with_the_nearest():
    """A misspelt column is named beside those there are."""
    with pytest.raises(UnknownName, match=r"No column is called 'nmae'. Did you mean 'name'[?] Known: name, share."):
        SHOWN.column("nmae")


def test_one_wants_exactly_one_row():
    """The only row is given; two rows or none are refused."""
    assert Result("first", TABLE.slice(0, 1)).one() == {"name": "Ana", "share": 0.5}
    for length in (0, 2):
        with pytest.raises(ValueError, match="unpack"):
            Result("some", TABLE.slice(0, length)).one()


def test_the_frames_hold_the_same_values():
    """Arrow, pandas and polars each give the two rows."""
    assert SHOWN.to_arrow() is TABLE
    assert SHOWN.to_pandas()["name"].tolist() == ["Ana", "Ben"]
    assert SHOWN.to_polars().rows() == [("Ana", 0.5), ("Ben", None)]


@pytest.mark.parametrize("frame", ["pandas", "polars"])
def test_a_missing_frame_package_says_what_to_install(monkeypatch, frame):
    """Without the package, the error names the extra that brings it."""

    def absent(name):
        if name == frame:
            raise ModuleNotFoundError(name=name)
        return import_module(name)

    monkeypatch.setattr("wegweiser.warehouse.optional.import_module", absent)
    with pytest.raises(MissingExtra, match=r"pip install 'wegweiser\[frames\]'"):
        getattr(SHOWN, f"to_{frame}")()


def test_html_escapes_whatever_the_data_says():
    """A customer called <script> is text, in name, head, cell and note."""
    evil = "<script>alert('&')</script>"
    html = Result(evil, pa.table({evil: [evil]}), evil)._repr_html_()
    assert "<script>" not in html
    assert html.count("&lt;script&gt;alert(&#x27;&amp;&#x27;)&lt;/script&gt;") == 4


def test_html_shows_25_rows_and_counts_the_rest():
    """Of 1,240 rows, 25 are shown and 1,215 are announced; an empty value is an empty cell."""
    html = Result("many", pa.table({"n": list(range(1240))}), "Note.")._repr_html_()
    assert html.count("<tr>") == 26
    assert "Note. … 1,215 more rows." in html
    assert "<td></td>" in SHOWN._repr_html_()
    assert "more rows" not in SHOWN._repr_html_()


def test_results_are_frozen():
    """A result cannot be given other rows."""
    with pytest.raises(AttributeError):
        SHOWN.table = TABLE  # type: ignore[misc]
