"""How texts of customers are read: which column holds the words, whose they are, and what they are about."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wegweiser.domain.events import Origin


class TextKind(StrEnum):
    """What kind of text it is: `call` and `note` are written by us about a customer, `search` is typed into a field."""

    COMMENT = "comment"
    REVIEW = "review"
    TICKET = "ticket"
    CHAT = "chat"
    CALL = "call"
    SEARCH = "search"
    INTERVIEW = "interview"
    NOTE = "note"

    @property
    def spoken(self) -> bool:
        """Whether customers tell us something in their own words, so that it can be quoted and felt."""
        return self not in {TextKind.CALL, TextKind.SEARCH, TextKind.NOTE}


class Consent(StrEnum):
    """What may be done with somebody's words; a quote in an export needs `public`."""

    PUBLIC = "public"
    INTERNAL = "internal"
    NONE = "none"


class TextSpec(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One source of texts (CSV, JSONL, Parquet, or a folder of interview notes in Markdown).

    `text` names the column with the words; `score` the writer's own score on the scale `low` to `high` (stars,
    say); `topic` a label that came with the text. `touchpoint` and `phase` are fixed for all texts where
    they are not found in the columns `touchpoint_column` and `phase_column`. `person_kind` is the kind of identifier
    in `person`. `languages` are all that may plausibly occur.
    """

    name: str
    files: tuple[str, ...]
    kind: TextKind = TextKind.COMMENT
    text: str = "text"
    time: str | None = None
    person: str | None = None
    person_kind: str = "customer"
    score: str | None = None
    low: float = 1
    high: float = 5
    topic: str | None = None
    touchpoint: str | None = None
    touchpoint_column: str | None = None
    phase: str | None = None
    phase_column: str | None = None
    consent: Consent = Consent.INTERNAL
    languages: tuple[str, ...] = ("de", "en")
    origin: Origin = Origin.OBSERVED
    proposed: bool = False


class ContentSpec(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What content of ours there is: a CSV (columns title, text, phase, url) or a folder of text or HTML pages."""

    name: str
    files: tuple[str, ...]
    title: str = "title"
    text: str = "text"
    phase: str = "phase"
    url: str = "url"
