"""Says in which of the plausible languages a text is written, and which texts are in none of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from wegweiser.stats.deferred import Deferred
from wegweiser.voice.texts.words import words

if TYPE_CHECKING:
    from py3langid import langid  # type: ignore[import-untyped]
else:
    langid = Deferred("py3langid.langid")

OTHER, UNKNOWN = "other", "unknown"
_NEIGHBOURS = (
    "de",
    "en",
    "fr",
    "it",
    "es",
    "nl",
    "pl",
    "pt",
    "tr",
    "da",
    "sv",
    "cs",
    "ru",
    "ar",
    "uk",
    "ro",
    "hu",
    "el",
)
_SURE = 0.8
_LEAST_LETTERS = 8
_LETTER = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]+")
_TELLING = {"de": words("telling_de"), "en": words("telling_en")}
"""Words that settle a text too short for the model."""


def languages_of(texts: Iterable[str], languages: Sequence[str] = ("de", "en")) -> list[str]:
    """Return the language of each text: one of `languages`, "other", or "unknown" where it has no letters.

    All neighbouring languages are weighed, so that French is other and not English. A short text is of the language
    whose small words it uses, else of the one most others here are in, else of the first one.

    Example:
        >>> languages_of(["Das Paket kam nie an.", "Le colis est arrivé en retard.", "ok", "5/5"])
        ['de', 'other', 'de', 'unknown']
    """
    model = _model(tuple(sorted({*languages, *_NEIGHBOURS})))
    found = [_language(text, languages, model) for text in texts]
    told = Counter(found)
    usual = max(languages, key=lambda name: told[name])
    return [usual if language is None else language for language in found]


def _language(text: str, languages: Sequence[str], model: langid.LanguageIdentifier) -> str | None:
    """Return the language of one text, None where it is too short to tell."""
    letters = len(_LETTER.findall(text[:200]))
    if not letters:
        return UNKNOWN
    ranked = model.rank(text[:1000]) if letters >= _LEAST_LETTERS else []
    if ranked and ranked[0][0] not in languages and ranked[0][1] >= _SURE:
        return OTHER
    own = [(name, share) for name, share in ranked if name in languages]
    if len(own) > 1 and own[0][1] >= 2 * own[1][1] and own[0][1] >= 0.5:
        return str(own[0][0])
    words = [word.lower() for word in _WORDS.findall(text[:300])]
    told = {name: sum(word in _TELLING.get(name, ()) for word in words) for name in languages}
    best = max(languages, key=lambda name: told[name])
    if told[best] > min(told.values(), default=0):
        return best
    return str(own[0][0]) if own and own[0][1] >= 0.25 else None


@cache
def _model(names: tuple[str, ...]) -> langid.LanguageIdentifier:
    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    model.set_languages([name for name in names if name in model.labels])
    return model
