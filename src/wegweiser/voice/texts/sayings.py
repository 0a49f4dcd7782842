"""What customers expect, what they associate with our name, and what hurts or pleases them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.voices import Saying, SayingKind
from wegweiser.i18n import Text
from wegweiser.stats.keyness import keyness
from wegweiser.voice.texts.phrases import NOT, beside, spoken_of, things, tokens_of, without_greeting
from wegweiser.voice.texts.placing import Places
from wegweiser.voice.texts.questions import grouped, name_of, placed, usual
from wegweiser.voice.texts.typical import typical
from wegweiser.voice.texts.voices import Circle, Counted, Ground, Voice, central, circles, counted, model_of
from wegweiser.voice.texts.wording import stems

RULES = "rules 2"
_LIVED = frozenset({SayingKind.EXPERIENCE, SayingKind.PAIN, SayingKind.GAIN})
_MOST = 5
_HURTS, _PLEASES = -0.5, 0.5
_APART = 1.96
"""Standard errors by which a word stands beside our name more often than elsewhere."""

_Told = dict[tuple[str, ...], list[tuple[Voice, str]]]
"""Phrases with the sentences they stand in, and as they are written there."""


def expectations(said: Sequence[Voice], base: Ground) -> tuple[Saying, ...]:
    """Return what at least 20 customers say they expected, or what should be, by phase."""
    found = []
    for own, group in grouped(said, stems("frame")):
        for circle, part in circles(placed(own), base).items():
            told = counted(part, circle, base)
            if told is not None:
                name = name_of("expectation", own[0].language, group.words, circle)
                found.append(
                    _saying(name, SayingKind.EXPECTATION, central(part, group.words), (circle, part, told), base)
                )
    return _ordered(found)


def associations(
    said: Sequence[Voice], base: Ground, brand: Sequence[str], elsewhere: Sequence[Voice] = ()
) -> tuple[Saying, ...]:
    """Return the words at least 20 customers say beside one of our names, by phase.

    A word counts within four words of the name and the same clause, after "is" or "ist" over the whole clause; where it
    is denied, the denial belongs to it. Words of one meaning count as one in both languages. Verbs, greetings and words
    that stand in any sentence are none, nor is what stands beside the name no more often than in what customers
    say `elsewhere`, where they say enough.
    """
    if not brand:
        return ()
    named = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in brand)})(?:'?s)?(?!\w)", re.IGNORECASE)
    ours = _ours(brand)
    by: _Told = defaultdict(list)
    for voice in said:
        text = without_greeting(voice.text)
        if named.search(text):
            for phrase in {p.stems: p for p in beside(text, voice.language, named, ours)}.values():
                by[phrase.stems].append((voice, phrase.written))
    others = (
        (voice.profile, phrase.stems)
        for voice in elsewhere
        if not named.search(voice.text)
        for phrase in things(tokens_of(without_greeting(voice.text)), voice.language, ours)
    )
    return _ordered(_phrases(SayingKind.ASSOCIATION, _key(by, others), base, touchpoints=False))


def _ours(brand: Sequence[str]) -> frozenset[str]:
    return frozenset(word.lower() for name in brand for word in name.split())


def _key(by: _Told, elsewhere: Iterable[tuple[int, tuple[str, ...]]]) -> _Told:
    """Return the phrases that stand beside our name more often than elsewhere; all where little is said elsewhere."""
    others = Counter(stems for _, stems in set(elsewhere))
    here = {key: len({voice.profile for voice, _ in told}) for key, told in by.items()}
    if others.total() < sum(here.values()):
        return by
    keys = sorted(here.keys() | others.keys())
    found = keyness([here.get(key, 0) for key in keys], [others[key] for key in keys])
    apart = {key for key, figure in zip(keys, found, strict=True) if figure > _APART}
    return {key: told for key, told in by.items() if key in apart}


def experiences(said: Sequence[Voice], base: Ground, places: Places, brand: Sequence[str] = ()) -> tuple[Saying, ...]:
    """Return what at least 20 customers speak of at a touchpoint: as pain, as gain, or as neither, five of each.

    What names neither touchpoint nor phase is held together as well, as said anywhere.

    A topic of the model, else one or two words that stand together. It is a pain where the people who speak of it feel
    -0.5 or less in the mean, a gain from +0.5 on; what a larger phrase says as well is left out, and
    so are the words that name the touchpoint itself. The words are its topic; what stands for it is a sentence.
    """
    ours = _ours(brand)
    felt = [voice for voice in said if voice.feeling is not None and (voice.touchpoint or not voice.phase)]
    often = Counter(
        stems for voice in felt for stems in {p.stems for p in spoken_of(voice, places, ours)} if _is_single(stems)
    )
    by: _Told = defaultdict(list)
    for voice in felt:
        # Two words are no more frequent than each of them: most pairs need not be kept.
        for phrase in {p.stems: p for p in spoken_of(voice, places, ours) if _is_often(p.stems, often)}.values():
            by[phrase.stems].append((voice, phrase.written))
    frequent = {key: told for key, told in by.items() if len({v.profile for v, _ in told}) >= SUPPRESSED_BELOW}
    found = _phrases(SayingKind.EXPERIENCE, frequent, base, touchpoints=True)
    best: dict[tuple[object, ...], list[Saying]] = defaultdict(list)
    for saying in sorted(found, key=lambda s: (-_worth(s), s.id)):
        place = (saying.phase, saying.touchpoint, saying.persona, saying.kind)
        if len(best[place]) < _MOST and not any(_says(other, saying) for other in best[place]):
            best[place].append(saying)
    return _ordered(saying for chosen in best.values() for saying in chosen)


def _phrases(kind: SayingKind, by: _Told, base: Ground, *, touchpoints: bool) -> Iterator[Saying]:
    for key in sorted(by):
        written: dict[int, str] = {id(voice): text for voice, text in by[key]}
        for circle, part in circles((voice for voice, _ in by[key]), base, touchpoints=touchpoints).items():
            told = counted(part, circle, base)
            if told is not None:
                words = _written([(voice, written[id(voice)]) for voice in part], key)
                name = name_of(kind.value, "", key, circle)
                yield _saying(name, _leaning(kind, told), words, (circle, part, told), base)


def _saying(
    name: str, kind: SayingKind, text: Text, what: tuple[Circle, Sequence[Voice], Counted], base: Ground
) -> Saying:
    circle, part, told = what
    lived, felt = kind in _LIVED, told.feeling.value if told.feeling else None
    return Saying(
        id=name,
        kind=kind,
        # A word alone says nothing of what was lived: a sentence of theirs does.
        text=(typical(part, base, felt) if lived else "") or text,
        topic=text if lived else "",
        phase=circle.phase,
        times=told.times,
        customers=told.customers,
        share=told.share,
        touchpoint=circle.touchpoint or usual(voice.touchpoint for voice in part),
        feeling=told.feeling,
        quotes=told.quotes,
        trend=told.trend,
        persona=circle.persona,
        as_of=base.as_of,
        model=model_of(part, RULES),
    )


def _leaning(kind: SayingKind, told: Counted) -> SayingKind:
    if kind is not SayingKind.EXPERIENCE or told.feeling is None:
        return kind
    if told.feeling.value <= _HURTS:
        return SayingKind.PAIN
    return SayingKind.GAIN if told.feeling.value >= _PLEASES else kind


def _worth(saying: Saying) -> float:
    """Return how much a phrase says: many people and a strong feeling; two words a little more than one."""
    strength = 1.0 if saying.feeling is None else 0.25 + abs(saying.feeling.value)
    shown = saying.topic if isinstance(saying.topic, str) else next(iter(saying.topic.values()))
    return saying.customers * strength * (1.5 if " " in shown else 1.0)


def _says(larger: Saying, smaller: Saying) -> bool:
    """Tell whether one phrase holds a word of the other, so that both would say the same twice."""
    first, second = (set(str(s.topic).lower().split()) for s in (larger, smaller))
    texts = (larger.topic, smaller.topic)
    if all(isinstance(text, dict) for text in texts):
        first, second = (
            {word for text in t.values() for word in text.lower().split()} for t in texts if isinstance(t, dict)
        )
    return bool(first & second)


def _written(told: Sequence[tuple[Voice, str]], key: tuple[str, ...]) -> Text:
    """Return a phrase as most people write it, in each language it is said in."""
    by: dict[str, Counter[str]] = defaultdict(Counter)
    for voice, text in told:
        by[voice.language][text] += 1
    shown = {
        language: min(forms, key=lambda form: (-forms[form], form))
        for language, forms in sorted(by.items())
        if language in {"de", "en"}
    }
    return shown or " ".join(key)


def _is_single(said: tuple[str, ...]) -> bool:
    return len(said) == 1 or (len(said) == 2 and said[0] == NOT)


def _is_often(said: tuple[str, ...], often: Counter[tuple[str, ...]]) -> bool:
    return all(often[(word,)] + often[(NOT, word)] >= SUPPRESSED_BELOW for word in said if word != NOT)


def _ordered(found: Iterable[Saying]) -> tuple[Saying, ...]:
    return tuple(sorted(found, key=lambda s: (s.persona or "", s.kind.value, -s.customers, s.phase, s.id)))
