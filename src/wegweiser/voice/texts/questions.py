"""Questions customers ask, grouped, counted per phase and persona, and held against our own content."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from wegweiser.domain.questions import Answered, Question
from wegweiser.i18n import Text, read
from wegweiser.voice.texts.content import Inventory
from wegweiser.voice.texts.grouping import Group, groups
from wegweiser.voice.texts.voices import Circle, Ground, Voice, central, circles, counted
from wegweiser.voice.texts.wording import is_concept, stems

MODEL = "rules 1, word groups 1"
_BEST = (Answered.YES, Answered.PARTLY, Answered.NO, Answered.UNKNOWN)


def questions(asked: Sequence[Voice], base: Ground, inventory: Inventory | None = None) -> tuple[Question, ...]:
    """Return the questions at least 20 customers ask in a phase, the most asked first.

    Questions are grouped over all phases, so that a question is the same one wherever it is asked, and over languages
    where it holds the same meanings and no other words; each says how many ask it everywhere, and in which phases;
    where a sentence belongs to no phase it is counted in the phase its group is asked in most.
    """
    found: list[Question] = []
    frame = stems("frame")
    for own, words in _joined(grouped(asked, frame)):
        language = own[0].language
        for circle, said in circles(placed(own), base).items():
            told = counted(said, circle, base)
            if told is None:
                continue
            text = _worded(said, words)
            answered, page = _answer(text, {voice.language for voice in said}, inventory, frame)
            everywhere = [voice for voice in own if circle.persona in {None, voice.persona}]
            phases = tuple(sorted({voice.phase for voice in placed(everywhere) if voice.phase}))
            found.append(
                Question(
                    id=name_of("question", language, words, circle),
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
                    everywhere=len({voice.profile for voice in everywhere}),
                    phases=phases if len(phases) > 1 else (),
                )
            )
    return tuple(sorted(found, key=lambda q: (q.persona or "", -q.customers, q.phase, q.id)))


def _joined(found: Sequence[tuple[list[Voice], Group]]) -> list[tuple[list[Voice], tuple[str, ...]]]:
    """Return groups as one where they ask the same in several languages: of the same meanings and of nothing else.

    Only meanings that ship are the same in every language; the language most people ask in stands first.
    """
    by: dict[tuple[object, ...], list[tuple[list[Voice], Group]]] = defaultdict(list)
    for own, group in found:
        shared = all(is_concept(word) for word in group.words)
        by[tuple(sorted(group.words)) if shared else (own[0].language, *group.words)].append((own, group))
    joined = []
    for same in by.values():
        same.sort(key=lambda one: (-len(one[0]), one[0][0].language))
        joined.append(([voice for own, _ in same for voice in own], same[0][1].words))
    return joined


def _worded(said: Sequence[Voice], words: Sequence[str]) -> Text:
    """Return the question in each language it is asked in, as the one nearest to the middle puts it."""
    by: dict[str, list[Voice]] = defaultdict(list)
    for voice in said:
        by[voice.language].append(voice)
    texts = [central(some, words) for some in by.values()]
    told = {language: text for one in texts if isinstance(one, dict) for language, text in one.items()}
    return told or texts[0]


def _answer(
    text: Text, languages: Iterable[str], inventory: Inventory | None, frame: frozenset[str]
) -> tuple[Answered, str | None]:
    """Return whether a page of ours answers a question in any language it is asked in, the fullest answer first."""
    if inventory is None:
        return Answered.UNKNOWN, None
    told = [inventory.answer(read(text, "de" if one == "de" else "en"), one, frame) for one in sorted(languages)]
    return min(told, key=lambda one: _BEST.index(one[0]))


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
