"""Which columns are no answers: weights, numbers of respondents, times, traits, comments, and what is of no use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import median

from wegweiser.collect import plain
from wegweiser.domain.surveys import Role
from wegweiser.voice.surveys.dictionaries import Field, bare
from wegweiser.voice.surveys.profiles import Column

FITTING = 0.9
"""Where so much of a column is in a code list, the list is the column's."""
_NUMBER = re.compile(r"\W*(?:q|f|frage|question|v|var|item)\s?_?(\d+)(?=\D|$)", re.IGNORECASE)
_PREFIX = re.compile(r"^\W*(?:q|f|frage|question)\s?_?\d+[\W_]*", re.IGNORECASE)
_WEIGHT = re.compile("weight|wgt|gewicht", re.IGNORECASE)
_RESPONDENT = re.compile(
    r"^(\w*resp(ondent)?(num|id|nr|no)?|response_?id|id|case_?(id|no)?|record_?(id|no)?|lfdn|lfd_?nr|fall(nummer|id)?|"
    r"teilnehmer(_?id|_?nr)?|(kd|kunden?|customer|cust|user|member|mitglieds?)[-_. ]?(id|nr|no|num|number|nummer)\.?|"
    r"uuid|token|session|participant(_?id)?)$",
    re.IGNORECASE,
)
_ID = re.compile(r"\bid\b|id number|laufende nummer", re.IGNORECASE)
_TIME = re.compile(r"date|datum|time(stamp)?|zeit|submitted|completed|start|end(ed)?$", re.IGNORECASE)
_DATE = re.compile(r"^(?!.*(birth|geburt)).*(date|datum)$", re.IGNORECASE)
"""Called a date, it is one, although a wave may have written it in a way nobody can read."""
_TRAIT = re.compile(
    r"^(age|agegroup|ageband|birthyear|alter|altersgruppe|gender|sex|geschlecht|inco?me|einkommen|home|wohnort|region|"
    r"county|state|country|land|bundesland|lang|language|sprache|live|education|bildung|beruf|occupation|job|"
    r"household|haushalt|haushaltsgröße|marital|familienstand|children|kinder|pet|nationality|segment|customertype|"
    r"kundentyp)\d?$"
)
_TRAIT_TEXT = re.compile(
    r"^(your )?(age|gender|sex|income|household income|(ihr )?alter|(ihr )?geschlecht|(ihr )?einkommen)\b|years old|"
    r"home location|where do you live|live in|wo wohnen|level of education|schulabschluss",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"zip|plz|postcode|postal|post_?leitzahl|e-?mail|phone|telefon|(^|_)(first|last|sur)?name$", re.IGNORECASE
)
_ADMIN = re.compile(
    r"survey administ|interview|method of collect|strata|sample|quota|questionn?aire version|software|mode\b|"
    r"batch|run on which|stichprobe|erhebung|feldzeit|code specif",
    re.IGNORECASE,
)
_COMMENTED = re.compile(
    r"(why|warum|weshalb|wieso|kommentar|comments?|anmerkung(en)?|begründung|remarks?)\b|(grund|gründe|reasons?)\W*$",
    re.IGNORECASE,
)
"""Called so, a column of words holds what people wrote, however few of them wrote."""
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_TRAIT_VALUES, _TEXT_VALUES, _SORTED_LEVELS, _SORTED_LETTERS = 60, 40, 10, 30
COMMENT_WORDS, _COMMENT_KINDS = 2.0, 0.5


def number(name: str) -> str | None:
    """Return the number of the question in a column's name, or None.

    Example:
        >>> number("Q7FOOD"), number("Q13 COUNTY"), number("frage_3"), number("NETPRO")
        ('7', '13', '3', None)
    """
    found = _NUMBER.match(name)
    return found[1] if found else None


def stem(name: str) -> str:
    """Return a column's name without the number of the question, which moves from wave to wave.

    Example:
        >>> stem("Q20Age"), stem("Q19AGE"), stem("Q13 COUNTY"), stem("NETPRO  "), stem("Q8-1")
        ('age', 'age', 'county', 'netpro', '1')
    """
    return bare(told(name))


def told(name: str) -> str:
    """Return a column's name as it is written, without the number of the question."""
    return _PREFIX.sub("", name.strip()) or name.strip()


def without_scale(column: Column, known: Field, others: Sequence[Column]) -> Role | None:
    """Return the role of a column that is no answer by its name or values, None where it may be one."""
    words = f"{column.name} {known.text}"
    if not column.filled or _PRIVATE.search(column.name.strip()):
        return Role.IGNORED
    frame = _frame(column, known, words)
    if frame is not None:
        return frame
    if not column.numeric and not known.levels and _COMMENTED.match(told(column.name)) and _worded(column):
        return Role.COMMENT
    trait = _TRAIT.match(stem(column.name)) is not None
    if _twin(column, others) or (not number(column.name) and administrative(words) and not trait):
        return Role.IGNORED
    if trait or _TRAIT_TEXT.search(known.text):
        return Role.TRAIT if column.distinct <= _TRAIT_VALUES + len(known.levels) else Role.IGNORED
    return Role.COMMENT if not column.numeric and _is_comment(column) else None


def _frame(column: Column, known: Field, words: str) -> Role | None:
    """Return the role of a column that frames the answers: their weight, whose they are, when they were given."""
    unique = column.distinct == column.filled >= FITTING * column.rows
    if _WEIGHT.search(words) and _weighs(column):
        return Role.WEIGHT
    if unique and (_RESPONDENT.match(column.name.strip("* ")) or _ID.search(known.text)):
        return Role.RESPONDENT
    dated = _DATE.search(column.name.strip()) is not None
    return Role.TIME if dated or (_TIME.search(column.name) and plain.moment(column.values)) else None


def otherwise(column: Column, levels: Mapping[str, str]) -> Role:
    """Return the role of a column that is neither rated nor chosen: few words or codes are a trait."""
    if levels and column.distinct <= _TRAIT_VALUES:
        return Role.TRAIT
    worded = not column.numeric and any(_LETTERS.search(value) for value in column.values)
    return Role.TRAIT if worded and 1 < column.distinct <= _TEXT_VALUES < column.filled else Role.IGNORED


def sorted_comments(levels: Mapping[str, str]) -> bool:
    """Return whether a code list sorts comments: many codes, each of them a phrase."""
    said = [len(label) for label in levels.values() if label]
    return len(said) >= _SORTED_LEVELS and median(said) >= _SORTED_LETTERS


def administrative(words: str) -> bool:
    """Return whether a column is about how people were asked, not about them."""
    return _ADMIN.search(words) is not None


def _weighs(column: Column) -> bool:
    numbers = column.numbers
    rows = sum(numbers.values())
    if not column.numeric or not rows or min(numbers) < 0:
        return False
    return 0.2 <= sum(value * n for value, n in numbers.items()) / rows <= 5


def _twin(column: Column, others: Sequence[Column]) -> bool:
    """Tell whether a column holds the codes of a column of words beside it; codes change, words do not."""
    name = bare(column.name)
    if not name.endswith("code") or len(name) <= len("code"):
        return False
    return any(
        bare(other.name).startswith(name.removesuffix("code")) and not other.numeric
        for other in others
        if other != column
    )


def _is_comment(column: Column) -> bool:
    several = column.words >= COMMENT_WORDS and column.distinct >= _COMMENT_KINDS * column.filled
    return several and _worded(column)


def _worded(column: Column) -> bool:
    told = sum(1 for value in column.values if _LETTERS.search(value))
    return told >= _COMMENT_KINDS * len(column.values)
