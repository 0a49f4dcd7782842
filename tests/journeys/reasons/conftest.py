"""The planted clickstream with parts of it shuffled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np


def shuffled(rows: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Return the log without its structure: days of visits, labels of visits and names of events drawn by lot."""
    draw = np.random.default_rng(seed)
    sessions = sorted({row["session_id"] for row in rows})
    first = {row["session_id"]: row["at"] for row in reversed(rows)}
    said = {row["session_id"]: row["said"] for row in rows}
    drawn = [sessions[place] for place in draw.permutation(len(sessions))]
    days = {s: (first[other].date() - first[s].date()).days for s, other in zip(sessions, drawn, strict=True)}
    labels = {
        s: said[other] for s, other in zip(sessions, draw.permutation(np.asarray(sessions)).tolist(), strict=True)
    }
    names = [rows[place]["event"] for place in draw.permutation(len(rows))]
    return [
        row
        | {
            "at": row["at"] + timedelta(days=days[row["session_id"]]),
            "said": labels[row["session_id"]],
            "event": name,
        }
        for row, name in zip(rows, names, strict=True)
    ]
