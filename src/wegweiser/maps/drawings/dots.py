"""Figures compared on one scale, each a dot with its interval: scores, drivers, credit, expectations, levers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from wegweiser.domain.estimates import HOLLOW_BELOW, Estimate, Proportion
from wegweiser.domain.levers import Lever
from wegweiser.i18n import Amount, Between, Count, Language, Share, Signed, Text, message, read
from wegweiser.maps.charts import findings, lever_dots, pen, tables
from wegweiser.maps.charts.dots import effect
from wegweiser.maps.drawings.dotted import Kind, Mark, Plot, Row, drawn
from wegweiser.maps.drawings.figure import Cell, Figure, Rows, Words, figure, heads, renamed, word
from wegweiser.maps.drawings.scale import Scale
from wegweiser.maps.render.figures import DOT, digits_of, interval, people, too_few, value

Known = Estimate | Proportion
_FELT = (-2.0, 2.0)
_SPOKEN = 12


class Score(msgspec.Struct, frozen=True):
    """A figure of a touchpoint, a phase, a persona, a wave or a month; None where nobody answered."""

    name: Text
    figure: Known | None
    below: Text = ""


class Scoring(msgspec.Struct, frozen=True):
    """What scores are scores of, the ends of their scale where it has any, and everybody's figure to hold them to.

    With `signed` zero is the middle, and figures carry their sign.
    """

    about: Text
    ends: tuple[float, float] | None = None
    everybody: float | None = None
    signed: bool = False


FEELING = Scoring("", _FELT, 0.0, signed=True)


class Credit(msgspec.Struct, frozen=True):
    """The share of conversions each model credits to a touchpoint or channel, in the order of the models."""

    name: Text
    shares: tuple[Known | None, ...]


class Expected(msgspec.Struct, frozen=True):
    """What people expected at a touchpoint and what they felt, both from -2 to +2."""

    name: Text
    expected: Estimate
    felt: Estimate


def scores(rows: Sequence[Score], scoring: Scoring, language: Language, *, name: str = "scores") -> Figure:
    """Return scores as dots with their 95 % intervals, in the order given; hollow where fewer than 30 answered."""
    about = read(scoring.about, language) or message("Feeling, from \u22122 to +2", language)
    how = message("{about}. Dot with its 95 % interval; hollow: fewer than 30 people.", language, about=about)
    return _scored(rows, scoring, (_told_scores(rows, language), how), language, name)


def drivers(rows: Sequence[Score], about: Text, language: Language, *, name: str = "drivers") -> Figure:
    """Return how much of an overall score goes with each of several feelings, the largest share first."""
    ordered = sorted(rows, key=lambda row: -(row.figure.value if row.figure else -1.0))
    clear = [row for row in ordered if row.figure and not too_few(row.figure.n) and row.figure.lo > 0]
    title = message("Nothing clearly goes with it", language)
    if clear:
        title = message("“{name}” goes with it most", language, name=clear[0].name)
    how = message(
        "{about}: share of its differences that go with each. Dot with its 95 % interval. No proof of a cause.",
        language,
        about=about,
    )
    return _scored(ordered, Scoring(about, everybody=0.0), (title, how), language, name)


def _scored(rows: Sequence[Score], scoring: Scoring, said: tuple[str, str], language: Language, name: str) -> Figure:
    """Return the figure of rows with one dot each, with its finding and how to read it."""
    known = [row.figure for row in rows if row.figure is not None and not too_few(row.figure.n)]
    values = [end for one in known for end in (one.value, one.lo, one.hi)]
    shown = _shown(known, scoring, language)
    scale = Scale.over(values, (0, 1), shown, ends=scoring.ends, strong=scoring.everybody)
    lines = tuple(_line(row, scoring, language) for row in rows)
    cells = [[word(row.name, language), *_cells(row.figure, scoring, language)] for row in rows]
    columns = heads(language, "Name", "Figure", "Interval", "Number of people")
    return figure(name, Words(*said, _spoken(lines)), *drawn(Plot(lines, scale)), Rows(columns, 1, cells))


def attribution(
    models: Sequence[Text], rows: Sequence[Credit], language: Language, *, name: str = "attribution"
) -> Figure:
    """Return the share of conversions each model credits, model beside model; where they disagree is shaded."""
    known = [share for row in rows for share in row.shares if share is not None and not too_few(share.n)]
    shown: Callable[[float], str] = lambda share: Share(share, 0).shown(language)  # noqa: E731
    scale = Scale.over([end for one in known for end in (one.lo, one.hi)], (0, 1), shown, strong=0.0)
    lines = tuple(_credited(row, models, language) for row in rows)
    key = tuple((Mark(0, kind="number", sign=str(i)), read(model, language)) for i, model in enumerate(models, start=1))
    words = Words(
        _told_credit(rows, language),
        message("Share of conversions credited, one number per model. Shaded: how far the models disagree.", language),
        _spoken(lines),
        message("Credit is no effect: it divides what happened and does not say what would have been lost.", language),
    )
    cells = [[word(row.name, language), *(_share(share, language) for share in row.shares)] for row in rows]
    columns = (*heads(language, "Name"), *(read(model, language) for model in models))
    return figure(name, words, *drawn(Plot(lines, scale, key)), Rows(columns, 1, cells))


def expectations(rows: Sequence[Expected], language: Language, *, name: str = "expectations") -> Figure:
    """Return what people expected beside what they felt, joined by a line: the gap."""
    known = [row for row in rows if not too_few(min(row.expected.n, row.felt.n))]
    gaps = sorted(known, key=lambda row: row.felt.value - row.expected.value)
    title = message("Too few people said what they expected", language)
    if gaps and gaps[0].felt.value < gaps[0].expected.value:
        title = message("“{name}” falls furthest short of what is expected", language, name=gaps[0].name)
    elif gaps:
        title = message("Nothing falls short of what is expected", language)
    lines = tuple(_gap(row, language) for row in rows)
    key = (
        (Mark(0, kind="tick", tone="ink-2"), message("expected", language)),
        (Mark(0, tone="bad"), message("felt, less than expected", language)),
        (Mark(0, tone="good"), message("felt, as expected or better", language)),
    )
    how = message("From \u22122 to +2, with the gap between both at the right. Hollow: fewer than 30 people.", language)
    cells = [_gap_cells(row, language) for row in rows]
    scale = Scale.over([], (0, 1), lambda at: _signed(at, language), ends=_FELT, strong=0.0)
    columns = heads(language, "Name", "Expected", "Felt", "Difference", "Number of people")
    words = Words(title, how, _spoken(lines))
    return figure(name, words, *drawn(Plot(lines, scale, key)), Rows(columns, 1, cells))


def levers(rows: Sequence[Lever], phases: dict[str, Text], language: Language, *, name: str = "levers") -> Figure:
    """Return levers as dots with their intervals against a line at zero; of grade D the first five."""
    everyone = tuple(rows)
    told = findings.of_levers(everyone, language)
    large = lever_dots(findings.folded(everyone), phases, language)
    lines = tuple(_lever(lever, phases, language) for lever in findings.folded(everyone))
    values = [end for line in lines for mark in line.marks for end in (mark.lo, mark.hi) if end is not None]
    scale = Scale.over(values, (0, 1), lambda at: _signed(at, language), strong=0.0)
    _, small = drawn(Plot(lines, scale))
    return Figure(
        id=name,
        title=told.headline,
        how=told.lead,
        svg=renamed(large, "levers", name),
        table=tables.of_levers(everyone, phases, language),
        spoken=told.summary,
        small=pen.frame(f"{name}-small", small.size, small.body, told.headline, told.summary),
    )


def _told_scores(rows: Sequence[Score], language: Language) -> str:
    """Return which score stands clearly above which: the two whose intervals lie furthest apart."""
    known = [(row, row.figure) for row in rows if row.figure is not None and not too_few(row.figure.n)]
    if not known:
        return message("Too few people answered", language)
    low, high = min(known, key=lambda item: item[1].hi), max(known, key=lambda item: item[1].lo)
    if low[1].hi < high[1].lo:
        return message("“{high}” stands clearly above “{low}”", language, low=low[0].name, high=high[0].name)
    if len(known) == 1:
        return message("Only “{name}” was rated by enough people", language, name=low[0].name)
    return message("No clear difference between the {n} shown", language, n=Count(len(known)))


def _told_credit(rows: Sequence[Credit], language: Language) -> str:
    """Return what the models disagree about most, in percentage points."""
    spans = {}
    for row in rows:
        known = [share.value for share in row.shares if share is not None and not too_few(share.n)]
        if len(known) > 1:
            spans[read(row.name, language)] = (max(known) - min(known), min(known), max(known))
    if not spans:
        return message("Credit for conversions", language)
    most = max(spans, key=lambda one: (spans[one][0], one))
    _, lo, hi = spans[most]
    return message(
        "Models disagree most about “{name}”: {lo} to {hi} of the credit",
        language,
        name=most,
        lo=Share(lo, 0),
        hi=Share(hi, 0),
    )


def _line(row: Score, scoring: Scoring, language: Language) -> Row:
    one = row.figure
    name, below = read(row.name, language), read(row.below, language)
    if one is None or too_few(one.n):
        return Row(name, (), below, people(one.n, language) if one else message("not asked", language))
    told = f"{name}: {_number(one, scoring, language)} ({_within(one, scoring, language)})"
    mark = Mark(one.value, one.lo, one.hi, hollow=one.n < HOLLOW_BELOW, told=told)
    return Row(name, (mark,), below, _number(one, scoring, language), people(one.n, language))


def _credited(row: Credit, models: Sequence[Text], language: Language) -> Row:
    marks = tuple(
        Mark(
            share.value,
            share.lo,
            share.hi,
            kind="number",
            hollow=share.n < HOLLOW_BELOW,
            sign=str(i),
            told=f"{read(models[i - 1], language)}: {Share(share.value).shown(language)}",
        )
        for i, share in enumerate(row.shares, start=1)
        if share is not None and not too_few(share.n)
    )
    name = read(row.name, language)
    if not marks:
        return Row(name, (), value=people(0, language))
    lo, hi = (Share(pick(mark.at for mark in marks), 0).shown(language) for pick in (min, max))
    return Row(name, marks, value=lo if lo == hi else Between(lo, hi).shown(language), spread=True)


def _gap(row: Expected, language: Language) -> Row:
    name, few = read(row.name, language), min(row.expected.n, row.felt.n)
    if too_few(few):
        return Row(name, (), value=people(few, language))
    gap = row.felt.value - row.expected.value
    hollow, tone = few < HOLLOW_BELOW, "bad" if gap < 0 else "good"
    told = {part: message(part, language) + f" {_signed(one.value, language)}"
            for part, one in (("expected", row.expected), ("felt", row.felt))}  # fmt: skip
    marks = (
        Mark(row.expected.value, kind="tick", tone="ink-2", told=told["expected"]),
        Mark(row.felt.value, hollow=hollow, tone=tone, told=told["felt"]),
    )
    return Row(name, marks, value=_alike(gap, language), support=people(few, language), joined=True)


def _gap_cells(row: Expected, language: Language) -> list[Cell]:
    few = min(row.expected.n, row.felt.n)
    values = (row.expected.value, row.felt.value, row.felt.value - row.expected.value)
    cells = [Cell("", None) if too_few(few) else Cell(_alike(one, language), round(one, 4)) for one in values]
    return [word(row.name, language), *cells, Cell(people(few, language), None if too_few(few) else few)]


def _lever(lever: Lever, phases: dict[str, Text], language: Language) -> Row:
    ends = lever.effect or lever.spread
    sure = findings.settled(lever)
    tone = ("good" if ends and ends.lo > 0 else "bad") if sure else "ink-3"
    marks: tuple[Mark, ...] = ()
    if ends:
        middle = 100 * (lever.effect.value if lever.effect else (ends.lo + ends.hi) / 2)
        kind: Kind = "dot" if lever.effect else "range"
        marks = (Mark(middle, 100 * ends.lo, 100 * ends.hi, kind, hollow=not sure, tone=tone),)
    below = DOT.join((message("grade {grade}", language, grade=str(lever.grade)),
                      read(phases.get(lever.phase, lever.phase), language)))  # fmt: skip
    return Row(read(lever.text, language), marks, below, support=effect(lever, language))


def _number(one: Known, scoring: Scoring, language: Language) -> str:
    """Return a figure in words; a signed one with as many decimals as keep it inside its interval."""
    if scoring.signed:
        return _alike(one.value, language, Signed.within(one.value, one.lo, one.hi).digits)
    return value(one, language)


def _within(one: Known, scoring: Scoring, language: Language) -> str:
    """Return the interval in words, with the decimals of its figure."""
    return interval(one, language, Signed.within(one.value, one.lo, one.hi).digits if scoring.signed else None)


def _cells(one: Known | None, scoring: Scoring, language: Language) -> list[Cell]:
    if one is None or too_few(one.n):
        return [Cell("", None), Cell("", None), Cell(people(one.n, language) if one else "", None)]
    within = _within(one, scoring, language)
    return [
        Cell(_number(one, scoring, language), round(one.value, 6)),
        Cell(within, within),
        Cell(people(one.n, language), one.n),
    ]


def _share(share: Known | None, language: Language) -> Cell:
    if share is None or too_few(share.n):
        return Cell(people(share.n, language) if share else "", None)
    return Cell(Share(share.value).shown(language), round(share.value, 6))


def _shown(known: Sequence[Known], scoring: Scoring, language: Language) -> Callable[[float], str]:
    """Return how the lines of a scale are named: as the figures on it are."""
    if known and isinstance(known[0], Proportion):
        return lambda at: Share(at, 0).shown(language)
    if scoring.signed:
        return lambda at: _signed(at, language)
    unit = known[0].unit if known and isinstance(known[0], Estimate) else ""
    digits = max(digits_of(*known), 0) if known else 1
    return lambda at: (
        value(Estimate(at, at, at, HOLLOW_BELOW, unit), language, digits) if unit else _plain(at, language)
    )


def _plain(at: float, language: Language) -> str:
    return Amount(at, digits=2).shown(language)


def _alike(value: float, language: Language, digits: int = 1) -> str:
    """Return a figure of a column with all its decimals, so that those below each other are alike: +1.0 under +0.9."""
    return Signed(value, digits, fixed=True).shown(language)


def _signed(at: float, language: Language) -> str:
    return Signed(at).shown(language)


def _spoken(lines: Sequence[Row]) -> str:
    """Return the rows in words, the first dozen of them."""
    said = (f"{line.name} {line.value}{f' ({line.support})' if line.support else ''}".strip() for line in lines)
    return "; ".join(list(said)[:_SPOKEN])
