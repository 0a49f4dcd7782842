"""What a card tells in words: goals, questions, pains, rules and quotes, each with its glyph and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from wegweiser.domain.claims import Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.feelings import read_by
from wegweiser.domain.personas import Persona, Remark, Rule, Statement
from wegweiser.domain.questions import Answered, Question
from wegweiser.domain.validations import Verdict
from wegweiser.domain.voices import Quote
from wegweiser.i18n import Language, Share, Text, message, read
from wegweiser.maps.render.figures import DOT, customers, day, interval, people, share
from wegweiser.maps.render.sedcards.traits import capital

_ANSWERED = {
    Answered.YES: "answered by us",
    Answered.PARTLY: "answered in part",
    Answered.NO: "nobody answers it",
    Answered.UNKNOWN: "",
}
_GLYPH = {
    Verdict.SUPPORTED: Status.VALIDATED,
    Verdict.CONTRADICTED: Status.CONTRADICTED,
    Verdict.UNCLEAR: Status.ASSUMPTION,
    None: Status.ASSUMPTION,
}
_VERDICT = {
    Verdict.SUPPORTED: "holds",
    Verdict.CONTRADICTED: "does not hold",
    Verdict.UNCLEAR: "not settled",
    None: "not tested",
}
_QUOTES = 2
_KINDS = {
    "review": "review",
    "ticket": "ticket",
    "complain": "complaint",
    "chat": "chat",
    "call": "call",
    "interview": "interview",
    "question": "question",
}
"""Words in the name of a source that say what kind of text it holds."""


class Line(msgspec.Struct, frozen=True):
    """One statement: its glyph, its words, and in small type what it rests on."""

    status: str
    status_name: str
    text: str
    support: str = ""
    quoted: bool = False


class List(msgspec.Struct, frozen=True):
    """Statements of one kind under their heading."""

    title: str
    lines: tuple[Line, ...]


class Said(msgspec.Struct, frozen=True):
    """A customer's own words between quotation marks, and where they were said."""

    text: str
    source: str


def lists(persona: Persona, language: Language) -> tuple[List, ...]:
    """Return goals, questions, pains, triggers and barriers; a kind nobody knows anything of has no heading."""
    asked = (_question(question, language) for question in persona.questions)
    found = (
        ("Goals", tuple(remarks(persona.goals, language))),
        ("Questions", (*asked, *remarks(persona.asks, language))),
        ("Pains", tuple(remarks(persona.pains, language))),
        ("Triggers", tuple(remarks(persona.triggers, language))),
        ("Barriers", tuple(remarks(persona.barriers, language))),
    )
    return tuple(List(message(title, language), lines) for title, lines in found if lines)


def remarks(told: Iterable[Remark], language: Language) -> Iterable[Line]:
    """Yield remarks as lines; a share that fewer than twenty people make up is left out."""
    for remark in told:
        parts = (measured(remark.share, language),) if remark.share and _enough(remark.share) else ()
        yield _line(remark.status, read(remark.text, language), DOT.join(parts), language)


def quotes(said: Iterable[Quote], language: Language) -> tuple[Said, ...]:
    """Return up to two quotes with their source and day."""
    return tuple(
        Said(
            message("“{words}”", language, words=quote.text.strip('„“”"')),
            DOT.join(part for part in (_source(quote.source, language), day(quote.said_on, language)) if part),
        )
        for quote in list(said)[:_QUOTES]
    )


def _source(name: str, language: Language) -> str:
    """Return where a quote is from: a kind of text in words, else the name of the source, readable."""
    kind = next((msgid for part, msgid in _KINDS.items() if part in name.lower()), None)
    return capital(message(kind, language)) if kind else name.replace("_", " ")


def rules(told: Iterable[Rule], language: Language) -> tuple[Line, ...]:
    """Return how to tell the persona's people: how many a rule describes, and how many of those are theirs."""
    return tuple(
        _line(
            Status.INFERRED,
            capital(read(rule.text, language)),
            message(
                "describes {coverage} of them; of those it describes, {precision} belong",
                language,
                coverage=_percent(rule.coverage, language),
                precision=_percent(rule.precision, language),
            ),
            language,
        )
        for rule in told
        if not rule.coverage.suppressed
    )


def statements(told: Iterable[Statement], language: Language) -> tuple[Line, ...]:
    """Return what people claimed of a persona and what the data says to it."""
    return tuple(_statement(one, language) for one in told)


def assumed(persona: Persona, language: Language) -> tuple[Line, ...]:
    """Return what on the card is assumption; last, which models and rules inferred the rest."""
    told = [_line(one.status, one.text, "", language) for one in persona.assumed]
    remarked = (*persona.goals, *persona.pains, *persona.triggers, *persona.barriers)
    models = {r.model for r in remarked if r.model} | {q.model for q in persona.questions if q.model}
    named = " ".join(line.text for line in told)
    unsaid = [model for model in models if read(read_by([model]), language) not in named]
    if unsaid:
        inferred = message("Inferred by: {models}", language, models=read_by(unsaid))
        told.append(_line(Status.INFERRED, inferred, "", language))
    return tuple(told)


def measured(part: Proportion, language: Language) -> str:
    """Return a share with its interval and n."""
    return DOT.join(word for word in (_percent(part, language), people(part.n, language)) if word)


def _percent(part: Proportion, language: Language) -> str:
    within = interval(part, language)
    return f"{share(part, language)} ({within})" if within else share(part, language)


def _question(question: Question, language: Language) -> Line:
    asked = message("{n} customers asked", language, n=customers(question.customers, language))
    answered = _ANSWERED[question.answered]
    parts = (asked, message(answered, language) if answered else "")
    line = _line(Status.INFERRED, read(question.text, language), DOT.join(part for part in parts if part), language)
    return msgspec.structs.replace(line, quoted=True)


def _statement(one: Statement, language: Language) -> Line:
    parts = [message(_VERDICT[one.verdict], language)]
    if one.here and _enough(one.here):
        parts.append(measured(one.here, language))
    if one.rest and _enough(one.rest) and one.here:
        parts.append(message("everyone else {value}", language, value=share(one.rest, language)))
    if one.here:
        parts.append(message("needed {share}", language, share=Share(one.needed)))
    elif one.reason:
        parts.append(read(one.reason, language))
    return _line(_GLYPH[one.verdict], read(one.text, language), DOT.join(parts), language)


def _line(status: Status, text: Text, support: str, language: Language) -> Line:
    return Line(status.value, message(status.value, language), read(text, language), support)


def _enough(part: Proportion) -> bool:
    return not part.suppressed and not 0 < part.hits < SUPPRESSED_BELOW
