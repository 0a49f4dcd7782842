"""What a run did and found, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import msgspec

from wegweiser.collect.offers import Offered
from wegweiser.domain.journey_maps import View
from wegweiser.i18n import Language, Text
from wegweiser.voice.asking import taking
from wegweiser.voice.surveys import Loaded
from wegweiser.voice.texts import loading

ALL_FORMATS = ("html", "pdf", "svg", "png", "json", "sedcards", "pptx", "flow")


@dataclass(frozen=True)
class Outputs:
    """Where the drawn map goes, in which languages and formats, and how much of it is shown."""

    folder: Path
    languages: tuple[Language, ...] = ("en",)
    formats: tuple[str, ...] = ALL_FORMATS
    view: View = View.WORKING


class FileReport(msgspec.Struct, frozen=True):
    """What became of the rows of one file: rows = events + folded + known + paths + quarantined.

    `derived` events were computed beside the rows, from more than one of them or from one column of them.
    """

    source: str
    file: str
    rows: int
    events: int
    folded: int
    """Rows summed up into another row's event (basket lines into their basket)."""
    known: int
    """Rows an earlier file of the same source already brought."""
    paths: int
    """Rows that are counted paths without people, for attribution only."""
    quarantined: int
    derived: int
    state: str
    """loaded, reloaded or unchanged."""


class SurveyReport(msgspec.Struct, frozen=True):
    """What became of one wave of a survey: people, answers, answers that are missing, and cells set aside."""

    survey: str
    wave: str
    file: str
    people: int
    answers: int
    missing: int
    quarantined: int
    matched: int
    """Questions found in this wave."""
    gone: tuple[str, ...]
    """Questions this wave does not ask."""
    state: str

    @classmethod
    def of(cls, loaded: Loaded) -> Self:
        """Return the report of a file that was read."""
        return cls(
            survey=loaded.survey,
            wave=loaded.wave,
            file=Path(loaded.file).name,
            people=loaded.rows,
            answers=loaded.answers,
            missing=loaded.missing,
            quarantined=loaded.quarantined,
            matched=len(loaded.matched.found),
            gone=loaded.matched.gone,
            state="unchanged" if loaded.skipped else "loaded",
        )


class OfferReport(msgspec.Struct, frozen=True):
    """What became of the rows of one file of offers; a row can hold several offers, or say nothing (silent)."""

    file: str
    rows: int
    offers: int
    silent: int
    quarantined: int
    state: str

    @classmethod
    def of(cls, taken: Offered) -> Self:
        """Return the report of a file that was read."""
        return cls(
            file=Path(taken.file).name,
            rows=taken.rows,
            offers=taken.offers,
            silent=taken.silent,
            quarantined=sum(taken.reasons.values()),
            state="unchanged" if taken.skipped else "loaded",
        )


class TextReport(msgspec.Struct, frozen=True):
    """What became of one source of texts: rows, texts kept masked, empty ones, and rows set aside."""

    source: str
    rows: int
    texts: int
    empty: int
    quarantined: int
    state: str

    @classmethod
    def of(cls, loaded: loading.Loaded) -> Self:
        """Return the report of texts that were taken in."""
        state = "unchanged" if loaded.skipped else "loaded"
        return cls(loaded.source, loaded.rows, loaded.texts, loaded.empty, loaded.quarantined, state)


class AskReport(msgspec.Struct, frozen=True):
    """What became of the answers to surveys of our own: forms and their answers, and lines that are of no use."""

    forms: int
    answers: int
    texts: int
    unread: int
    """Lines of torn forms, and answers to questions that are no longer asked."""
    state: str

    @classmethod
    def of(cls, taken: taking.Taken) -> Self:
        """Return the report of a log that was read."""
        state = "unchanged" if taken.skipped == taken.files else "loaded"
        return cls(taken.forms, taken.answers, taken.texts, taken.torn + taken.unknown, state)


class Report(msgspec.Struct, frozen=True):
    """The whole of one run, as the command line prints it."""

    files: tuple[FileReport, ...]
    guessed: tuple[Text, ...]
    note: Text
    customers: int
    events: int
    steps: int
    touchpoints: int
    unmapped_events: int
    proposed: int
    findings: tuple[Text, ...]
    written: tuple[str, ...]
    surveys: tuple[SurveyReport, ...] = ()
    texts: tuple[TextReport, ...] = ()
    asked: AskReport | None = None
    """Answers to surveys of our own; None where there are none."""
    expired: int = 0
    """Texts removed because they were kept for `voice.keep_days`."""
    offers: tuple[OfferReport, ...] = ()
    remarks: tuple[Text, ...] = ()
    """What a person should mend in wegweiser.toml or journey.yaml."""
    ended: Text | None = None
    """When the data end, where that is longer ago than what is measured counts."""
