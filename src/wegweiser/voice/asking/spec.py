"""Surveys of our own: what is asked, where, of whom, and how often a person may be asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

import msgspec

from wegweiser.domain.surveys import Item, Metric, Role, Scale
from wegweiser.errors import UnknownName
from wegweiser.i18n import LANGUAGES, Text, both, read

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_MOST_STEPS = 11
"""More boxes than 0 to 10 fit no telephone, and nobody tells them apart."""
_RECOMMEND = Scale(0, 10)
_YES_NO = Scale(0, 1)


class OwnQuestion(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One question on a page of ours; without a scale it takes free text."""

    id: str
    text: Text
    metric: Metric | None = None
    scale: Scale | None = None
    touchpoint: str | None = None
    low: Text = ""
    """What stands at the low end of the scale."""
    high: Text = ""
    choices: dict[str, Text] = {}
    required: bool = False

    @property
    def item(self) -> Item:
        """The question as scores read it: a comment, or an answer with its scale and the names of its numbers."""
        role = Role.COMMENT if self.measure is None else Role.ANSWER
        levels = self.labels
        return Item(self.id, self.text, role, (self.id,), self.metric, self.measure, self.touchpoint, levels=levels)

    @property
    def measure(self) -> Scale | None:
        """The scale written down, or the one its metric has by itself; None for free text."""
        if self.scale is not None:
            return self.scale
        if self.metric is Metric.RECOMMEND:
            return _RECOMMEND
        if self.metric is Metric.YES_NO:
            return _YES_NO
        codes = [float(code) for code in self.choices if _is_number(code)]
        return Scale(min(codes), max(codes)) if codes else None

    @property
    def labels(self) -> dict[str, Text]:
        """The names of its answers by their code; yes and no name themselves."""
        if self.metric is Metric.YES_NO and not self.choices:
            return {"1": both("Yes"), "0": both("No")}
        return self.choices

    @property
    def codes(self) -> tuple[str, ...]:
        """Every answer that can be ticked, in the order of the page; none for free text."""
        scale = self.measure
        if self.labels or scale is None:
            return tuple(self.labels)
        return tuple(str(number) for number in range(round(scale.low), round(scale.high) + 1))

    def problems(self, touchpoints: Collection[str] | None = None) -> Iterator[str]:
        """Yield what keeps the question from being asked."""
        if not _ID.fullmatch(self.id):
            yield f"question '{self.id}': an id has letters, digits, - and _ only, 64 at most"
        if _empty(self.text):
            yield f"question '{self.id}' has no text"
        if touchpoints is not None and self.touchpoint is not None and self.touchpoint not in touchpoints:
            yield f"question '{self.id}': {UnknownName('touchpoint', self.touchpoint, touchpoints)}"
        scale = self.measure
        if scale is None and self.metric is not None:
            yield f"question '{self.id}' measures {self.metric.value}, but has neither scale nor choices"
        strange = [code for code in self.labels if not _is_number(code)]
        if strange:
            yield f"question '{self.id}': the choice '{strange[0]}' has no number; write 1 = \"...\", 2 = \"...\""
        elif scale is not None:
            yield from self._unusable(scale)

    def _unusable(self, scale: Scale) -> Iterator[str]:
        ends = (scale.low, scale.high)
        if self.metric is Metric.RECOMMEND and ends != (0, 10):
            yield f"question '{self.id}' measures recommend, which is asked from 0 to 10"
        if scale.low >= scale.high and len(self.labels) != 1:
            yield f"question '{self.id}': its scale runs from {scale.low:g} to {scale.high:g}"
        elif any(end != round(end) for end in ends):
            yield f"question '{self.id}': its scale must have whole numbers at its ends"
        elif not self.labels and scale.high - scale.low >= _MOST_STEPS:
            yield f"question '{self.id}': a scale of more than {_MOST_STEPS} numbers; give choices, or a shorter scale"
        known = {*scale.missing, *scale.unused}
        for code in self.labels:
            if float(code) not in known and not scale.low <= float(code) <= scale.high:
                yield f"question '{self.id}': the choice {code} is not on its scale"


class OwnSurvey(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A survey of our own: one small page, a link and a QR code.

    `trigger` is the touchpoint after which a person is asked, `share` (0..1) how many of them are, drawn by her
    number and so always the same ones; nobody is asked by any survey more than once in `rest_days`.
    """

    id: str
    title: Text
    question: tuple[OwnQuestion, ...]
    thanks: Text = ""
    touchpoint: str | None = None
    trigger: str | None = None
    share: float = 1.0
    rest_days: int = 90
    opens: date | None = None
    closes: date | None = None
    validates: str = ""
    """The validation whose claim it puts to the test."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Its questions as scores read them; what names no touchpoint is about the survey's."""
        asked = (question.item for question in self.question)
        return tuple(msgspec.structs.replace(item, about=item.about or self.touchpoint) for item in asked)

    def problems(self, touchpoints: Collection[str] | None = None) -> Iterator[str]:
        """Yield everything that keeps the survey from being asked; touchpoints are not looked at where None."""
        if not _ID.fullmatch(self.id):
            yield "its id has letters, digits, - and _ only, 64 at most"
        if _empty(self.title):
            yield "it has no title"
        if not self.question:
            yield "it asks no question"
        for name in dict.fromkeys((self.touchpoint, self.trigger)):
            if touchpoints is not None and name is not None and name not in touchpoints:
                yield str(UnknownName("touchpoint", name, touchpoints))
        ids = [question.id for question in self.question]
        yield from (f"two questions are called '{name}'" for name in sorted({i for i in ids if ids.count(i) > 1}))
        if not 0 < self.share <= 1:
            yield f"share is {self.share:g}; it must be above 0 and at most 1"
        if self.rest_days < 0:
            yield f"rest_days is {self.rest_days}; it must not be below 0"
        if self.opens and self.closes and self.closes < self.opens:
            yield f"it closes on {self.closes}, before it opens on {self.opens}"
        for question in self.question:
            yield from question.problems(touchpoints)

    def open_on(self, day: date) -> bool:
        """Return whether it may be answered on a day; both ends count."""
        return (self.opens is None or self.opens <= day) and (self.closes is None or day <= self.closes)


def _empty(text: Text) -> bool:
    return not any(read(text, language).strip() for language in LANGUAGES)


def _is_number(code: str) -> bool:
    return re.fullmatch(r"-?\d{1,6}", code) is not None
