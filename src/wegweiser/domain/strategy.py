"""Strategy sheets: one channel on one page, from what it is for to what to do next."""

from __future__ import annotations

from datetime import date

import msgspec

from wegweiser.domain.estimates import Proportion
from wegweiser.i18n import Text


class SheetFigure(msgspec.Struct, frozen=True, omit_defaults=True):
    """One figure of a channel as people read it, with what it is a share or an estimate of."""

    name: Text
    shown: Text
    detail: Text = ""


class SheetUse(msgspec.Struct, frozen=True, omit_defaults=True):
    """A persona that meets the channel: the share of its contacts there, beside everybody else's."""

    id: str
    name: Text
    share: Proportion
    base: float | None = None


class SheetLever(msgspec.Struct, frozen=True, omit_defaults=True):
    """A lever on the channel: what it says, its grade, and its rank where it has one."""

    id: str
    text: Text
    grade: str
    rank: int | None = None


class SheetAction(msgspec.Struct, frozen=True, omit_defaults=True):
    """A next action: the measure of the playbook, why it is proposed, and how to see whether it helped."""

    measure: str
    name: Text
    text: Text
    metric: Text
    test: Text
    why: Text = ""


class ChannelSheet(msgspec.Struct, frozen=True, omit_defaults=True):
    """The strategy sheet of one channel.

    `aims` are what people wrote as the goals of its touchpoints; without any, that is the first thing to decide.
    `role` says in one sentence whether it opens, assists or closes; `phases` hold the share of its contacts in each.
    """

    id: str
    name: Text
    icon: str
    touchpoints: tuple[Text, ...]
    aims: tuple[Text, ...] = ()
    role: Text = ""
    phases: tuple[tuple[Text, float], ...] = ()
    personas: tuple[SheetUse, ...] = ()
    figures: tuple[SheetFigure, ...] = ()
    levers: tuple[SheetLever, ...] = ()
    actions: tuple[SheetAction, ...] = ()
    as_of: date | None = None
