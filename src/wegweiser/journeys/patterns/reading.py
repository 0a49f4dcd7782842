"""Reads a pattern as people write it, or says where it stops making sense and what could stand there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import NoReturn

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.journeys.patterns.language import Anything, Arrow, Classed, Either, Element, Kind, Named, Other, Pattern

CLASSES = ("channel", "phase")
_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_SHORT = {"s": "second", "min": "minute", "h": "hour", "d": "day", "w": "week"}
_KEYWORDS = {"any", "not", "within"}
_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<arrow>->>|->)|(?P<mark>[\^$()\[\]{},|:])|(?P<quoted>"[^"]+"|'[^']+')"""
    r"""|(?P<word>[\w*?](?:[\w*?./+@&]|-(?!>))*)|(?P<stray>.)""",
    re.DOTALL,
)


@dataclass(frozen=True)
class _Token:
    sort: str
    text: str
    at: int


def read(text: str) -> Pattern:
    """Return the pattern a text writes.

    Example:
        >>> read("^ ad -> view ->> buy $").arrows
        (Arrow(directly=True, without=None, within=None), Arrow(directly=False, without=None, within=None))

    Raises:
        InvalidSetting: the text is no pattern; the message says where, what could stand there, and what does.
        UnknownName: a class is neither channel nor phase.
    """
    return _Reader(text).pattern()


def read_kind(text: str) -> Kind:
    """Return the kind of contact a text writes: a touchpoint, `channel:web`, `(ad | email)`.

    Raises:
        InvalidSetting: the text is no kind of contact.
        UnknownName: a class is neither channel nor phase.
    """
    reader = _Reader(text)
    kind = reader.kind()
    reader.finish(("|",))
    return kind


def _tokens(text: str) -> list[_Token]:
    found = [_Token(str(m.lastgroup), m.group(), m.start()) for m in _TOKEN.finditer(text)]
    return [token for token in found if token.sort != "space"] + [_Token("end", "", len(text))]


class _Reader:
    """Goes through the tokens once, by recursive descent: the method of each rule of the grammar reads it."""

    def __init__(self, text: str) -> None:
        self._text, self._tokens, self._place = text, _tokens(text), 0

    def pattern(self) -> Pattern:
        """Read `["^"] element {arrow element} ["$"] ["within" length]`."""
        starts = self._took("^")
        elements, arrows = [self._element()], []
        while self._now.sort == "arrow":
            arrows.append(self._arrow())
            elements.append(self._element())
        ends = self._took("$")
        within = self._length() if self._took("within") else None
        self.finish(("within",) if ends else ("->", "->>", "$", "within"), timed=within is not None)
        return Pattern(tuple(elements), tuple(arrows), starts, ends, within)

    def finish(self, expected: tuple[str, ...], *, timed: bool = False) -> None:
        """Make sure nothing follows."""
        if self._now.sort != "end":
            self._fail("nothing more" if timed else f"{', '.join(expected)} or the end", expected)

    def _element(self) -> Element:
        """Read `kind ["{" n ["," [m]] "}"]`."""
        kind = self.kind()
        if not self._took("{"):
            return Element(kind)
        least = self._whole()
        most: int | None = least
        if self._took(","):
            most = None if self._now.text == "}" else self._whole()
        self._demand("}")
        if least < 1 or (most is not None and most < least):
            self._complain("a repetition goes from 1 up, as in {2,} or {2,3}")
        return Element(kind, least, most)

    def kind(self) -> Kind:
        """Read `"any" | "not" kind | name | class ":" name | "(" kind {"|" kind} ")"`."""
        if self._took("("):
            options = [self.kind()]
            while self._took("|"):
                options.append(self.kind())
            self._demand(")")
            return Either(tuple(options)) if len(options) > 1 else options[0]
        if self._took("any"):
            return Anything()
        if self._took("not"):
            return Other(self.kind())
        name = self._name()
        if not self._took(":"):
            return name
        if name.name not in CLASSES:
            raise UnknownName("class of touchpoints", name.name, CLASSES)
        return Classed(name.name, self._name().name)

    def _name(self) -> Named:
        token = self._now
        if token.sort not in {"word", "quoted"} or token.text in _KEYWORDS:
            self._fail("a touchpoint", ())
        self._place += 1
        quoted = token.sort == "quoted"
        return Named(token.text[1:-1] if quoted else token.text, literal=quoted)

    def _arrow(self) -> Arrow:
        """Read `("->" | "->>") ["[" condition {"," condition} "]"]`."""
        directly = self._now.text == "->"
        self._place += 1
        without: list[Kind] = []
        within = None
        if self._took("["):
            while True:
                if self._took("not"):
                    without.append(self.kind())
                elif self._took("within"):
                    within = self._length()
                else:
                    self._fail("not or within", ("not", "within"))
                if not self._took(","):
                    break
            self._demand("]")
        if directly and without:
            self._complain("nothing lies between two contacts of '->', so 'not' belongs to '->>'")
        barred = None if not without else without[0] if len(without) == 1 else Either(tuple(without))
        return Arrow(directly, barred, within)

    def _length(self) -> timedelta:
        """Read `number unit`; 2d and 2 days are the same."""
        found = re.fullmatch(r"(\d+(?:\.\d+)?)([a-z]*)", self._now.text)
        if found is None:
            self._fail("a length of time such as '2 days'", ())
        number, unit = found.groups()
        self._place += 1
        if not unit:
            unit = self._now.text
            self._place += self._now.sort == "word"
        unit = _SHORT.get(unit, unit.removesuffix("s"))
        if unit not in _UNITS:
            self._place -= 1
            self._fail(f"{', '.join(f'{known}s' for known in _UNITS)}", tuple(f"{known}s" for known in _UNITS))
        seconds = float(number) * _UNITS[unit]
        if seconds != int(seconds):
            self._complain("a length of time is a whole number of seconds")
        return timedelta(seconds=int(seconds))

    def _whole(self) -> int:
        token = self._now
        if not token.text.isdecimal():
            self._fail("a whole number", ())
        self._place += 1
        return int(token.text)

    @property
    def _now(self) -> _Token:
        return self._tokens[self._place]

    def _took(self, text: str) -> bool:
        taken = self._now.text == text and self._now.sort != "quoted"
        self._place += taken
        return taken

    def _demand(self, text: str) -> None:
        if not self._took(text):
            self._fail(f"'{text}'", ())

    def _fail(self, expected: str, words: tuple[str, ...]) -> NoReturn:
        token = self._now
        found = f"found '{token.text}'" if token.text else "it ends here"
        near = get_close_matches(token.text, words, n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        self._complain(f"expected {expected}, {found}{hint}")

    def _complain(self, problem: str) -> NoReturn:
        at = self._now.at
        raise InvalidSetting("The pattern", [f"at {at + 1}: {problem}\n      {self._text}\n      {' ' * at}^"])
