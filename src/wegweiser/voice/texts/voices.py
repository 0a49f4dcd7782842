"""Sentences with who said them, when, and as which persona; and what is counted of several that say the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.domain.voices import Quote
from wegweiser.i18n import LANGUAGES, Text
from wegweiser.identity import MEMBERSHIP, PROFILE_OF
from wegweiser.stats.intervals import mean, wilson
from wegweiser.voice.tables import SAID, SENTENCE
from wegweiser.voice.texts.spec import Consent, TextKind
from wegweiser.warehouse import Query, Warehouse

# Words that occur together are no topic anybody named: such a sentence is heard by its own words.
_TOPIC = "case when s.model like '%topics by clusters' then t.topic else s.topic end"
_MOST_QUOTES = 3
_LONGEST_QUOTE = 280


@dataclass(frozen=True, slots=True)
class Voice:
    """One sentence of one customer."""

    text_id: int
    text: str
    language: str
    kind: str
    source: str
    profile: int
    consent: str
    model: str
    touchpoint: str | None = None
    phase: str | None = None
    topic: str | None = None
    feeling: float | None = None
    at: datetime | None = None
    persona: str | None = None
    form: str = TextKind.COMMENT.value
    """The kind of its text, by the names of `TextKind`."""

    @property
    def spoken(self) -> bool:
        """Whether these are the customer's own words to us: no search term, no note of an agent."""
        return TextKind(self.form).spoken


@dataclass(frozen=True)
class Circle:
    """Whose words count together: a phase, or a touchpoint in it, of everybody or of one persona."""

    phase: str
    touchpoint: str | None = None
    persona: str | None = None


@dataclass(frozen=True)
class Ground:
    """What several sentences are held against: people per circle, the months there are, and who may be quoted.

    With `public` only those quotes are given whose writers allow it, so that they may leave in an export; without it
    also those for use within the company. Words of consent "none" are never quoted.
    """

    people: Mapping[Circle, int] = field(default_factory=dict)
    months: tuple[tuple[int, int], ...] = ()
    as_of: date | None = None
    public: bool = True
    personas: bool = False
    """Whether each persona's words count, and not everybody's."""

    def quotable(self, voice: Voice) -> bool:
        """Return whether a sentence is the customer's own and may be quoted here."""
        allowed = {Consent.PUBLIC} if self.public else {Consent.PUBLIC, Consent.INTERNAL}
        return voice.spoken and voice.consent in allowed


@dataclass(frozen=True)
class Counted:
    """How often and by how many something was said, with its trend, feeling and quotes."""

    times: int
    customers: int
    share: Proportion | None
    trend: tuple[int, ...]
    feeling: Estimate | None
    quotes: tuple[Quote, ...]


def voices(warehouse: Warehouse, where: str, *, personas: bool = False) -> list[Voice]:
    """Return the sentences that meet a condition on s, the sentence, and t, its text; no notes of interviewers."""
    query = Query(
        "voices",
        f"""select s.text_id as text_id, s.text as text, s.language as language, s.kind as kind, t.source as source,
                   coalesce(p.profile_id, t.subject_id) as profile, t.consent as consent, s.model as model,
                   s.touchpoint as touchpoint, s.phase as phase, {_TOPIC} as topic, s.feeling as feeling,
                   t.occurred_at as at, {_persona(personas=personas)} as persona, t.kind as form
            {_said(warehouse, personas=personas)} and ({where}) order by s.text_id, s.place""",
    )
    return [Voice(**row) for row in warehouse.run(query).rows()]


def ground(warehouse: Warehouse, *, personas: bool = False, public: bool = True) -> Ground:
    """Return how many people's texts speak of each circle, and the months in which anything was said."""
    rows = f"""select distinct coalesce(s.phase, '') as phase, s.touchpoint as touchpoint,
                      {_persona(personas=personas)} as persona, coalesce(p.profile_id, t.subject_id) as profile
               {_said(warehouse, personas=personas)}"""
    counts = """select phase, cast(null as varchar) as touchpoint, persona, count(distinct profile) as n
                from rows_said group by phase, persona
                union all select phase, touchpoint, persona, count(distinct profile)
                from rows_said where touchpoint is not null group by phase, touchpoint, persona"""
    said = Query("rows_said", rows)
    counted = warehouse.run(Query("people_said", counts, (said,))).rows()
    people = {Circle(row["phase"], row["touchpoint"], row["persona"]): row["n"] for row in counted}
    query = Query("said_between", f"select min(occurred_at) as a, max(occurred_at) as z from {warehouse.table(SAID)}")
    span = warehouse.run(query).one()
    months = _months(span["a"], span["z"]) if span["a"] is not None else ()
    return Ground(people, months, span["z"].date() if span["z"] is not None else None, public, personas)


def _persona(*, personas: bool) -> str:
    return "m.persona_id" if personas else "cast(null as varchar)"


def _said(warehouse: Warehouse, *, personas: bool) -> str:
    """Return the SQL from which sentences are read with the profile, and the persona, of who said them."""
    joined = ""
    if personas:
        ranked = (
            "select profile_id, persona_id, row_number() over (partition by profile_id "
            f"order by probability desc, persona_id) as place from {warehouse.table(MEMBERSHIP)}"
        )
        joined = f"left join ({ranked}) m on m.profile_id = coalesce(p.profile_id, t.subject_id) and m.place = 1"
    return f"""from {warehouse.table(SENTENCE)} s join {warehouse.table(SAID)} t on t.text_id = s.text_id
               left join {warehouse.table(PROFILE_OF)} p on p.subject_id = t.subject_id
                    and (p.valid_from is null or t.occurred_at >= p.valid_from)
                    and (p.valid_to is null or t.occurred_at < p.valid_to)
               {joined} where t.kind <> '{TextKind.NOTE}'"""


def circles(found: Iterable[Voice], base: Ground, *, touchpoints: bool = False) -> dict[Circle, list[Voice]]:
    """Return sentences by the circles they belong to: everybody's, or each persona's own."""
    by: dict[Circle, list[Voice]] = defaultdict(list)
    for voice in found:
        if voice.persona is not None or not base.personas:
            who = voice.persona if base.personas else None
            by[Circle(voice.phase or "", voice.touchpoint if touchpoints else None, who)].append(voice)
    return {c: by[c] for c in sorted(by, key=lambda c: (c.phase, c.touchpoint or "", c.persona or ""))}


def counted(found: Sequence[Voice], circle: Circle, base: Ground) -> Counted | None:
    """Return what is counted of sentences that say the same; None where fewer than 20 customers said it."""
    people = {voice.profile for voice in found}
    if len(people) < SUPPRESSED_BELOW:
        return None
    whole = max(base.people.get(circle, 0), len(people))
    return Counted(
        times=len(found),
        customers=len(people),
        share=wilson(len(people), whole),
        trend=_trend(found, base.months),
        feeling=feeling(found),
        quotes=quotes(found, base),
    )


def feeling(found: Iterable[Voice]) -> Estimate | None:
    """Return the mean feeling of the customers who said it, each counted once; None below 20 of them."""
    own: dict[int, list[float]] = defaultdict(list)
    for voice in found:
        if voice.feeling is not None:
            own[voice.profile].append(voice.feeling)
    if len(own) < SUPPRESSED_BELOW:
        return None
    return mean(np.array([np.mean(values) for values in own.values()]), "feeling")


def quotes(found: Sequence[Voice], base: Ground) -> tuple[Quote, ...]:
    """Return up to three quotes of different people, in the order given, that may be used here."""
    chosen: list[Quote] = []
    people: set[int] = set()
    texts: set[str] = set()
    for voice in found:
        small = voice.text.lower()
        if len(chosen) == _MOST_QUOTES:
            break
        if not base.quotable(voice) or voice.profile in people or small in texts or len(voice.text) > _LONGEST_QUOTE:
            continue
        people.add(voice.profile)
        texts.add(small)
        day = voice.at.date() if voice.at is not None else None
        chosen.append(Quote(text=voice.text, source=voice.source, language=voice.language, said_on=day))
    return tuple(chosen)


def central(found: Sequence[Voice], words: Sequence[str]) -> Text:
    """Return the words that stand for all: the first sentence whose writer allows it, else what it is about.

    Search terms stand behind sentences, and what agents noted is never taken for the customer's words.
    """
    for voice in sorted((one for one in found if one.form != TextKind.CALL), key=lambda one: not one.spoken):
        if voice.consent != Consent.NONE and len(voice.text) <= _LONGEST_QUOTE:
            return {voice.language: voice.text} if voice.language in LANGUAGES else voice.text
    return ", ".join(words)


def model_of(found: Iterable[Voice], rules: str) -> str:
    """Return what read these sentences: the rules alone, or with the model most of them were read by."""
    models = Counter(voice.model for voice in found if voice.feeling is not None)
    return f"{rules}, {models.most_common(1)[0][0]}" if models else rules


def _months(first: datetime, last: datetime) -> tuple[tuple[int, int], ...]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return tuple(divmod(month, 12) for month in range(start, end + 1))


def _trend(found: Iterable[Voice], months: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    """Return how often a month, oldest first; the months are year and month from 0."""
    told = Counter((voice.at.year, voice.at.month - 1) for voice in found if voice.at is not None)
    return tuple(told[month] for month in months)
