"""Sedcards of personas as pages, prints and slides, and personas side by side."""

from __future__ import annotations

from wegweiser.domain.personas import Comparison, PersonaSet
from wegweiser.i18n import Language
from wegweiser.maps.render.sedcards import PLAIN, Paper, deck_page, deck_print
from wegweiser.maps.render.sedcards_compared import compared_page
from wegweiser.maps.render.sedcards_portrait import Backdrop

__all__ = ["Backdrop", "compared_html", "sedcards_html", "sedcards_pdf", "sedcards_pptx"]


def sedcards_html(personas: PersonaSet, language: Language, backdrop: Backdrop = PLAIN) -> str:
    """Return the personas as one self-contained HTML page, one sedcard each."""
    return deck_page(personas, language, backdrop)


def sedcards_pdf(personas: PersonaSet, language: Language, backdrop: Backdrop = PLAIN, paper: Paper = "a4") -> bytes:
    """Return the personas as a tagged PDF on A4 or A3; the same set always gives the same bytes."""
    return deck_print(personas, language, backdrop, paper=paper)


def sedcards_pptx(personas: PersonaSet, language: Language, backdrop: Backdrop = PLAIN) -> bytes:
    """Return the personas as slides of native shapes, one each; the same set always gives the same bytes."""
    # two hundred milliseconds of imports that only slides need
    from wegweiser.maps.render.sedcards_slides import slides  # noqa: PLC0415

    return slides(personas, language, backdrop)


def compared_html(comparison: Comparison, language: Language, backdrop: Backdrop = PLAIN) -> str:
    """Return personas side by side as one self-contained HTML page, one column each."""
    return compared_page(comparison, language, backdrop)
