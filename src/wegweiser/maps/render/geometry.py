"""Curves and bands as numbers: the geometry every renderer shares."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Bezier: TypeAlias = tuple[float, float, float, float, float, float]

_THINNEST = 2.0
_FLAT = 1e-12
_BEND_FROM = 0.62


def monotone(points: Sequence[Point]) -> tuple[Bezier, ...]:
    """Return Bezier segments through the points that never rise above or fall below them.

    Tangents are limited after Fritsch and Carlson (1980), "Monotone piecewise cubic interpolation",
    SIAM Journal on Numerical Analysis 17(2), so that the curve shows no feeling nobody reported.

    Example:
        >>> monotone([(0.0, 0.0), (3.0, 3.0)])
        ((1.0, 1.0, 2.0, 2.0, 3.0, 3.0),)
    """
    if len(points) < 2:
        return ()
    tangents = _tangents(points)
    segments = []
    for i, ((x0, y0), (x1, y1)) in enumerate(pairwise(points)):
        third = (x1 - x0) / 3
        segments.append((x0 + third, y0 + tangents[i] * third, x1 - third, y1 - tangents[i + 1] * third, x1, y1))
    return tuple(segments)


def height_at(points: Sequence[Point], x: float) -> float:
    """Return the height of the monotone curve at a place between its ends.

    Example:
        >>> round(height_at([(0.0, 0.0), (3.0, 3.0)], 1.0), 6)
        1.0
    """
    for (x0, y0), (x1, _), (_, c0, _, c1, _, y1) in zip(points, points[1:], monotone(points), strict=False):
        if x0 <= x <= x1 and x0 < x1:
            t = (x - x0) / (x1 - x0)
            return (1 - t) ** 3 * y0 + 3 * (1 - t) ** 2 * t * c0 + 3 * (1 - t) * t**2 * c1 + t**3 * y1
    return points[0][1] if x < points[0][0] else points[-1][1]


def _tangents(points: Sequence[Point]) -> list[float]:
    # Two points at one place are joined straight up or down.
    slopes = [(y1 - y0) / (x1 - x0) if x1 > x0 else 0.0 for (x0, y0), (x1, y1) in pairwise(points)]
    inner = [0.0 if a * b <= 0 else (a + b) / 2 for a, b in pairwise(slopes)]
    tangents = [slopes[0], *inner, slopes[-1]]
    for i, slope in enumerate(slopes):
        if abs(slope) < _FLAT:
            # also where the slope is so small that dividing by it would overflow
            tangents[i] = tangents[i + 1] = 0.0
            continue
        a, b = tangents[i] / slope, tangents[i + 1] / slope
        square = a * a + b * b
        if square > 9:
            shrink = 3 / square**0.5
            tangents[i], tangents[i + 1] = shrink * a * slope, shrink * b * slope
    return tangents


def curve_path(points: Sequence[Point], *, base: float | None = None) -> str:
    """Return the SVG path of the monotone curve; with `base`, the area between the curve and that height."""
    (x0, y0), (x1, _) = points[0], points[-1]
    curve = f"M{_n(x0)} {_n(y0)}" + _cubics(monotone(points))
    return curve if base is None else f"{curve}L{_n(x1)} {_n(base)}L{_n(x0)} {_n(base)}Z"


def band_path(low: Sequence[Point], high: Sequence[Point]) -> str:
    """Return the SVG path of the area between two monotone curves over the same places."""
    back = tuple(reversed(high))
    mirrored = monotone([(-x, y) for x, y in back])
    returning = tuple((-a, b, -c, d, -e, f) for a, b, c, d, e, f in mirrored)
    return f"{curve_path(low)}L{_n(back[0][0])} {_n(back[0][1])}{_cubics(returning)}Z"


def ribbon(counts: Sequence[float], width: float, height: float) -> str:
    """Return the SVG path of the flow: its thickness is the square root of the people still on the way.

    It ends before the phases at the end that nobody was counted in.

    Example:
        >>> ribbon([4.0, 1.0], 100.0, 40.0)[:38]
        'M0 0L31 0C40.5 0 40.5 10 50 10L81 10C9'
    """
    most = max(counts) ** 0.5 or 1.0
    halves = [max(_THINNEST, count**0.5 / most * height) / 2 for count in counts]
    step, middle = width / len(counts), height / 2
    reached = max((i for i, count in enumerate(counts, start=1) if count), default=len(counts))
    ends = reached < len(counts)
    halves = halves[:reached]
    upper, lower = [f"M0 {_n(middle - halves[0])}"], []
    for i, here in enumerate(halves):
        then = 0.0 if ends and i == reached - 1 else halves[min(i + 1, reached - 1)]
        start, bend, end = i * step, (i + _BEND_FROM) * step, (i + 1) * step
        half = (bend + end) / 2
        upper.append(f"L{_n(bend)} {_n(middle - here)}")
        upper.append(_cubics([(half, middle - here, half, middle - then, end, middle - then)]))
        back = _cubics([(half, middle + then, half, middle + here, bend, middle + here)])
        lower.append(f"{back}L{_n(start)} {_n(middle + here)}")
    last = middle + (0.0 if ends else halves[-1])
    return "".join(upper) + f"L{_n(reached * step)} {_n(last)}" + "".join(reversed(lower)) + "Z"


def spark(values: Sequence[float], width: float, height: float, *, pad: float = 2.0) -> tuple[Point, ...]:
    """Return the places of a small trend line, oldest first, scaled between its own least and most.

    Example:
        >>> spark([1, 3, 2], 12, 8)
        ((2.0, 6.0), (6.0, 2.0), (10.0, 4.0))
    """
    least, most = min(values), max(values)
    spread, high = (most - least) or 1.0, height - 2 * pad
    across = (width - 2 * pad) / max(len(values) - 1, 1)
    return tuple((pad + i * across, height - pad - (v - least) / spread * high) for i, v in enumerate(values))


def _cubics(segments: Sequence[Bezier]) -> str:
    return "".join("C" + " ".join(_n(v) for v in segment) for segment in segments)


def _n(value: float) -> str:
    """Return a coordinate with one decimal at most, as short as it goes."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
