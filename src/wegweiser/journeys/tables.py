"""The tables this room writes; other rooms read them by these schemas."""

from __future__ import annotations

from wegweiser.warehouse import Schema

PARTITIONS = 16
"""Steps and journeys are kept in this many parts, by the first four bits of the profile's id."""

STEP = Schema(
    "step",
    {
        "profile_id": "BIGINT",
        "seq": "INTEGER",
        "occurred_at": "TIMESTAMP",
        "source_seq": "BIGINT",
        "event_id": "BIGINT",
        "touchpoint_id": "SMALLINT",
        "phase_id": "SMALLINT",
        "session": "INTEGER",
        "value": "DOUBLE",
        "next_touchpoint_id": "SMALLINT",
        "next_at": "TIMESTAMP",
    },
    ("profile_id", "seq"),
)
"""Events read as contacts: `seq` counts a profile's contacts from 1, `session` its sessions from 1."""

JOURNEY = Schema(
    "journey",
    {
        "goal_id": "SMALLINT",
        "journey": "INTEGER",
        "profile_id": "BIGINT",
        "opened_at": "TIMESTAMP",
        "closed_at": "TIMESTAMP",
        "state": "VARCHAR",
        "value": "DOUBLE",
        "steps": "INTEGER",
        "bucket": "SMALLINT",
        "first_seq": "INTEGER",
        "last_seq": "INTEGER",
        "path": "SMALLINT[]",
        "offsets": "INTEGER[]",
    },
    ("goal_id", "profile_id", "journey"),
)
"""One row per profile, goal and journey, whose steps are those from `first_seq` to `last_seq`.

A converted journey closed with its conversion; a lost one when the lookback had passed since its last step; an
open one has not closed. `path` holds the touchpoints in order, `offsets` the seconds since `opened_at`.
"""
