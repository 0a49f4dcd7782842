"""Everything heard in the texts of customers: their questions, expectations, associations, pains and gains."""

from __future__ import annotations

from dataclasses import dataclass

from wegweiser.domain.questions import Question
from wegweiser.domain.voices import Saying
from wegweiser.progress import Progress, silent
from wegweiser.voice.tables import SAID
from wegweiser.voice.texts.asking import EXPECTATION, QUESTION
from wegweiser.voice.texts.content import Inventory
from wegweiser.voice.texts.placing import Places
from wegweiser.voice.texts.questions import questions
from wegweiser.voice.texts.sayings import associations, expectations, experiences
from wegweiser.voice.texts.voices import Voice, ground, voices
from wegweiser.warehouse import Query, Result, Warehouse

_STAGE = "Hear customers"


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
    expected = expectations(voices(warehouse, f"s.kind = '{EXPECTATION}'", personas=how.personas), base)
    progress(_STAGE, 2, 4)
    associated = associations(_naming_us(warehouse, how), base, how.brand)
    progress(_STAGE, 3, 4)
    lived = experiences(
        voices(warehouse, "s.feeling is not null and s.touchpoint is not null", personas=how.personas),
        base,
        places,
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


def _naming_us(warehouse: Warehouse, how: Listening) -> list[Voice]:
    if not how.brand:
        return []
    text = warehouse.dialect.text
    named = " or ".join(f"position({text(name.lower())} in lower(s.text)) > 0" for name in how.brand)
    return voices(warehouse, named, personas=how.personas)
