"""Drawing in SVG: text, shapes and the frame of a chart, coloured by the tokens of the page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from wegweiser.maps.charts.widths import REGULAR

SANS = "'Source Sans 3',system-ui,sans-serif"
SERIF = "'Source Serif 4',Georgia,serif"


@dataclass(frozen=True)
class Type:
    """How a text is set: size, weight, colour token, where it is anchored, and whether a halo keeps it readable."""

    size: float = 13
    weight: int = REGULAR
    colour: str = "ink"
    anchor: str = "start"
    halo: bool = False
    serif: bool = False


def n(value: float) -> str:
    """Return a coordinate with one decimal at most.

    Example:
        >>> n(12.0), n(3.14159), n(-0.01)
        ('12', '3.1', '0')
    """
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def paint(token: str) -> str:
    """Return the colour of a token."""
    return f"var(--{token})"


def text(x: float, y: float, words: str, style: Type) -> str:
    """Return words whose baseline begins, ends or is centred at a point."""
    halo = (
        ' paint-order="stroke" stroke="var(--paper)" stroke-width="3.5" stroke-linejoin="round"' if style.halo else ""
    )
    serif = f' font-family="{SERIF}"' if style.serif else ""
    anchor = f' text-anchor="{style.anchor}"' if style.anchor != "start" else ""
    weight = f' font-weight="{style.weight}"' if style.weight != REGULAR else ""
    return (
        f'<text x="{n(x)}" y="{n(y)}" font-size="{n(style.size)}"{weight}{serif}{anchor}{halo}'
        f' fill="{paint(style.colour)}">{escape(words, quote=False)}</text>'
    )


def lines(x: float, y: float, words: tuple[str, ...], style: Type, leading: float = 1.2) -> str:
    """Return lines of text below each other, the first one's baseline at a point."""
    return "".join(text(x, y + i * style.size * leading, line, style) for i, line in enumerate(words))


def box(x: float, y: float, wide: float, high: float, **drawn: str | float) -> str:
    """Return a rectangle; attributes are named as in SVG with _ for -."""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(high)}"{_attributes(drawn)}/>'


def path(course: str, told: str = "", **drawn: str | float) -> str:
    """Return a path, with words that appear where one points at it."""
    inside = f"><title>{escape(told, quote=False)}</title></path>" if told else "/>"
    return f'<path d="{course}"{_attributes(drawn)}{inside}'


def frame(name: str, size: tuple[float, float], body: str, title: str, summary: str) -> str:
    """Return the whole chart as one picture with a title and a spoken summary."""
    wide, high = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {n(wide)} {n(high)}" width="{n(wide)}"'
        f' height="{n(high)}" role="img" aria-labelledby="{name}-title {name}-desc" font-family="{SANS}">'
        f'<title id="{name}-title">{escape(title, quote=False)}</title>'
        f'<desc id="{name}-desc">{escape(summary, quote=False)}</desc>{body}</svg>'
    )


def _attributes(drawn: dict[str, str | float]) -> str:
    """Return attributes in the order given."""
    said = ((name.strip("_").replace("_", "-"), value) for name, value in drawn.items() if value != "")
    return "".join(f' {name}="{value if isinstance(value, str) else f"{value:.3g}"}"' for name, value in said)
