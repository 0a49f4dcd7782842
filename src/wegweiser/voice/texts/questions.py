"""Questions customers ask, grouped, counted per phase and persona, and held against our own content."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from wegweiser.domain.questions import Answered, Question
from wegweiser.i18n import read
from wegweiser.voice.texts.content import Inventory
from wegweiser.voice.texts.grouping import Group, groups
from wegweiser.voice.texts.voices import Circle, Ground, Voice, central, circles, counted
from wegweiser.voice.texts.wording import stems

MODEL = "rules 1, word groups 1"


def questions(asked: Sequence[Voice], base: Ground, inventory: Inventory | None = None) -> tuple[Question, ...]:
    """Return the questions at least 20 customers ask in a phase, the most asked first.

    Questions of one language are grouped over all phases, so that a question is the same one wherever it is asked;
    where a sentence belongs to no phase it is counted in the phase its group is asked in most.
    """
    found: list[Question] = []
    frame = stems("frame")
    for own, group in grouped(asked, frame):
        language = own[0].language
        for circle, said in circles(placed(own), base).items():
            told = counted(said, circle, base)
            if told is None:
                continue
            text = central(said, group.words)
            answered, page = Answered.UNKNOWN, None
            if inventory is not None:
                answered, page = inventory.answer(read(text, "de" if language == "de" else "en"), language, frame)
            found.append(
                Question(
                    id=name_of("question", language, group.words, circle),
                    text=text,
                    phase=circle.phase,
                    times=told.times,
                    customers=told.customers,
                    touchpoint=usual(voice.touchpoint for voice in said),
                    answered=answered,
                    answered_by=page,
                    share=told.share,
                    trend=told.trend,
                    quotes=tuple(quote.text for quote in told.quotes),
                    persona=circle.persona,
                    as_of=base.as_of,
                    model=MODEL,
                )
            )
    return tuple(sorted(found, key=lambda q: (q.persona or "", -q.customers, q.phase, q.id)))


def grouped(said: Iterable[Voice], without: frozenset[str]) -> list[tuple[list[Voice], Group]]:
    """Return groups of sentences that say the same in one language, those nearest to the middle first."""
    by: dict[str, list[Voice]] = defaultdict(list)
    for voice in said:
        by[voice.language].append(voice)
    return [
        ([by[language][place] for place in group.members], group)
        for language in sorted(by)
        for group in groups([voice.text for voice in by[language]], language, without=without)
    ]


def placed(own: Sequence[Voice]) -> list[Voice]:
    """Return sentences with those of no phase put into the one most others of the group are in."""
    phase = usual(voice.phase for voice in own)
    if phase is None:
        return list(own)
    names = Voice.__slots__
    return [
        voice if voice.phase else Voice(**{name: getattr(voice, name) for name in names} | {"phase": phase})
        for voice in own
    ]


def usual(values: Iterable[str | None]) -> str | None:
    """Return the most frequent value that is not None, the first by name at a tie."""
    told = Counter(value for value in values if value is not None)
    return min(told, key=lambda value: (-told[value], value)) if told else None


def name_of(kind: str, language: str, words: Sequence[str], circle: Circle) -> str:
    """Return the id of what is said: stable while the words in its middle stay."""
    said = "\x1f".join((language, *sorted(words), circle.phase, circle.touchpoint or "", circle.persona or ""))
    return f"{kind}-{hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()[:10]}"
