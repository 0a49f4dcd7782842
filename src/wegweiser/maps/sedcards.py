"""Sedcards of personas as pages, prints and slides, and personas side by side."""

from __future__ import annotations

from markupsafe import Markup

from wegweiser.domain.personas import Comparison, PersonaSet
from wegweiser.i18n import Language
from wegweiser.maps.render.resources import TEMPLATES
from wegweiser.maps.render.sedcards.cards import PLAIN, Paper, cards_drawn, deck_page, deck_print
from wegweiser.maps.render.sedcards.compared import compared_page, table_drawn
from wegweiser.maps.render.sedcards.portrait import HUES, Backdrop

__all__ = ["Backdrop", "compared_html", "drawn", "sedcards_html", "sedcards_pdf", "sedcards_pptx", "stylesheet"]


def sedcards_html(personas: PersonaSet, language: Language, backdrop: Backdrop = PLAIN) -> str:
    """Return the personas as one self-contained HTML page, one sedcard each."""
    return deck_page(personas, language, backdrop)


def sedcards_pdf(personas: PersonaSet, language: Language, backdrop: Backdrop = PLAIN, paper: Paper = "a4") -> bytes:
    """Return the personas as a tagged PDF on A4 or A3; the same set always gives the same bytes."""
    return deck_print(personas, language, backdrop, paper=paper)


def sedcards_pptx(personas: PersonaSet, language: Language, backdrop: Backdrop = PLAIN) -> bytes:
    """Return the personas as slides of native shapes, one each; the same set always gives the same bytes."""
    # two hundred milliseconds of imports that only slides need
    from wegweiser.maps.render.sedcards.slides import slides  # noqa: PLC0415

    return slides(personas, language, backdrop)


def compared_html(comparison: Comparison, language: Language, backdrop: Backdrop = PLAIN) -> str:
    """Return personas side by side as one self-contained HTML page, one column each."""
    return compared_page(comparison, language, backdrop)


def drawn(
    personas: PersonaSet, compared: Comparison | None, language: Language, backdrop: Backdrop = PLAIN
) -> tuple[tuple[Markup, ...], Markup]:
    """Return each persona's card, and all of them side by side, as markup for a page with the style below."""
    cards = tuple(Markup(card) for card in cards_drawn(personas, language, backdrop))  # noqa: S704  (our template)
    table = table_drawn(compared, language, backdrop) if compared else ""
    return cards, Markup(table)  # noqa: S704


def stylesheet(name: str) -> str:
    """Return the style of the cards, or of personas side by side: `sedcards` or `compared`."""
    hues = "".join(
        f".hue-{i}{{--disc:light-dark({ground},{dark});--on:light-dark({ink},{ink_dark})}}"
        for i, (ground, ink, dark, ink_dark) in enumerate(HUES)
    )
    return "".join((TEMPLATES / f"{part}.css").read_text("utf-8") for part in ("base", name)) + hues + ".cmp{margin:0}"
