"""Small rewritings of a statement of the common subset: calls of functions, and the names of selected columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

Rule = Callable[[str, str], str]
"""From a call's arguments and its `over` clause (empty without one) to what is written instead."""

_LITERAL = r"'(?:\\.|[^'\\])*'|\"(?:[^\"]|\"\")*\""
_OVER = re.compile(r"\s+over\s+(?=\(|\w+)", re.IGNORECASE)
_SELECT = re.compile(rf"{_LITERAL}|\bselect\s+(?:distinct\s+)?", re.IGNORECASE | re.DOTALL)
_STEP = re.compile(rf"{_LITERAL}|[(),]|\b(?:from|union)\b", re.IGNORECASE | re.DOTALL)
_QUALIFIED = re.compile(r"\s*[^\W\d]\w*\.(\w+|\"(?:[^\"]|\"\")*\")\s*")


def with_calls(statement: str, rules: Mapping[str, Rule]) -> str:
    """Return the statement with the calls of some functions written by their rules, inner ones too.

    Example:
        >>> with_calls("coalesce(lag(n) over (order by k), 0)", {"lag": lambda args, over: f"before({args}){over}"})
        'coalesce(before(n) over (order by k), 0)'
    """
    called = re.compile(rf"{_LITERAL}|\b({'|'.join(rules)})\(", re.IGNORECASE | re.DOTALL)
    pieces, place = [], 0
    while (found := called.search(statement, place)) is not None:
        pieces.append(statement[place : found.start()])
        place = found.end()
        if found[1] is None:
            pieces.append(found[0])
            continue
        end = _closing(statement, place)
        arguments, over = with_calls(statement[place:end], rules), _over(statement, end + 1)
        pieces.append(rules[found[1].lower()](arguments, with_calls(over, rules)))
        place = end + 1 + len(over)
    return "".join(pieces) + statement[place:]


def with_names(statement: str) -> str:
    """Return the statement with every selected `a.b` called `b`, as most engines call it unasked.

    Example:
        >>> with_names("select a.n, max(b.n) as m from x a join y b on a.k = b.k")
        'select a.n as n, max(b.n) as m from x a join y b on a.k = b.k'
    """
    pieces, place = [], 0
    for start, end in _selected(statement):
        qualified = _QUALIFIED.fullmatch(statement, start, end)
        if qualified:
            text = statement[start:end]
            kept = text.rstrip()
            pieces += [statement[place:start], kept, f" as {qualified[1]}", text[len(kept) :]]
            place = end
    return "".join(pieces) + statement[place:]


def arguments_of(text: str) -> list[str]:
    """Return the arguments of a call, one by one.

    Example:
        >>> arguments_of("coalesce(a, 0), 1")
        ['coalesce(a, 0)', '1']
    """
    return [text[start:end].strip() for start, end in _items(text, 0)]


def _selected(statement: str) -> Iterator[tuple[int, int]]:
    """Yield where each item of each select list begins and ends, in order."""
    found = []
    for select in _SELECT.finditer(statement):
        if not select[0].startswith(("'", '"')):
            found += list(_items(statement, select.end()))
    yield from sorted(found)


def _items(statement: str, start: int) -> Iterator[tuple[int, int]]:
    depth = 0
    for step in _STEP.finditer(statement, start):
        word = step[0].lower()
        if depth == 0 and word in {",", ")", "from", "union"}:
            yield start, step.start()
            if word != ",":
                return
            start = step.end()
        depth += (word == "(") - (word == ")")
    yield start, len(statement)


def _closing(statement: str, start: int) -> int:
    """Return where the bracket closes that was opened before this place."""
    depth = 1
    for step in _STEP.finditer(statement, start):
        depth += (step[0] == "(") - (step[0] == ")")
        if depth == 0:
            return step.start()
    return len(statement)


def _over(statement: str, start: int) -> str:
    """Return the `over` clause that follows, empty where none does."""
    begun = _OVER.match(statement, start)
    if begun is None:
        return ""
    if statement[begun.end()] == "(":
        return statement[start : _closing(statement, begun.end() + 1) + 1]
    named = re.compile(r"\w+").match(statement, begun.end())
    return statement[start : named.end() if named else begun.end()]
