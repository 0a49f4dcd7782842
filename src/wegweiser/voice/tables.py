"""The tables this room writes; other rooms read them by these schemas."""

from __future__ import annotations

from wegweiser.warehouse import Schema

ANSWER = Schema(
    "answer",
    {
        "survey": "VARCHAR",
        "wave": "VARCHAR",
        "line": "BIGINT",
        "subject_id": "BIGINT",
        "occurred_at": "TIMESTAMP",
        "item": "VARCHAR",
        "value": "DOUBLE",
        "state": "VARCHAR",
        "weight": "DOUBLE",
    },
    ("item", "subject_id", "line"),
)
"""Answers to questions on a scale or with codes, one part per file.

`subject_id` is the identifier of the person, made from survey, wave and line where nobody is named. `state` is
"answered", "missing" (asked, no answer) or "unused" (never met the touchpoint); `value` is null unless answered.
`occurred_at` is null where the export says no more than its wave. `weight` is 1 where there is none.
"""

SAID = Schema(
    "said",
    {
        "text_id": "BIGINT",
        "source": "VARCHAR",
        "kind": "VARCHAR",
        "line": "BIGINT",
        "subject_id": "BIGINT",
        "occurred_at": "TIMESTAMP",
        "touchpoint": "VARCHAR",
        "phase": "VARCHAR",
        "language": "VARCHAR",
        "score": "DOUBLE",
        "topic": "VARCHAR",
        "text": "VARCHAR",
        "consent": "VARCHAR",
        "origin": "VARCHAR",
    },
    ("text_id",),
)
"""Texts of customers with personal data masked, one part per file; the original is never stored.

`kind` is comment, review, ticket, chat, call, search, interview or note; `score` is the writer's own score from -2
to +2 where there is one (stars, the answer beside the comment); `topic` a label that came with the text.
`touchpoint` and `phase` are what the source says, null where it says nothing. `consent` is "public" (may be quoted
in exports), "internal" or "none" (never quoted).
"""

SENTENCE = Schema(
    "sentence",
    {
        "text_id": "BIGINT",
        "place": "INTEGER",
        "text": "VARCHAR",
        "language": "VARCHAR",
        "touchpoint": "VARCHAR",
        "phase": "VARCHAR",
        "topic": "VARCHAR",
        "kind": "VARCHAR",
        "feeling": "DOUBLE",
        "negative": "DOUBLE",
        "neutral": "DOUBLE",
        "positive": "DOUBLE",
        "model": "VARCHAR",
    },
    ("text_id", "place"),
)
"""Sentences of those texts as they were read, one part per part of `said`; everything here is inferred.

`kind` is plain, question or expectation; `negative`, `neutral` and `positive` are calibrated probabilities that sum
to one, `feeling` their mean on -2..+2; all four are null where no model was sure enough. `model` names rule or
model with version.
"""
