"""What was heard of a persona, put on its card: questions, pains, feelings, and two of its own sentences."""

from __future__ import annotations

from msgspec.structs import replace

from wegweiser.domain.claims import Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.feelings import Feeling, Series, read_by
from wegweiser.domain.personas import Persona, PersonaSet, Remark
from wegweiser.domain.voices import Heard, Quote, Saying, SayingKind
from wegweiser.i18n import both

_MOST, _QUOTES = 5, 2


def with_voice(personas: PersonaSet, heard: Heard) -> PersonaSet:
    """Return the personas with what was heard of each: entries whose `persona` is theirs, and nobody else's.

    Questions and pains stand in the order of how many people have them; feelings stay in the order given. Quotes
    are those of sayings and questions with the most people behind them, one of each: who listens has kept only
    what may be quoted outside. What was said by fewer than twenty people stays off the card.
    """
    return replace(personas, personas=tuple(_told(persona, heard) for persona in personas.personas))


def _told(persona: Persona, heard: Heard) -> Persona:
    sayings = sorted((s for s in heard.sayings if s.persona == persona.id and _enough(s.customers)), key=_by_people)
    questions = sorted(
        (q for q in heard.questions if q.persona == persona.id and _enough(q.customers)),
        key=lambda q: (-q.customers, q.id),
    )
    feelings = tuple(f for f in heard.feelings if f.persona == persona.id and f.experienced.n >= SUPPRESSED_BELOW)
    pains = tuple(_remark(s) for s in sayings if s.kind is SayingKind.PAIN)
    barriers = tuple(_remark(s) for s in sayings if s.kind is SayingKind.EXPECTATION)
    quotes = [*(s.quotes[0] for s in sayings if s.quotes)]
    quotes += [Quote(text=q.quotes[0], source="question") for q in questions if q.quotes]
    known = ([both("feelings")] if feelings else []) + (
        [both("reasons for what they do")] if sayings or questions else []
    )
    return replace(
        persona,
        questions=tuple(questions[:_MOST]) or persona.questions,
        pains=(*persona.pains, *pains)[:_MOST],
        barriers=(*persona.barriers, *barriers)[:_MOST],
        feelings=feelings or persona.feelings,
        quotes=_different(quotes)[:_QUOTES] or persona.quotes,
        unknown=tuple(gap for gap in persona.unknown if gap not in known),
        assumed=(*persona.assumed, *_inferred(feelings, sayings)),
    )


def _remark(saying: Saying) -> Remark:
    """Return a saying as a card shows it: a customer's sentence between quotation marks, words as they are."""
    sentence = saying.topic and saying.topic != saying.text
    return Remark(
        text=both("\u201c{text}\u201d", text=saying.text) if sentence else saying.text,
        status=Status.INFERRED,
        share=saying.share,
        customers=saying.customers,
        quotes=saying.quotes[:_QUOTES],
        model=saying.model,
    )


def _inferred(feelings: tuple[Feeling, ...], sayings: list[Saying]) -> tuple[Remark, ...]:
    """Say which models read feelings or pains out of texts and behaviour."""
    models = {f.model for f in feelings if f.series is not Series.SURVEY} | {s.model for s in sayings}
    told = sorted(model for model in models if model)
    if not told:
        return ()
    read_out = both("Read out of texts or behaviour, not reported; by {models}.", models=read_by(told))
    return (Remark(read_out, Status.INFERRED, model=", ".join(told)),)


def _different(quotes: list[Quote]) -> tuple[Quote, ...]:
    return tuple({quote.text: quote for quote in reversed(quotes)}.values())[::-1]


def _enough(customers: int) -> bool:
    return customers >= SUPPRESSED_BELOW


def _by_people(saying: Saying) -> tuple[int, str]:
    return -saying.customers, saying.id
