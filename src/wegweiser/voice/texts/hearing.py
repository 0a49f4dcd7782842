"""Everything heard in the texts of customers: their questions, expectations, associations, pains and gains."""

from __future__ import annotations

from dataclasses import dataclass

from wegweiser.domain.questions import Question
from wegweiser.domain.voices import Saying
from wegweiser.progress import Progress, silent
from wegweiser.voice.tables import SAID, SENTENCE
from wegweiser.voice.texts.asking import EXPECTATION, QUESTION
from wegweiser.voice.texts.content import Inventory
from wegweiser.voice.texts.placing import Places
from wegweiser.voice.texts.questions import questions
from wegweiser.voice.texts.sayings import associations, expectations, experiences
from wegweiser.voice.texts.spec import TextKind
from wegweiser.voice.texts.voices import Voice, ground, voices
from wegweiser.warehouse import Query, Result, Warehouse

_STAGE = "Hear customers"
_SPOKEN = "t.kind not in ({})".format(", ".join(f"'{kind}'" for kind in TextKind if not kind.spoken))
"""What customers tell us in their own words; search terms feed questions and associations only."""
_FELT = f"s.feeling is not null and s.kind <> '{QUESTION}' and (s.touchpoint is not null or coalesce(s.phase, '') = '')"
"""A question is heard as a question: it tells of no pain as well. What names no place is heard apart from all."""
_SAMPLE = 20_000
"""Sentences that associations are held against."""


@dataclass(frozen=True)
class Listening:
    """How closely to listen: the names customers call us by, each persona or everybody, and whether it may leave.

    With `public` only sentences whose writers allow it are quoted; without it also those of consent "internal".
    """

    brand: tuple[str, ...] = ()
    personas: bool = False
    public: bool = True


def heard(
    warehouse: Warehouse,
    places: Places,
    listening: Listening | None = None,
    inventory: Inventory | None = None,
    *,
    progress: Progress = silent,
) -> tuple[tuple[Question, ...], tuple[Saying, ...]]:
    """Return the questions and sayings of at least 20 customers each, by phase: of everybody, or of each persona.

    Texts must have been read, with the same `places`. Whether a question is answered is unknown without an inventory
    of our own content.
    """
    how = listening or Listening()
    base = ground(warehouse, personas=how.personas, public=how.public)
    progress(_STAGE, 0, 4)
    asked = questions(voices(warehouse, f"s.kind = '{QUESTION}'", personas=how.personas), base, inventory)
    progress(_STAGE, 1, 4)
    expected = expectations(voices(warehouse, f"s.kind = '{EXPECTATION}' and {_SPOKEN}", personas=how.personas), base)
    progress(_STAGE, 2, 4)
    named = _naming_us(warehouse, how)
    associated = associations(named, base, how.brand, _elsewhere(warehouse) if named else ())
    progress(_STAGE, 3, 4)
    lived = experiences(
        voices(warehouse, f"{_FELT} and {_SPOKEN}", personas=how.personas),
        base,
        places,
        how.brand,
    )
    progress(_STAGE, 4, 4)
    return asked, (*expected, *associated, *lived)


def texts(warehouse: Warehouse) -> Result:
    """Return how many texts there are of each source, kind and language, with people, first and last day."""
    query = Query(
        "texts",
        f"""select source, kind, language, count(*) as texts, count(distinct subject_id) as people,
                   count(score) as scored, min(occurred_at) as first_at, max(occurred_at) as last_at
            from {warehouse.table(SAID)} group by source, kind, language order by source, kind, language""",
    )
    return warehouse.run(query)


def unplaced(warehouse: Warehouse) -> tuple[int, int]:
    """Return how many texts name no touchpoint and no phase in any sentence, and how many were read."""
    query = Query(
        "texts_unplaced",
        f"""select count(*) as n, count(case when placed = 0 then 1 end) as nowhere
            from (select text_id, count(coalesce(touchpoint, phase)) as placed
                  from {warehouse.table(SENTENCE)} group by text_id) read_texts""",
    )
    found = warehouse.run(query).one()
    return found["nowhere"], found["n"]


def _naming_us(warehouse: Warehouse, how: Listening) -> list[Voice]:
    if not how.brand:
        return []
    text = warehouse.dialect.text
    named = " or ".join(f"position({text(name.lower())} in lower(s.text)) > 0" for name in how.brand)
    return voices(warehouse, f"({named}) and t.kind <> '{TextKind.CALL}'", personas=how.personas)


def _elsewhere(warehouse: Warehouse) -> list[Voice]:
    """Return a sample of all sentences customers wrote; numbers of texts are hashes, so some of them are a sample."""
    every = max(1, sum(part.rows for part in warehouse.parts(SENTENCE.kind)) // _SAMPLE)
    return voices(warehouse, f"t.kind <> '{TextKind.CALL}' and mod(s.text_id, {every}) = 0")
