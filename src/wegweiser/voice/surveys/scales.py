"""The scale a question was answered on: its ends, its good end, and the numbers that stand for no answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wegweiser.domain.surveys import Metric, Scale
from wegweiser.voice.surveys import codes
from wegweiser.voice.surveys.profiles import Column, as_number

_RECOMMEND = re.compile(r"net\s?pro|(?<![a-z])nps(?![a-z])|recommend|empfehl", re.IGNORECASE)
_EFFORT = re.compile(
    r"how (easy|difficult)|effort|(?<!\w)ces(?!\w)|how much trouble|wie (leicht|einfach|schwierig)|mühe|aufwand",
    re.IGNORECASE,
)
_EASE = re.compile("easy|difficult|leicht|einfach|schwierig|schwer", re.IGNORECASE)
_IMPORTANCE = re.compile("important|importance|wichtig", re.IGNORECASE)
_EXPECTATION = re.compile("expect|erwart", re.IGNORECASE)
_RATING = re.compile(
    "rat(e|ing)|satisf|zufried|bewert|quality|qualität|score|note|csat|how (good|well|clean|safe|friendly)",
    re.IGNORECASE,
)
_GRADE = re.compile("(?<![a-z])(schul)?note(?![a-z])|school grade", re.IGNORECASE)
_PROBLEM = re.compile("problem|complain|trouble|fault|issue|beschwer|störung|mangel", re.IGNORECASE)
_RECOMMENDED = (0.0, 10.0)
_SIZES = range(3, 12)
_LOW_ENDS = (0.0, 1.0, -2.0, -3.0)
_FROM_ONE = ((1.0, 4.0), (1.0, 5.0), (1.0, 6.0), (1.0, 7.0), (1.0, 10.0))
_AROUND_ZERO = ((-2.0, 2.0), (-3.0, 3.0), (-5.0, 5.0))
_BATTERY, _MOST_NUMBERS = 3, 16
_ENOUGH = 0.98
_GRADES = 6.0


@dataclass(frozen=True)
class Reading:
    """What the numbers of a question are taken for."""

    metric: Metric
    scale: Scale


def by_labels(text: str, levels: Mapping[str, str]) -> Reading | None:
    """Return what a column is by the labels of its codes, None where they are no answers with numbers."""
    labels = {number: label for code, label in levels.items() if (number := as_number(code)) is not None}
    unused = tuple(sorted(n for n, label in labels.items() if codes.is_unused(label)))
    missing = tuple(sorted(n for n, label in labels.items() if codes.is_missing(label) and n not in unused))
    told = sorted(n for n in labels if n not in unused and n not in missing)
    if len(told) < 2:
        return None
    if pair := codes.yes_and_no(levels):
        return Reading(Metric.YES_NO, _yes_no(text, pair, missing, unused))
    low, high = told[0], told[-1]
    ends = codes.polarity(labels[low]), codes.polarity(labels[high])
    ordered = len(told) in _SIZES and high - low == len(told) - 1 and low in _LOW_ENDS
    if not ordered or not _praises(ends, labels, told):
        return Reading(Metric.CHOICE, Scale(low, high, missing, unused))
    best_low = ends[0] > ends[1]
    return Reading(
        metric_of(text, labels[low] + " " + labels[high], (low, high)), Scale(low, high, missing, unused, best_low)
    )


def _praises(ends: tuple[int, int], labels: Mapping[float, str], told: Sequence[float]) -> bool:
    """Tell a scale from a choice: its ends praise and blame, or only its ends have words and one of them judges."""
    between = [labels[n] for n in told[1:-1]]
    return ends[0] * ends[1] < 0 or (ends[0] != ends[1] and not all(between))


def _yes_no(text: str, pair: tuple[str, str], missing: tuple[float, ...], unused: tuple[float, ...]) -> Scale:
    """Yes is the good end, unless somebody was asked for a problem."""
    yes, no = (float(code) for code in pair)
    best, worst = (no, yes) if _PROBLEM.search(text) else (yes, no)
    return Scale(min(yes, no), max(yes, no), missing, unused, best < worst)


def metric_of(text: str, ends: str, between: tuple[float, float]) -> Metric:
    """Return what a question on a scale measures, by its words, those at the ends, and the ends themselves."""
    if _RECOMMEND.search(text) and between == _RECOMMENDED:
        return Metric.RECOMMEND
    if _EFFORT.search(text) or _EASE.search(ends):
        return Metric.EFFORT
    if _IMPORTANCE.search(text):
        return Metric.IMPORTANCE
    return Metric.EXPECTATION if _EXPECTATION.search(text) else Metric.SATISFACTION


def by_values(text: str, column: Column, siblings: int) -> Reading | None:
    """Return what a column without labels is, by its name and values; None where it is no answer.

    `siblings` counts the columns of one question whose values are alike: three of them are a battery of ratings.
    """
    numbers = _whole(column)
    if numbers is None:
        return None
    if _RECOMMEND.search(text) and max(numbers) >= _RECOMMENDED[1]:
        return Reading(Metric.RECOMMEND, _scale(numbers, *_RECOMMENDED))
    rated = any(words.search(text) for words in (_RATING, _EFFORT, _IMPORTANCE, _EXPECTATION))
    grades = bool(_GRADE.search(text))
    ends = _ends(set(numbers), grades=grades)
    if ends is None or not (rated or siblings >= _BATTERY):
        return None
    return Reading(metric_of(text, "", ends), _scale(numbers, *ends, best_low=grades))


def choice(column: Column) -> Reading | None:
    """Return a column of a few whole numbers as a choice among answers without names; 0 stands for none."""
    numbers = _whole(column)
    inside = sorted(n for n in numbers or {} if n > 0 and n not in codes.NUMBERS_MISSING)
    if len(inside) < 2:
        return None
    off = tuple(sorted(set(numbers or {}) - set(inside)))
    return Reading(Metric.CHOICE, Scale(inside[0], inside[-1], off))


def ends_of(column: Column) -> tuple[float, float] | None:
    """Return the ends of the scale a column's values fit, None where they fit none."""
    numbers = _whole(column)
    return None if numbers is None else _ends(set(numbers), grades=False)


def _whole(column: Column) -> dict[float, int] | None:
    """Return the whole numbers of a column that has little else, and few of them."""
    numbers = {n: rows for n, rows in column.numbers.items() if n == int(n)}
    enough = column.numeric and sum(numbers.values()) >= _ENOUGH * sum(column.numbers.values())
    return numbers if enough and 2 <= len(numbers) <= _MOST_NUMBERS else None


def _ends(numbers: set[float], *, grades: bool) -> tuple[float, float] | None:
    """Return the scale that fits: 0 below and 6 above 1 to 5 are codes, unless they are school grades."""
    inside = {n for n in numbers if n not in codes.NUMBERS_MISSING} or {0.0}
    low, high = min(inside), max(inside)
    if grades and low >= 0 and high <= _GRADES:
        return (1.0, _GRADES if high == _GRADES else _GRADES - 1)
    for end in (5.0, 7.0):
        if low == 0 and end <= high <= end + 1:
            return (1.0, end)
    if low < 0:
        return next((ends for ends in _AROUND_ZERO if ends[0] <= low and high <= ends[1]), None)
    if low == 0:
        return _RECOMMENDED if 9 <= high <= 11 else None
    return next((ends for ends in _FROM_ONE if high == ends[1]), None)


def _scale(numbers: Mapping[float, int], low: float, high: float, *, best_low: bool = False) -> Scale:
    """Sort the numbers off the scale: the next one above 1 to 5 or 1 to 7 means never used, all others no answer."""
    off = sorted(n for n in numbers if not low <= n <= high)
    unused = tuple(n for n in off if n == high + 1 and high < _RECOMMENDED[1])
    return Scale(low, high, tuple(n for n in off if n not in unused), unused, best_low)
