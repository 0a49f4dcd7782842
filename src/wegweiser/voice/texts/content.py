"""The content of ours that could answer questions, and whether it does."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from wegweiser.collect import plain
from wegweiser.domain.questions import Answered
from wegweiser.errors import SourceProblem, UnknownName
from wegweiser.voice.texts.languages import OTHER, UNKNOWN, languages_of
from wegweiser.voice.texts.spec import ContentSpec
from wegweiser.voice.texts.wording import content, is_concept

_PAGES = {".md", ".txt", ".html", ".htm"}
_YES, _PARTLY = 0.8, 0.45
_TITLE_COUNTS = 3
_K1, _B = 1.2, 0.75
_HIDDEN = {"script", "style", "head", "nav", "footer"}


@dataclass(frozen=True)
class Page:
    """One page: its title, its text, where it belongs and where it lies."""

    title: str
    text: str
    phase: str | None = None
    url: str | None = None
    language: str = "en"


def pages_of(spec: ContentSpec, paths: Iterable[Path]) -> tuple[Page, ...]:
    """Return the pages of an inventory: rows of a table, or the text and HTML files of a folder.

    Raises:
        SourceProblem: a path is not there or holds no page.
        UnknownName: a table lacks the column of titles.
    """
    found: list[tuple[str, str, str | None, str | None]] = []
    for path in paths:
        if path.is_dir() or path.suffix in _PAGES:
            found += _files(path)
        else:
            found += _rows(spec, path)
    languages = languages_of([f"{title}. {text}" for title, text, _, _ in found])
    settled = ["en" if language in {OTHER, UNKNOWN} else language for language in languages]
    return tuple(Page(*fields, language) for fields, language in zip(found, settled, strict=True))


class Inventory:
    """Pages that are searched for the answer to a question by BM25 (Robertson and Zaragoza 2009), titles three times.

    Example:
        >>> pages = (Page("Returns", "How to return an item within 30 days."), Page("Opening hours", "Open till 8."))
        >>> Inventory(pages).answer("How do I return a parcel?", "en")[1]
        'Returns'
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = {
            language: [p for p in pages if p.language == language] for language in {p.language for p in pages}
        }
        self._words = {
            language: [Counter(content(f"{f'{p.title}. ' * _TITLE_COUNTS}{p.text}", language)) for p in found]
            for language, found in self._pages.items()
        }

    @classmethod
    def of(cls, sources: Iterable[tuple[ContentSpec, Iterable[Path]]]) -> Inventory:
        """Return the pages of several inventories as one.

        Raises:
            SourceProblem: a path is not there or holds no page.
        """
        return cls([page for spec, paths in sources for page in pages_of(spec, paths)])

    def answer(
        self, question: str, language: str, without: frozenset[str] = frozenset()
    ) -> tuple[Answered, str | None]:
        """Return whether a page answers the question, and which; unknown where there is none in its language.

        The best page answers it when it holds four fifths of what the question's words weigh, in part from 45 %.
        """
        pages, told = self._pages.get(language), self._words.get(language)
        if not pages or not told:
            return Answered.UNKNOWN, None
        asked = list(dict.fromkeys(word for word in content(question, language) if word not in without))
        if not asked:
            return Answered.UNKNOWN, None
        weights = {word: _weight(word, told) for word in asked}
        mean = sum(words.total() for words in told) / len(told)
        scores = [
            sum(weights[word] * _frequency(words[word], words.total() / mean) for word in asked) for words in told
        ]
        best = max(range(len(pages)), key=lambda place: (scores[place], -place))
        held = sum(weights[word] for word in asked if told[best][word]) / sum(weights.values())
        answered = Answered.YES if held >= _YES else Answered.PARTLY if held >= _PARTLY else Answered.NO
        return answered, None if answered is Answered.NO else pages[best].title


def _weight(word: str, told: Sequence[Counter[str]]) -> float:
    """Return how much a word tells: rare ones more, words of a known meaning double."""
    having = max(1, sum(1 for words in told if words[word]))
    rarity = math.log(1 + (len(told) - having + 0.5) / (having + 0.5))
    return max(rarity, math.log(2)) * (2 if is_concept(word) else 1)


def _frequency(count: int, length: float) -> float:
    return count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length))


def _rows(spec: ContentSpec, path: Path) -> list[tuple[str, str, str | None, str | None]]:
    rows = plain.sheet(path)
    header = [name.strip() for name in next(rows, ())]
    if spec.title not in header:
        raise UnknownName("column", spec.title, header)
    places = {name: header.index(name) for name in (spec.title, spec.text, spec.phase, spec.url) if name in header}

    def field(row: Sequence[str], name: str) -> str:
        return row[places[name]].strip() if name in places and places[name] < len(row) else ""

    return [
        (field(row, spec.title), field(row, spec.text), field(row, spec.phase) or None, field(row, spec.url) or None)
        for row in rows
        if field(row, spec.title) or field(row, spec.text)
    ]


def _files(path: Path) -> list[tuple[str, str, str | None, str | None]]:
    if not path.exists():
        raise SourceProblem(f"The content {path} does not exist.")
    files = sorted(p for p in path.rglob("*") if p.suffix in _PAGES) if path.is_dir() else [path]
    if not files:
        raise SourceProblem(f"The folder {path} holds no page: no file of it is Markdown, text or HTML.")
    found: list[tuple[str, str, str | None, str | None]] = []
    for file in files:
        raw = file.read_text("utf-8-sig", errors="replace")
        title, text = _html(raw) if file.suffix in {".html", ".htm"} else _marked(raw)
        within = file.relative_to(path).parts if path.is_dir() else ()
        found.append((title or file.stem.replace("-", " "), text, within[0] if len(within) > 1 else None, file.name))
    return found


def _marked(raw: str) -> tuple[str, str]:
    """Return title and text of Markdown or plain text: the first heading, else the first line."""
    body = re.sub(r"\A---\n.*?\n---\n", "", raw, flags=re.DOTALL)
    lines = [line for line in body.splitlines() if line.strip()]
    title = next((line for line in lines if line.startswith("#")), lines[0] if lines else "")
    return title.lstrip("# ").strip(), body


class _Reader(HTMLParser):
    """Gathers what a reader of the page sees, and its title."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.heading, self.text = "", "", ""
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _HIDDEN or tag in {"title", "h1"}:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            del self._within[self._within.index(tag) :]

    def handle_data(self, data: str) -> None:
        if "title" in self._within:
            self.title += data
        elif not _HIDDEN.intersection(self._within):
            self.text += f" {data}"
            self.heading += data if "h1" in self._within else ""


def _html(raw: str) -> tuple[str, str]:
    reader = _Reader()
    reader.feed(raw)
    return " ".join((reader.heading or reader.title).split()), " ".join(reader.text.split())
