from __future__ import annotations

import re

import msgspec
import pytest
from walked import LONG, WAYS, strained

from wegweiser.maps.charts import page, rows, sankey, standalone


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_carries_everything_and_runs_nothing(language):
    """Fonts included, nothing is fetched, there is no script and no handler, and it stays under 500 kB."""
    made = page(WAYS, language)
    assert len(made.encode()) < 500_000
    assert not re.search(r"url\((?!data:|#)", made)
    assert not re.search(r"<script|\son[a-z]+=|javascript:", made)
    assert re.findall(r'(?:src|href)="(?!data:|#)([^"]*)"', made) == []


def test_the_page_speaks_german():
    """Title, header, headlines and tables are German where German was asked for."""
    made = page(WAYS, "de")
    for words in (
        '<html lang="de">',
        " zum Ziel Kauf<",
        "1.000 Kunden ·\u00a001.03.2026\u201331.05.2026",
        "60\u00a0% von 1.000 Besuchen gehen zwischen „Produktseite“ und „Warenkorb“ verloren",
        "Gesichert: 3 von 6 Hebeln",
        "Was gezählt wird.",
        "simulierte Daten",
    ):
        assert words in made
    assert "Figures as a table" not in made


def test_every_chart_has_its_figures_as_a_table():
    """Four charts, four tables, with a row for each link, move, step and lever."""
    made = page(WAYS, "en")
    assert made.count("<table>") == made.count('role="img"') == 4
    assert made.count('<th scope="row">') == 10 + 6 + 4 + 6


def test_few_people_are_not_in_the_tables():
    """Fourteen conversions, twelve moves, seven visits and fifteen customers stay untold."""
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", page(WAYS, "en"))
    assert not {"14", "12", "7", "15"} & set(cells)


def test_levers_appear_only_where_there_are_some():
    """Without levers and without a goal, nothing is said of them."""
    alone = msgspec.structs.replace(WAYS, levers=(), steps=None, funnel=None)
    made = page(alone, "en")
    assert 'id="levers-head"' not in made
    assert "<h1>Ways and levers" in made
    assert made.count("<section") == 1


def test_a_page_without_data_says_so():
    """A workspace where nobody moved has a page that says that."""
    assert "Nobody moves yet" in page(rows.Ways(title="Shop", customers=0), "en")


def test_markup_in_names_is_shown_and_not_run():
    """A touchpoint may be called like a tag."""
    made = page(strained(), "de")
    assert "<b>" not in made
    assert "&lt;b&gt;&amp;" in made
    assert LONG not in made


@pytest.mark.parametrize(("dark", "paper"), [(False, "#f7f5f0"), (True, "#15171b")])
def test_a_chart_of_its_own_needs_no_page(dark, paper):
    """The file has its fonts within and its colours written out, on the paper of its theme."""
    svg = standalone(sankey(WAYS.steps, "en"), dark=dark)
    assert "var(" not in svg
    assert f'<rect width="100%" height="100%" fill="{paper}"/>' in svg
    assert svg.count("@font-face") == 3
