"""Strategy sheets of channels as a page and as Markdown."""

from wegweiser.maps.strategy.markdown import markdown
from wegweiser.maps.strategy.page import html

__all__ = ["html", "markdown"]
