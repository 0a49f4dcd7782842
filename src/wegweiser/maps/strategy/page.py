"""Strategy sheets as one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Sequence

from wegweiser.domain.strategy import ChannelSheet
from wegweiser.i18n import Language, Share, Text, read
from wegweiser.maps.render.page import environment, with_fonts
from wegweiser.maps.render.resources import icon_name
from wegweiser.maps.strategy.words import words


def html(sheets: Sequence[ChannelSheet], language: Language) -> str:
    """Return all sheets as one page that opens from a file without any request, one sheet a printed page."""

    def text(said: Text) -> str:
        return read(said, language)

    def share(value: float) -> str:
        return Share(value).shown(language)

    page = (
        environment()
        .get_template("strategy.html")
        .render(
            sheets=sheets,
            language=language,
            words=words(language),
            text=text,
            share=share,
            icons=sorted({icon_name(sheet.icon) for sheet in sheets}),
        )
    )
    return with_fonts(page)
