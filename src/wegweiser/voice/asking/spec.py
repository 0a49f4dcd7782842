"""Surveys of our own: what is asked, where, of whom, and how often a person may be asked."""

from __future__ import annotations

from datetime import date

import msgspec

from wegweiser.domain.surveys import Metric, Scale
from wegweiser.i18n import Text


class OwnQuestion(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One question on a page of ours; without a scale it takes free text."""

    id: str
    text: Text
    metric: Metric | None = None
    scale: Scale | None = None
    touchpoint: str | None = None
    low: Text = ""
    """What stands at the low end of the scale."""
    high: Text = ""
    choices: dict[str, Text] = {}
    required: bool = False


class OwnSurvey(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A survey of our own: one small page, a link and a QR code.

    `trigger` is the touchpoint after which a person is asked, `share` (0..1) how many of them are, drawn by her
    number and so always the same ones; nobody is asked by any survey more than once in `rest_days`.
    """

    id: str
    title: Text
    question: tuple[OwnQuestion, ...]
    thanks: Text = ""
    touchpoint: str | None = None
    trigger: str | None = None
    share: float = 1.0
    rest_days: int = 90
    opens: date | None = None
    closes: date | None = None
    validates: str = ""
    """The validation whose claim it puts to the test."""
