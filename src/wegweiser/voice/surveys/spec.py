"""How one survey is read: its files, how they are laid out, and where its questions are written down."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wegweiser.domain.events import Origin


class Layout(StrEnum):
    """How an export is laid out."""

    WIDE = "wide"
    """One row a person, one column a question."""
    LONG = "long"
    """One row an answer, with a column for the question and one for the answer."""


class SurveySpec(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One survey of one or more waves, a file each.

    `questions` is the file beside wegweiser.toml with what each column was taken for (`<name>.survey.toml`): it is
    proposed once and then belongs to its reader. `dictionary` names the questions and codes (CSV or XLSX).
    `waves` gives a file (by name) the name of its wave and a day, where the file name does not say it.
    `person`, `question`, `answer`, `time` and `weight` name columns of the long layout.
    """

    name: str
    files: tuple[str, ...]
    questions: str = ""
    dictionary: str = ""
    layout: Layout = Layout.WIDE
    waves: dict[str, str] = {}
    person: str | None = None
    person_kind: str | None = None
    """The kind of identifier `person` holds (customer, email); None for a number that means nothing elsewhere."""
    question: str | None = None
    answer: str | None = None
    time: str | None = None
    weight: str | None = None
    origin: Origin = Origin.OBSERVED
    proposed: bool = False
