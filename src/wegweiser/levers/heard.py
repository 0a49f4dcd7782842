"""What people said and asked, as it comes beside the events."""

from __future__ import annotations

from dataclasses import dataclass

from wegweiser.domain.feelings import Feeling
from wegweiser.domain.questions import Question


@dataclass(frozen=True)
class Heard:
    """Feelings customers reported and questions they asked; empty where nobody listened."""

    feelings: tuple[Feeling, ...] = ()
    questions: tuple[Question, ...] = ()
