"""Interview notes in Markdown: a head of facts, quotes as lines with `>`, and what the interviewer noted between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import yaml

from wegweiser.voice.texts.keeping import Comment
from wegweiser.voice.texts.spec import Consent, TextKind

_FACTS = ("person", "date", "phase", "touchpoint", "consent", "topic")


@dataclass(frozen=True)
class Notes:
    """The notes of one file: what was said and noted in it, or why its head cannot be read."""

    comments: tuple[Comment, ...] = ()
    problem: str | None = None


def pages(path: Path) -> list[Path]:
    """Return the Markdown files a path stands for: itself, or those of the folder."""
    return sorted(path.rglob("*.md")) if path.is_dir() else [path]


def notes_of(file: Path, first: int = 1) -> Notes:
    """Return the quotes and notes of one file; lines are counted from `first`.

    A quote's heading (`## phase: use` or `## touchpoint: delivery`) places the quotes below it. What stands outside of
    quotes is the interviewer's, is never quoted, and is kept as a note.
    """
    lines = file.read_text("utf-8-sig").splitlines()
    head, body = _head(lines)
    if head is None:
        return Notes(problem="malformed_notes")
    facts = {name: str(head[name]) for name in _FACTS if head.get(name) not in {None, ""}}
    consent = facts.get("consent")
    at = _day(head.get("date"))
    if (consent is not None and consent not in set(Consent)) or ("date" in facts and at is None):
        return Notes(problem="malformed_notes")
    found = []
    for line, text, quoted, place in _blocks(lines, body):
        found.append(
            Comment(
                first + line,
                text,
                person=facts.get("person") if quoted else None,
                at=at,
                topic=facts.get("topic"),
                touchpoint=place.get("touchpoint") or facts.get("touchpoint"),
                phase=place.get("phase") or facts.get("phase"),
                kind=None if quoted else TextKind.NOTE.value,
                consent=consent if quoted else Consent.NONE.value,
            )
        )
    return Notes(tuple(found))


def _head(lines: list[str]) -> tuple[dict[str, object] | None, int]:
    """Return the facts above the text and the line it begins in; None where the head cannot be read."""
    if not lines or lines[0].strip() != "---":
        return {}, 0
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        return None, 0
    try:
        head = yaml.safe_load("\n".join(lines[1:end])) or {}
    except yaml.YAMLError:
        return None, 0
    return (head if isinstance(head, dict) else None), end + 1


def _day(said: object) -> datetime | None:
    if isinstance(said, datetime):
        return said.astimezone(UTC).replace(tzinfo=None) if said.tzinfo else said
    if isinstance(said, date):
        return datetime(said.year, said.month, said.day)  # noqa: DTZ001  (tables hold UTC without an offset)
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(str(said), form)  # noqa: DTZ007  (as above)
        except ValueError:
            continue
    return None


def _blocks(lines: list[str], body: int) -> Iterator[tuple[int, str, bool, dict[str, str]]]:
    """Yield line, text, whether it is a quote, and the place the headings above it name."""
    place: dict[str, str] = {}
    gathered: list[str] = []
    start, quoted = body, False
    for number, raw in enumerate([*lines[body:], ""], body):
        line = raw.strip()
        is_quote = line.startswith(">")
        text = line.lstrip("> ").strip(' „“”"') if is_quote else line
        ends = not text or line.startswith("#") or is_quote != quoted
        if ends and gathered:
            yield start, " ".join(gathered), quoted, dict(place)
            gathered = []
        if line.startswith("#"):
            name, _, value = line.lstrip("# ").partition(":")
            if name.strip().lower() in {"phase", "touchpoint"} and value.strip():
                place[name.strip().lower()] = value.strip()
        elif text:
            if not gathered:
                start, quoted = number, is_quote
            gathered.append(text)
