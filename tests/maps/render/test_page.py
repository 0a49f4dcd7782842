from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest
from grocer import GROCER
from strained import NAUGHTY, bare, strained

from wegweiser.domain.journey_maps import View
from wegweiser.maps.render import html


class _Outside(HTMLParser):
    """Collects everything a page would fetch from outside itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            f"{tag} {v}" for k, v in attrs if k in {"src", "href"} and v and not v.startswith(("#", "data:"))
        ]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_carries_everything_and_stays_under_600_kb(language):
    """Fonts and icons included, nothing is fetched."""
    page, outside = html(GROCER, language), _Outside()
    outside.feed(page)
    assert len(page.encode()) < 600_000
    assert outside.found == []
    assert not re.search(r"url\((?!data:|#)", page)


def test_the_page_speaks_german():
    """Language, words and numbers are German where German was asked for."""
    page = html(GROCER, "de")
    for words in (
        '<html lang="de">',
        "Was Kunden erleben",
        "Vollständig",
        "Kundenstrom",
        "1,4\u00a0Mio.",
        "01.11.2025",
    ):
        assert words in page
    assert "What customers experience" not in page


def test_letters_beyond_western_europe_bring_their_fonts():
    """A Polish title needs the extended files, a German one does not."""
    polish = msgspec.structs.replace(GROCER, title="Zażółć gęślą jaźń")
    assert html(GROCER, "en").count("@font-face") == 3
    assert html(polish, "en").count("@font-face") == 6
    assert len(html(polish, "en").encode()) < 600_000


def test_markup_in_words_is_shown_and_not_run():
    """A title that looks like a script is a title."""
    page = html(strained(), "en")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert NAUGHTY.split("\\")[0].split("</script>")[1].strip() in page


def test_few_people_are_not_on_the_page():
    """Neither the rule's sentence about seven customers nor the eleven answers are printed."""
    assert "Geheim" not in html(strained(), "de")
    assert "n\u00a0=\u00a011" not in html(GROCER, "de")


def test_every_claim_reaches_its_evidence():
    """As many ways to the evidence as statements and levers that are drawn, and each source they name exists."""
    page = html(GROCER, "en", View.FULL)
    drawn = len(GROCER.claims()) + len(GROCER.levers)
    assert page.count("popovertarget=") == drawn == page.count(" popover id=")
    assert {int(n) for n in re.findall(r'href="#source-(\d+)"', page)} <= {
        int(n) for n in re.findall(r'id="source-(\d+)"', page)
    }
    assert "select count(distinct household_id)" in page


@pytest.mark.parametrize("view", list(View))
def test_the_view_asked_for_is_the_one_chosen(view):
    """All lanes are in the page; the switch starts where it was asked to."""
    page = html(GROCER, "en", view)
    assert f'id="view-{view.value}" checked' in page
    assert page.count(" checked>") == 1


def test_a_map_without_data_says_so():
    """A template map has no flow, no feelings and no numbers, and shows that it has none."""
    page = html(bare(), "en")
    assert page.count("not measured yet") == 2
    assert "not looked yet" in page


def test_a_map_of_answers_alone_has_no_row_for_a_flow_nobody_could_count():
    """Where people were asked and no contact was counted, the row is folded; without either it says so."""
    asked = msgspec.structs.replace(bare(), data=msgspec.structs.replace(bare().data, asked=200))
    page = html(asked, "en")
    assert '<tr class="flow' not in page
    assert page.count("not measured yet") == 1


def test_the_publishers_note_and_the_simulation_are_named():
    """Whoever reads the page knows that no real retailer stands behind it."""
    page = html(GROCER, "en")
    assert "no real retailer stands behind them" in page
    assert "simulated data" in page


def test_the_same_map_gives_the_same_page():
    """Rendering twice gives the same bytes."""
    assert html(GROCER, "de") == html(GROCER, "de")
