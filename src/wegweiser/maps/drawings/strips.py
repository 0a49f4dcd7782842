"""Figures as strips: days with data per source, promoters beside detractors, two groups side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec
from babel.dates import format_date

from wegweiser.domain.estimates import HOLLOW_BELOW, SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.i18n import Count, Day, Language, Share, Signed, Text, message, read
from wegweiser.maps.charts import pen
from wegweiser.maps.charts.pen import Type, n
from wegweiser.maps.charts.widths import SEMIBOLD, fitting, width, wrapped
from wegweiser.maps.drawings.figure import NARROW, WIDE, Cell, Figure, Picture, Rows, Words, figure, heads, word
from wegweiser.maps.render.figures import interval, people, too_few, value

Known = Estimate | Proportion
_BROAD = 940.0
_NAME, _SMALL = Type(13.5, SEMIBOLD), Type(12, colour="ink-2")
_END, _BOLD_END = Type(12, colour="ink-2", anchor="end"), Type(13.5, SEMIBOLD, anchor="end")
_LEADING, _DAYS, _FEW_DAYS = 16.0, 91, 35
_SILENT = 7
"""A source is called silent when so many days have passed since its last event."""


class Source(msgspec.Struct, frozen=True):
    """A source with the number of its events on each day that had any."""

    name: Text
    days: Mapping[date, int]


class Told(msgspec.Struct, frozen=True):
    """How many would recommend, do not mind, and would not; with the net promoter score and its interval."""

    name: Text
    promoters: int
    passives: int
    detractors: int
    score: Estimate

    @property
    def n(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors


class Pair(msgspec.Struct, frozen=True):
    """One figure of two groups or two periods; None where it is not known."""

    name: Text
    one: Known | None
    other: Known | None


def freshness(rows: Sequence[Source], today: date, language: Language, *, name: str = "freshness") -> Figure:
    """Return for each source which of the last days had events, a cell a day; the darker, the more events."""
    silent = [row for row in rows if not row.days or (today - max(row.days)).days >= _SILENT]
    title = message("Every source is up to date", language)
    if silent:
        title = message("Silent for a week or longer: {n} of {all} sources", language,
                        n=Count(len(silent)), all=Count(len(rows)))  # fmt: skip
    how = message("A cell is a day, today at the right; the darker, the more events. Empty: none.", language)
    spoken = "; ".join(f"{read(row.name, language)}: {_last(row, today, language)}" for row in rows)
    cells = [
        [
            word(row.name, language),
            Cell(Day(max(row.days)).shown(language), max(row.days).isoformat()) if row.days else Cell("", None),
            Cell(Count(len(row.days)).shown(language), len(row.days)),
            Cell(Count(sum(row.days.values())).shown(language), sum(row.days.values())),
        ]
        for row in rows
    ]
    columns = heads(language, "Source", "Last event", "Days with events", "Events")
    large, small = _strips(rows, today, (_BROAD, _DAYS), language), _strips(rows, today, (NARROW, _FEW_DAYS), language)
    return figure(name, Words(title, how, spoken), large, small, Rows(columns, 1, cells))


def _last(row: Source, today: date, language: Language) -> str:
    if not row.days:
        return message("no events yet", language)
    gone = (today - max(row.days)).days
    if gone <= 0:
        return message("last event today", language)
    return message("last event {day}", language, day=Day(max(row.days)))


def _strips(rows: Sequence[Source], today: date, size: tuple[float, int], language: Language) -> Picture:
    """Return a strip of days for each source, its name above it; the first of each month is named below the last."""
    wide, days = size
    step = wide / days
    first = today - timedelta(days=days - 1)
    drawn, y = [], 0.0
    for row in rows:
        said = _last(row, today, language)
        late = not row.days or (today - max(row.days)).days >= _SILENT
        names = wrapped(read(row.name, language), wide - width(said, 12) - 14, _NAME.size, SEMIBOLD)
        drawn.append(pen.lines(0, y + 14, names, _NAME, _LEADING / _NAME.size))
        drawn.append(pen.text(wide, y + 14, said, Type(12, SEMIBOLD, "bad", "end") if late else _END))
        y += len(names) * _LEADING + 4
        shown = {day: many for day, many in row.days.items() if first <= day <= today}
        most = max(shown.values(), default=1) or 1
        drawn.append(pen.box(0, y, wide, 16, rx="2", fill=pen.paint("sunken")))
        for day, many in sorted(shown.items()):
            x, strength = (day - first).days * step, 0.3 + 0.7 * (many / most) ** 0.5
            ink = pen.paint("accent")
            drawn.append(pen.box(x + 0.5, y, max(step - 1, 1), 16, fill=ink, fill_opacity=strength) if many else "")
        y += 30
    months = [first + timedelta(days=i) for i in range(days) if (first + timedelta(days=i)).day == 1]
    for day in months:
        words = format_date(day, format="MMM", locale=language)
        x = (day - first).days * step
        drawn.append(pen.path(f"M{n(x)} {n(y - 12)}v6", stroke=pen.paint("line-2")))
        drawn.append(pen.text(min(x, wide - width(words, 12)), y + 6, words, _SMALL))
    return Picture((wide, y + 10), "".join(drawn))


def recommending(rows: Sequence[Told], language: Language, *, name: str = "nps") -> Figure:
    """Return the shares of promoters, passives and detractors as one bar each, with the net promoter score."""
    known = [row for row in rows if not too_few(row.n)]
    title = message("Too few people answered", language)
    if known:
        low, high = min(known, key=lambda row: row.score.hi), max(known, key=lambda row: row.score.lo)
        title = message("No clear difference between the {n} shown", language, n=Count(len(known)))
        if low.score.hi < high.score.lo:
            title = message("“{high}” stands clearly above “{low}”", language, low=low.name, high=high.name)
        elif len(known) == 1:
            title = message("“{name}”: net promoter score {score}", language,
                            name=known[0].name, score=Signed(known[0].score.value, 0))  # fmt: skip
    how = message(
        "Left: would not recommend (0 to 6). Middle: 7 and 8. Right: would (9 and 10). At the end: right minus left.",
        language,
    )
    cells = [_told_cells(row, language) for row in rows]
    columns = heads(
        language,
        "Name",
        "Would not recommend",
        "Undecided",
        "Would recommend",
        "Net promoter score",
        "Interval",
        "Number of people",
    )
    spoken = "; ".join(
        f"{read(row.name, language)} {Signed(row.score.value, 0).shown(language)} ({people(row.n, language)})"
        for row in known
    )
    large, small = (_stacks(rows, wide, language) for wide in (WIDE, NARROW))
    return figure(name, Words(title, how, spoken or title), large, small, Rows(columns, 1, cells))


def _told_cells(row: Told, language: Language) -> list[Cell]:
    if too_few(row.n):
        return [word(row.name, language), *[Cell("", None)] * 5, Cell(people(row.n, language), None)]
    parts = (row.detractors, row.passives, row.promoters)
    shares = [Cell(Share(part / row.n).shown(language), round(part / row.n, 6)) for part in parts]
    within = interval(row.score, language, 0)
    score = Cell(Signed(row.score.value, 0).shown(language), round(row.score.value, 4))
    return [word(row.name, language), *shares, score, Cell(within, within), Cell(people(row.n, language), row.n)]


def _stacks(rows: Sequence[Told], wide: float, language: Language) -> Picture:
    """Return each bar with its shares inside where they have room; name and score stand above it."""
    drawn, y = [], 0.0
    for row in rows:
        few = too_few(row.n)
        score = people(row.n, language) if few else Signed(row.score.value, 0).shown(language)
        support = "" if few else f"{interval(row.score, language, 0)}, {people(row.n, language)}"
        beside = width(score, 13.5, SEMIBOLD) + width(support, 12) + 22
        names = wrapped(read(row.name, language), wide - beside, _NAME.size, SEMIBOLD)
        drawn.append(pen.lines(0, y + 14, names, _NAME, _LEADING / _NAME.size))
        drawn.append(pen.text(wide, y + 14, score, _BOLD_END))
        drawn.append(pen.text(wide - width(score, 13.5, SEMIBOLD) - 8, y + 14, support, _END) if support else "")
        y += len(names) * _LEADING + 4
        drawn.append(pen.box(0, y, wide, 22, rx="3", fill=pen.paint("sunken")))
        drawn += [] if few else _stack(row, wide, y, language)
        y += 34
    return Picture((wide, max(y - 6, 24)), "".join(drawn))


def _stack(row: Told, wide: float, y: float, language: Language) -> list[str]:
    drawn, x = [], 0.0
    strength = 0.55 if row.n < HOLLOW_BELOW else 1
    for part, tone, ink in (
        (row.detractors, "bad", "paper"),
        (row.passives, "", "ink-2"),
        (row.promoters, "good", "paper"),
    ):
        long = wide * part / row.n
        words = Share(part / row.n).shown(language)
        if tone and long:
            drawn.append(pen.box(x, y, long, 22, rx="3", fill=pen.paint(tone), fill_opacity=strength))
        if width(words, 12, SEMIBOLD) + 10 <= long:
            colour = ink if strength == 1 else "ink"
            drawn.append(pen.text(x + long / 2, y + 15.5, words, Type(12, SEMIBOLD, colour, "middle")))
        x += long
    return drawn


def compared(names: tuple[Text, Text], rows: Sequence[Pair], language: Language, *, name: str = "compared") -> Figure:
    """Return figures of two groups or periods as two bars each, from zero, with their 95 % intervals."""
    one, other = (read(called, language) for called in names)
    apart = [row for row in rows if _apart(row)]
    title = message("“{one}” and “{other}” do not clearly differ", language, one=one, other=other)
    if apart:
        title = message("“{one}” and “{other}” clearly differ in {n} of {all} figures", language,
                        one=one, other=other, n=Count(len(apart)), all=Count(len(rows)))  # fmt: skip
    how = message("Above: {one}. Below: {other}. Line: 95 % interval. Bold: they clearly differ.", language,
                  one=one, other=other)  # fmt: skip
    cells = [[word(row.name, language), *_cells(row.one, language), *_cells(row.other, language)] for row in rows]
    columns = (*heads(language, "Name"), one, *heads(language, "Interval"), other, *heads(language, "Interval"))
    spoken = "; ".join(
        f"{read(row.name, language)}: {_shown(row.one, language)}, {_shown(row.other, language)}" for row in rows
    )
    large, small = (_pairs(rows, (one, other), wide, language) for wide in (WIDE, NARROW))
    return figure(name, Words(title, how, spoken), large, small, Rows(columns, 1, cells))


def _apart(row: Pair) -> bool:
    if row.one is None or row.other is None or min(row.one.n, row.other.n) < SUPPRESSED_BELOW:
        return False
    return row.one.hi < row.other.lo or row.other.hi < row.one.lo


def _shown(one: Known | None, language: Language) -> str:
    return value(one, language) if one else message("not known", language)


def _cells(one: Known | None, language: Language) -> list[Cell]:
    if one is None or too_few(one.n):
        return [Cell(people(one.n, language) if one else "", None), Cell("", None)]
    within = interval(one, language)
    return [Cell(value(one, language), round(one.value, 6)), Cell(within, within)]


def _pairs(rows: Sequence[Pair], called: tuple[str, str], wide: float, language: Language) -> Picture:
    """Return two bars below each name; only bars of one row share a scale, for rows are different things."""
    drawn, y = [], 0.0
    for i, row in enumerate(rows):
        both = (row.one, row.other)
        weight = Type(13.5, SEMIBOLD) if _apart(row) else Type(13.5)
        names = wrapped(read(row.name, language), wide, 13.5, SEMIBOLD)
        drawn.append(pen.lines(0, y + 14, names, weight, _LEADING / 13.5))
        y += len(names) * _LEADING + 5
        said = [_shown(one, language) for one in both]
        room = wide - max(width(words, 12.5, SEMIBOLD) for words in said) - 10
        most = max((max(one.hi, one.value) for one in both if one and not too_few(one.n)), default=1.0) or 1.0
        for place, one in enumerate(both):
            drawn += _bar(one, (room, y, most), place)
            drawn.append(pen.text(wide, y + 11.5, said[place], Type(12.5, SEMIBOLD, anchor="end")))
            if not i:
                # the first pair names the groups, inside its rails
                drawn.append(pen.text(6, y + 11.5, fitting(called[place], room - 12, 12), Type(12, halo=True)))
            y += 18
        y += 12
    return Picture((wide, max(y - 6, 24)), "".join(drawn))


def _bar(one: Known | None, at: tuple[float, float, float], place: int) -> list[str]:
    room, y, most = at
    drawn = [pen.box(0, y, room, 15, rx="3", fill=pen.paint("sunken"))]
    if one is None or too_few(one.n):
        return drawn
    tone = "accent" if place == 0 else "ochre"
    scale = room / most
    ink, long = pen.paint(tone), max(one.value, 0.0) * scale
    hollow = one.n < HOLLOW_BELOW
    drawn.append(pen.box(0, y, max(long, 2), 15, rx="3", fill=ink, fill_opacity=0.25 if hollow else 0.6))
    lo, hi = max(one.lo, 0.0) * scale, max(one.hi, 0.0) * scale
    drawn.append(pen.path(f"M{n(lo)} {n(y + 7.5)}H{n(hi)}M{n(lo)} {n(y + 4)}v7M{n(hi)} {n(y + 4)}v7",
                          stroke=pen.paint("ink"), stroke_width=1.3, fill="none"))  # fmt: skip
    return drawn
