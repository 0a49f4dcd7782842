"""Names and one-line claims out of the strongest differences; never by gender, origin or other demography."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from wegweiser.i18n import LANGUAGES, Amount, Text, both, read
from wegweiser.personas.differences import Difference
from wegweiser.personas.words import NO_DIFFERENCE, capital

_JOINTS = {"en": (" ", " "), "de": (" ", "-")}
_NAMING = 0.2
"""A difference that is small by Cohen's convention gives no name."""


def names(
    groups: tuple[tuple[Difference, ...], ...], wide: tuple[tuple[Difference, ...], ...] = ()
) -> tuple[Text, ...]:
    """Return a name for each group out of its two strongest differences that no earlier group has.

    Where those lend none, `wide` (differences that repeat a stronger one included) is asked.
    """
    taken: set[str] = set()
    chosen = []
    for place, differences in enumerate(groups):
        proposals = (*_proposals(differences), *_proposals(wide[place] if wide else ()), *_last_resort(len(groups)))
        name = next(name for name in proposals if taken.isdisjoint(_spellings(name)))
        taken |= _spellings(name)
        chosen.append(name)
    return tuple(chosen)


def claim(differences: tuple[Difference, ...]) -> Text:
    """Return one line that says what sets the group apart."""
    if not differences:
        return both("Differs from the others in nothing we measured.")
    # Behaviour first: demography is known for some, and says little about what people do.
    ordered = sorted(differences, key=lambda d: d.feature is None)
    phrases = [d.trait.shown for d in ordered[:2]]
    if len(phrases) == 1:
        return capital(both("{first}.", first=phrases[0]))
    return capital(both("{first}; {second}.", first=phrases[0], second=phrases[1]))


def initials(name: Text) -> str:
    """Return the first letters of the first two words of the English name.

    Example:
        >>> initials("Frequent big-basket customers")
        'FB'
    """
    return "".join(word[0] for word in read(name, "en").split()[:2]).upper()


def _proposals(differences: tuple[Difference, ...]) -> Iterator[Text]:
    """Yield names from the best to the least telling."""
    strong = [d for d in differences if d.feature and d.strength >= _NAMING]
    pairs = sorted(combinations(range(len(strong)), 2), key=lambda pair: (sum(pair), pair))
    for first, second in pairs:
        for one, other in ((strong[first], strong[second]), (strong[second], strong[first])):
            adjective, noun = _adjective(one), _noun(other)
            if adjective and noun:
                yield capital(both("{adjective} {noun}", adjective=adjective, noun=noun))
    for one in differences:
        if one.answer and one.strength >= _NAMING:
            yield capital(both("customers with {level}", level=one.answer))
    for one in strong:
        adjective, noun = _adjective(one), _noun(one)
        if noun:
            yield capital(noun)
        elif adjective:
            yield capital(both("{adjective} {noun}", adjective=adjective, noun=both("customers")))


def _last_resort(count: int) -> Iterator[Text]:
    """Yield names that say nothing, one for each group."""
    yield both(NO_DIFFERENCE)
    for number in range(2, count + 1):
        yield both("{name} ({number})", name=both(NO_DIFFERENCE), number=Amount(number, digits=0))


def _adjective(difference: Difference) -> Text:
    msgids = difference.feature.adjectives if difference.feature else ("", "")
    msgid = msgids[0] if difference.high else msgids[1]
    return both(msgid) if msgid else ""


def _noun(difference: Difference) -> Text:
    if difference.feature is None or not difference.telling:
        return ""
    msgid = difference.feature.nouns[0] if difference.high else difference.feature.nouns[1]
    if not msgid:
        return ""
    # German writes a compound of several words with hyphens throughout.
    stem: dict[str, str] = {lang: read(difference.feature.channel, lang).replace(*_JOINTS[lang]) for lang in LANGUAGES}
    if difference.feature.id.startswith("part:"):
        # English: wine buyers, not wines buyers.
        stem["en"] = re.sub(r"(?<=[^s])s$", "", stem["en"])
    return both(msgid, channel=stem)


def _spellings(name: Text) -> set[str]:
    return {f"{language}:{read(name, language)}" for language in LANGUAGES}
