"""Measures: what a company can do at a phase or touchpoint, as the playbook proposes it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wegweiser.i18n import Text


class GapKind(StrEnum):
    """What is amiss, as a gap or a lever names it; the playbook answers by these words."""

    LOSS = "loss"
    FAULT = "fault"
    LOOP = "loop"
    WAY_BACK = "way_back"
    REPEAT = "repeat"
    DWELL = "dwell"
    SILENCE = "silence"
    CHANGE = "change"
    SEGMENT = "segment"
    ANSWER = "answer"
    QUESTION = "question"
    FEELING = "feeling"
    NO_MEASURE = "no_measure"
    NO_GOAL = "no_goal"
    NO_CONTACT = "no_contact"
    UNUSED_CHANNEL = "unused_channel"
    LITTLE_USED = "little_used"
    PRICE = "price"
    DISCOUNT = "discount"
    AVAILABILITY = "availability"
    MESSAGE = "message"


class Measure(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One measure of the playbook: what to do, for which gaps, in which phases, and how to see whether it helped.

    `name` and `text` are proposals, not findings: nothing here says that a measure works. `metric` names the figure to
    watch, `test` how to try it on some customers first. `roles` are those of phases (aware, consider, decide, buy,
    keep, advocate); `channels` restrict a measure to touchpoints of these channels. Empty means any.
    """

    id: str
    name: Text
    text: Text
    metric: Text
    test: Text
    kinds: tuple[GapKind, ...]
    roles: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
