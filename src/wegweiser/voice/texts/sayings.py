"""What customers expect, what they associate with our name, and what hurts or pleases them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.voices import Saying, SayingKind
from wegweiser.i18n import Text
from wegweiser.voice.texts.placing import Places
from wegweiser.voice.texts.questions import grouped, name_of, placed, usual
from wegweiser.voice.texts.voices import Circle, Counted, Ground, Voice, central, circles, counted, model_of
from wegweiser.voice.texts.wording import is_stop, stem, stems
from wegweiser.voice.texts.words import words

RULES = "rules 1"
_TOKEN = re.compile(r"\u0001|\[[^\]]*\]|[^\W\d_]+(?:-[^\W\d_]+)*|[,;:.!?()]")
_COPULA = words("copula")
_DENIED = words("denied")
_BREAKS = frozenset(",;:.!?()") | words("breaks")
_NEAR = 4
_NOT = "not"
_NAME = "\u0001"
_MARKS = frozenset({_NAME, "["})
_MOST = 5
_HURTS, _PLEASES = -0.5, 0.5


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase as it is compared, and as it was written."""

    stems: tuple[str, ...]
    written: str


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


def associations(said: Sequence[Voice], base: Ground, brand: Sequence[str]) -> tuple[Saying, ...]:
    """Return the words at least 20 customers say beside one of our names, by phase.

    A word counts within four words of the name and the same clause, after "is" or "ist" over the whole clause; where it
    is denied, the denial belongs to it. Words of one meaning count as one in both languages.
    """
    if not brand:
        return ()
    named = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in brand)})(?:'?s)?(?!\w)", re.IGNORECASE)
    ours = frozenset(word.lower() for name in brand for word in name.split())
    by: dict[tuple[str, ...], list[tuple[Voice, str]]] = defaultdict(list)
    for voice in said:
        if named.search(voice.text):
            for phrase in {p.stems: p for p in _beside(voice, named, ours)}.values():
                by[phrase.stems].append((voice, phrase.written))
    return _ordered(_phrases(SayingKind.ASSOCIATION, by, base, touchpoints=False))


def experiences(said: Sequence[Voice], base: Ground, places: Places) -> tuple[Saying, ...]:
    """Return what at least 20 customers speak of at a touchpoint: as pain, as gain, or as neither, five of each.

    A topic of the model, else one or two words that stand together. It is a pain where the people who speak of it feel
    -0.5 or less in the mean, a gain from +0.5 on; what a larger phrase says as well is left out, and
    so are the words that name the touchpoint itself.
    """
    felt = [voice for voice in said if voice.feeling is not None and voice.touchpoint is not None]
    often = Counter(
        stems for voice in felt for stems in {p.stems for p in _spoken_of(voice, places)} if _is_single(stems)
    )
    by: dict[tuple[str, ...], list[tuple[Voice, str]]] = defaultdict(list)
    for voice in felt:
        # Two words are no more frequent than each of them: most pairs need not be kept.
        for phrase in {p.stems: p for p in _spoken_of(voice, places) if _is_often(p.stems, often)}.values():
            by[phrase.stems].append((voice, phrase.written))
    frequent = {key: told for key, told in by.items() if len({v.profile for v, _ in told}) >= SUPPRESSED_BELOW}
    found = list(_phrases(SayingKind.EXPERIENCE, frequent, base, touchpoints=True))
    best: dict[tuple[object, ...], list[Saying]] = defaultdict(list)
    for saying in sorted(found, key=lambda s: (-_worth(s), s.id)):
        place = (saying.phase, saying.touchpoint, saying.persona, saying.kind)
        if len(best[place]) < _MOST and not any(_says(other, saying) for other in best[place]):
            best[place].append(saying)
    return _ordered(saying for chosen in best.values() for saying in chosen)


def _phrases(
    kind: SayingKind, by: dict[tuple[str, ...], list[tuple[Voice, str]]], base: Ground, *, touchpoints: bool
) -> Iterator[Saying]:
    for key in sorted(by):
        written: dict[int, str] = {id(voice): text for voice, text in by[key]}
        for circle, part in circles((voice for voice, _ in by[key]), base, touchpoints=touchpoints).items():
            told = counted(part, circle, base)
            if told is not None:
                text = _written([(voice, written[id(voice)]) for voice in part], key)
                yield _saying(
                    name_of(kind.value, "", key, circle), _leaning(kind, told), text, (circle, part, told), base
                )


def _saying(
    name: str, kind: SayingKind, text: Text, what: tuple[Circle, Sequence[Voice], Counted], base: Ground
) -> Saying:
    circle, part, told = what
    return Saying(
        id=name,
        kind=kind,
        text=text,
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
    shown = saying.text if isinstance(saying.text, str) else next(iter(saying.text.values()))
    return saying.customers * strength * (1.5 if " " in shown else 1.0)


def _says(larger: Saying, smaller: Saying) -> bool:
    """Tell whether one phrase holds a word of the other, so that both would say the same twice."""
    first, second = (set(str(s.text).lower().split()) for s in (larger, smaller))
    texts = (larger.text, smaller.text)
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


def _beside(voice: Voice, named: re.Pattern[str], ours: frozenset[str]) -> Iterator[_Phrase]:
    """Yield what stands beside a name of ours in its clause."""
    tokens = _TOKEN.findall(named.sub(f" {_NAME} ", voice.text))
    for place in (n for n, said in enumerate(tokens) if said == _NAME):
        start, end = place, place
        while start > 0 and tokens[start - 1].lower() not in _BREAKS and place - start < _NEAR:
            start -= 1
        reach = _NEAR + 3 * any(said.lower() in _COPULA for said in tokens[place + 1 : place + 4])
        while end + 1 < len(tokens) and tokens[end + 1].lower() not in _BREAKS and end - place < reach:
            end += 1
        yield from _telling(tokens[start : end + 1], voice.language, ours)


def _telling(tokens: Sequence[str], language: str, ours: frozenset[str]) -> Iterator[_Phrase]:
    denied = ""
    for token in tokens:
        small = token.lower()
        if small in _DENIED:
            denied = small
            continue
        if token[0] in _MARKS or small in ours or small in _FRAME or is_stop(small, language) or len(small) < 3:
            continue
        said = stem(small, language)
        shown = small if language != "de" or token[0].islower() else token
        if said in _FRAMED:
            continue
        yield _Phrase((_NOT, said), f"{denied} {shown}") if denied else _Phrase((said,), shown)
        denied = ""


def _spoken_of(voice: Voice, places: Places) -> Iterator[_Phrase]:
    """Yield the topic of a sentence, or its telling words alone and in pairs."""
    if voice.topic:
        yield _Phrase((voice.topic,), voice.topic)
        return
    before: _Phrase | None = None
    for phrase in _telling(_TOKEN.findall(voice.text), voice.language, frozenset()):
        if places.find(phrase.written) == voice.touchpoint:
            continue
        yield phrase
        if before is not None and before.stems != phrase.stems:
            yield _Phrase((*before.stems, *phrase.stems), f"{before.written} {phrase.written}")
        before = phrase


def _is_single(said: tuple[str, ...]) -> bool:
    return len(said) == 1 or (len(said) == 2 and said[0] == _NOT)


def _is_often(said: tuple[str, ...], often: Counter[tuple[str, ...]]) -> bool:
    return all(often[(word,)] + often[(_NOT, word)] >= SUPPRESSED_BELOW for word in said if word != _NOT)


def _ordered(found: Iterable[Saying]) -> tuple[Saying, ...]:
    return tuple(sorted(found, key=lambda s: (s.persona or "", s.kind.value, -s.customers, s.phase, s.id)))


_FRAME = words("frame") | words("lone")
_FRAMED = stems("frame") | stems("lone")
