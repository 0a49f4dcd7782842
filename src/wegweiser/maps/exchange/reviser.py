"""What every kind of thing needs when a workbook is read back: rows beside the old things, names, and remarks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar

from wegweiser.i18n import LANGUAGES, Count, Text, both, message, read
from wegweiser.maps.exchange.columns import OTHER, SHEETS, Column, Kind
from wegweiser.maps.exchange.sheets_read import Row, Table, choice_in, number_in, rows_of, said
from wegweiser.maps.exchange.workbook import REWORDABLE, REWORDABLE_METRIC, Base, names_of

_Thing = TypeVar("_Thing")
QUOTED = 60
"""Characters of a text that a remark repeats."""


def slug(text: str, taken: set[str], before: str = "") -> str:
    """Return an id made of a text, not yet taken, and take it.

    Example:
        >>> slug("Größe wählen!", set()), slug("Buy", {"buy"}), slug("??", set(), "ph")
        ('grosse_wahlen', 'buy_2', 'ph')
    """
    flat = unicodedata.normalize("NFKD", text.replace("\u00df", "ss")).encode("ascii", "ignore").decode().lower()
    stem = "_".join(part for part in (before, *re.findall("[a-z0-9]+", flat)[:6]) if part) or "one"
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    taken.add(name)
    return name


class Reviser:
    """Goes through the rows of the sheets and keeps what was not taken as remarks."""

    def __init__(self, found: tuple[Table, ...], base: Base) -> None:
        self.base, self.language, self.remarks = base, base.language, list[Text]()
        self.rows = {plan.id: rows_of(plan, found, base, self.remarks) for plan in SHEETS}
        self.sheets = {plan.id: plan for plan in SHEETS}
        self.names = {kind: {name: one for one, name in names.items()} for kind, names in names_of(base).items()}
        self.hide = list(base.plan.hide)
        self.phases = [phase.id for phase in base.plan.phases]
        self.lanes = [lane.id for lane in base.plan.lanes]

    def _name(self, kind: Kind, called: dict[str, Text]) -> None:
        """Let phases or lanes be found by the names they have now, and by their ids."""
        for one, text in called.items():
            spoken = [text] if isinstance(text, str) else list(text.values())
            for name in (*spoken, one):
                self.names[kind].setdefault(name, one)

    def _own(
        self,
        sheet: str,
        was: tuple[_Thing, ...],
        name: Callable[[_Thing], str],
        make: Callable[[Row, _Thing | None], _Thing | None],
    ) -> tuple[_Thing, ...]:
        """Return the things of a sheet in the order of its rows; what was measured and taken away is hidden."""
        rows = self.rows[sheet]
        if rows is None:
            return was
        known = {name(one): one for one in was}
        kept = []
        for row in rows:
            self._refuse_fixed(sheet, row)
            old = known.get(row.before.id) if row.before else None
            if row.generated and not self._reworded(sheet, row):
                continue
            one = make(row, old)
            if one is not None:
                kept.append(one)
        self._hide(sheet, rows)
        return tuple(kept)

    def _hide(self, sheet: str, rows: list[Row]) -> None:
        """Hide what was measured and whose row is gone."""
        if sheet in {"phases", "lanes", "evidence", "map", "curve"}:
            return
        left = {row.before.id.partition("@")[0] for row in rows if row.before}
        for line in self.base.lines[sheet]:
            if not line.own and line.id.partition("@")[0] not in left:
                self.hide.append(line.id.partition("@")[0])

    def _reworded(self, sheet: str, row: Row) -> bool:
        allowed = REWORDABLE_METRIC if sheet == "metrics" else REWORDABLE.get(sheet, ())
        return any(key.removesuffix(OTHER) in allowed for key in row.changed)

    def _refuse_fixed(self, sheet: str, row: Row) -> None:
        """Say which changes were not taken because the cell shows what was measured or is fixed."""
        allowed = REWORDABLE_METRIC if sheet == "metrics" else REWORDABLE.get(sheet, ())
        for key, column, _ in self.sheets[sheet].keys(self.language):
            mine = column.mine if not row.generated else key.removesuffix(OTHER) in allowed
            if key in row.changed and not mine:
                self._remark(
                    sheet, row, "{column} is measured or fixed here; the change was not taken", column=called(column)
                )

    def _remark(self, sheet: str, row: Row, what: str, **values: Text) -> None:
        told = both(what, **values)
        place = _both(self.sheets[sheet].title)
        self.remarks.append(both("Sheet {sheet}, row {row}: {what}.", sheet=place, row=row.number, what=told))

    def _text(self, row: Row, key: str, old: Text | None) -> Text:
        return said(row, key, old, self.language)

    def _maybe(self, row: Row, key: str, old: Text | None) -> Text | None:
        return self._text(row, key, old) or None

    def _measured(self, row: Row, key: str) -> Text:
        """Return what a generated row said before, so that a changed word keeps the other language."""
        if not row.generated or row.before is None:
            return ""
        first, second = (str(row.before.values.get(one) or "") for one in (key, f"{key}{OTHER}"))
        other = next(one for one in LANGUAGES if one != self.language)
        return {self.language: first, other: second} if second else first

    def _choice(self, sheet: str, row: Row, key: str, old: str) -> str:
        if key not in row.changed:
            return old
        column = next(one for one in self.sheets[sheet].columns if one.key == key)
        chosen = choice_in(column, row.values[key])
        if chosen is None and row.values[key] in {None, ""}:
            return "" if key in {"kind", "impact"} else old
        if chosen is None:
            self._remark(sheet, row, "“{value}” is no {column}", value=row.text(key)[:QUOTED], column=called(column))
        return chosen or old

    def _open(self, sheet: str, row: Row, key: str) -> str:
        """Return what a cell says: the value whose name stands there, else its own words."""
        column = next(one for one in self.sheets[sheet].columns if one.key == key)
        return choice_in(column, row.values.get(key)) or row.text(key)

    def _where(self, sheet: str, row: Row, kind: Kind, old: str) -> str:
        """Return the phase or lane a row names; the old one where it names none that is known."""
        key = kind.value
        if row.before is not None and key not in row.changed:
            return old
        name = row.text(key).strip()
        found = self.names[kind].get(name)
        if found is None:
            what = "no phase is called “{name}”" if kind is Kind.PHASE else "no lane is called “{name}”"
            self._remark(sheet, row, what, name=name[:QUOTED])
        return found or old

    def _lost(self, sheet: str, row: Row, words: Text) -> None:
        self._remark(sheet, row, "“{text}” has no place on the map and was left out", text=_short(words))

    def _whole(self, sheet: str, row: Row, key: str, old: int | None) -> int | None:
        if key not in row.changed:
            return old
        if row.values[key] in {None, ""}:
            return None
        number = number_in(row.values[key])
        if number is None or number < 0 or number != int(number):
            self._remark(sheet, row, "“{value}” is no whole number", value=row.text(key)[:QUOTED])
            return old
        return int(number)

    def _placed(self, sheet: str, things: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the things that stand in a phase that is still there."""
        kept = tuple(one for one in things if one.phase in self.phases)
        if len(kept) < len(things):
            self._gone(sheet, len(things) - len(kept))
        return kept

    def _gone(self, sheet: str, n: int) -> None:
        self.remarks.append(
            both(
                "Sheet {sheet}: {n} rows stood in a phase or lane that was removed, and went with it.",
                sheet=_both(self.sheets[sheet].title),
                n=Count(n),
            )
        )


def called(column: Column) -> Text:
    """Return the heading of a column in every language."""
    return _both(column.title)


def _short(words: Text) -> Text:
    return {language: read(words, language)[:QUOTED] for language in LANGUAGES}


def _both(msgid: str) -> Text:
    return {language: message(msgid, language) for language in LANGUAGES}
