"""Journey maps and persona sedcards as HTML, PDF, SVG and PNG."""

from __future__ import annotations

from wegweiser.domain.journey_maps import JourneyMap, View
from wegweiser.domain.personas import PersonaSet
from wegweiser.i18n import Language
from wegweiser.maps.render.house import PLAIN, House
from wegweiser.maps.render.layout import sheet
from wegweiser.maps.render.page import map_page
from wegweiser.maps.render.press import Form, cut, printed_map
from wegweiser.maps.render.resources import GLYPHS
from wegweiser.maps.render.sedcards.cards import PLAIN as NO_BACKDROP
from wegweiser.maps.render.sedcards.cards import Paper, deck_page, deck_print
from wegweiser.maps.render.sedcards.portrait import Backdrop
from wegweiser.maps.render.spoken import with_words

__all__ = ["GLYPHS", "html", "pdf", "png", "sedcards_html", "sedcards_pdf", "svg"]


def html(journey_map: JourneyMap, language: Language, view: View = View.WORKING, house: House = PLAIN) -> str:
    """Return the map as one self-contained HTML page that opens from a file without any request."""
    return map_page(sheet(journey_map, language, view, house))


def pdf(journey_map: JourneyMap, language: Language, view: View = View.WORKING, house: House = PLAIN) -> bytes:
    """Return the map as a tagged A3 PDF (PDF/UA-1); the same map always gives the same bytes."""
    return printed_map(sheet(journey_map, language, view, house), Form("pdf", made=journey_map.as_of))


def svg(journey_map: JourneyMap, language: Language, view: View = View.WORKING, house: House = PLAIN) -> bytes:
    """Return the printed map as one SVG picture, its letters drawn as paths and its words told to who hears it."""
    drawn = sheet(journey_map, language, view, house)
    return with_words(printed_map(drawn, Form("svg", made=journey_map.as_of)), cut(drawn))


def png(
    journey_map: JourneyMap, language: Language, view: View = View.WORKING, house: House = PLAIN, ppi: float = 144.0
) -> bytes:
    """Return the printed map as one PNG picture of so many pixels per inch."""
    return printed_map(sheet(journey_map, language, view, house), Form("png", ppi=ppi, made=journey_map.as_of))


def sedcards_html(personas: PersonaSet, language: Language, backdrop: Backdrop = NO_BACKDROP) -> str:
    """Return the personas as one self-contained HTML page, one sedcard each."""
    return deck_page(personas, language, backdrop)


def sedcards_pdf(
    personas: PersonaSet, language: Language, backdrop: Backdrop = NO_BACKDROP, paper: Paper = "a4"
) -> bytes:
    """Return the personas as a tagged PDF on A4 or A3; the same set always gives the same bytes."""
    return deck_print(personas, language, backdrop, paper=paper)
