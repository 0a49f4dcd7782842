"""How a set of offers is read: which column says what."""

from __future__ import annotations

from datetime import date

import msgspec

from wegweiser.collect.spec import TextRule, TimeRule
from wegweiser.collect.times import check_zone
from wegweiser.errors import InvalidSetting, UnknownName

FIELDS = (
    *("object", "side", "place", "time", "week", "customer"),
    *("price", "paid", "quantity", "discount", "available", "message"),
)
"""What a column of a file of offers can mean."""


class OfferSpec(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One set of offers: its files, and which column says what.

    `columns` maps a field to a column: object (what is offered), side (the channel that offers it), place, time or
    week, customer (who saw it), price, or paid and quantity, discount, available, message. The price is that of the
    list: where it is not given, (paid + discount) / quantity. `fixed` gives a field one value in every row. `sides`
    reads a wide file: one column of prices for each side. `week` counts from `first_day`. A `message` is what a leaflet
    or a banner says; the values in `silent` say nothing.
    """

    name: str
    files: tuple[str, ...]
    columns: dict[str, str] = {}
    fixed: dict[str, str] = {}
    sides: dict[str, str] = {}
    silent: tuple[str, ...] = ("0", "")
    first_day: date | None = None
    time: TimeRule = TimeRule()
    text: TextRule = TextRule()

    def check(self) -> None:
        """Refuse a spec that leaves out what a comparison needs.

        Raises:
            InvalidSetting: it does not say what is offered, or by which side.
            UnknownName: it names a field that does not exist.
        """
        for name in (*self.columns, *self.fixed):
            if name not in FIELDS:
                raise UnknownName("field of an offer", name, FIELDS)
        check_zone(self.time.zone)
        said = {*self.columns, *self.fixed}
        problems = []
        if "object" not in said:
            problems.append("it does not say which column holds what is offered (object)")
        if not self.sides and "side" not in said:
            problems.append("it does not say which side offers it: a column or a fixed value for side, or sides")
        if not self.sides and not said & {"price", "paid", "discount", "available", "message"}:
            problems.append("it holds nothing to compare: price, paid, discount, available or message")
        if "paid" in said and "quantity" not in said:
            problems.append("it says what was paid but not for how many (quantity)")
        if "week" in said and self.first_day is None:
            problems.append("its weeks need the first_day they are counted from")
        if problems:
            raise InvalidSetting(f"The offers '{self.name}'", problems)
