"""What labels and numbers mean: no answer, never used, yes, no, and which end of a scale is the good one."""

from __future__ import annotations

import re
from collections.abc import Mapping

_UNUSED = (
    "not applicable|n/?a|never (used|visited)|have never|did not (use|visit|go)|not used|does not apply|"
    "trifft nicht zu|nicht zutreffend|entfällt|nie (genutzt|benutzt|besucht)|nicht (genutzt|benutzt|besucht)"
)
_MISSING = (
    "blank|no answer|non-?response|no response|not answered|refused|declined|don['\u2019`]?t know|do not know|dk|"
    "unknown|no opinion|multiple responses?|missing|skipped|prefer not|keine angabe|k\\.?\\s?a\\.?|weiß (ich )?nicht|"
    "weiss (ich )?nicht|keine antwort|unbekannt|nicht beantwortet|null|none|nan"
)
_IS_UNUSED = re.compile(rf"(?<!\w)({_UNUSED})(?!\w)", re.IGNORECASE)
_IS_MISSING = re.compile(rf"^\W*({_MISSING})(?!\w)", re.IGNORECASE)
_NA = re.compile(r"^(n/?a|k\.?\s?a\.?|-+|\.|\?)$", re.IGNORECASE)
_YES = re.compile(r"^(yes|ja|true|wahr|y|j)\b", re.IGNORECASE)
_NO = re.compile(r"^(no|nein|false|falsch|n)\b", re.IGNORECASE)
_GOOD = re.compile(
    "outstanding|excellent|very good|^good|clean|^easy|very easy|safe|better|satisfied|delighted|happy|agree|likely|"
    "always|perfect|great|important|friendly|fast|^high|best|positive|zufrieden|sehr gut|^gut|hervorragend|"
    "ausgezeichnet|leicht|einfach|sauber|sicher|besser|stimme|wahrscheinlich|immer|wichtig|freundlich|schnell|^hoch",
    re.IGNORECASE,
)
_BAD = re.compile(
    "unacceptable|terrible|very bad|^bad|poor|dirty|difficult|hard|unsafe|worse|worst|dissatisfied|unsatisfied|unhappy|"
    "disagree|unlikely|never|awful|unimportant|slow|negative|not at all|not (very )?(safe|likely|satisfied|easy|good|"
    "important)|unzufrieden|schlecht|ungenügend|mangelhaft|schwer|schwierig|schmutzig|unsicher|lehne|"
    "unwahrscheinlich|unwichtig|langsam|gar nicht|überhaupt nicht|(stimme )?nicht( zu)?$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[^a-z0-9äöüß]+")
NUMBERS_MISSING = frozenset({88.0, 98.0, 99.0, 997.0, 998.0, 999.0, -1.0, -8.0, -9.0, -99.0})
"""Numbers that surveys use for no answer where they lie off the scale."""


def is_unused(label: str) -> bool:
    """Return whether a label says that somebody never met what is asked about.

    Example:
        >>> is_unused("Have never used or visited / Not applicable"), is_unused("Blank"), is_unused("Outstanding")
        (True, False, False)
    """
    return _IS_UNUSED.search(label) is not None


def is_missing(label: str) -> bool:
    """Return whether a label says that no answer was given.

    Example:
        >>> [is_missing(label) for label in ("BLANK", "Don't know", "keine Angabe", "No", "Neutral")]
        [True, True, True, False, False]
    """
    return _IS_MISSING.search(label) is not None or _NA.match(label) is not None


def polarity(label: str) -> int:
    """Return 1 for a label that praises, -1 for one that blames, 0 for one that does neither.

    Example:
        >>> polarity("Extremely Safe"), polarity("Not safe at all"), polarity("Average"), polarity("sehr unzufrieden")
        (1, -1, 0, -1)
    """
    if _BAD.search(label):
        return -1
    return 1 if _GOOD.search(label) else 0


def yes_and_no(levels: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the codes of yes and no where a code list has both and nothing else but codes for no answer.

    Example:
        >>> yes_and_no({"1": "Yes", "2": "No", "3": "Don't know", "0": "Blank"})
        ('1', '2')
    """
    told = {code: label for code, label in levels.items() if not (is_missing(label) or is_unused(label))}
    yes = [code for code, label in told.items() if _YES.match(label)]
    no = [code for code, label in told.items() if _NO.match(label)]
    return (yes[0], no[0]) if len(yes) == len(no) == 1 and len(told) == 2 else None


def same(label: str) -> str:
    """Return a label without what people write differently: "18 - 24" is "18-24" and "65-Over" is "65 and over".

    Example:
        >>> same("18 - 24") == same("18-24"), same("65-Over") == same("65 and over"), same("Male") == same("male ")
        (True, True, True)
    """
    words = _PLAIN.split(label.casefold())
    return " ".join(word for word in words if word and word not in {"and", "und", "to", "bis", "the"})
