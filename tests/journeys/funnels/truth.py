"""The truth table of the modes: little logs, and by hand how many steps each way of counting reaches.

"A0 B1" is a contact with A at hour 0 and one with B an hour later; contacts of one hour stand in the order of the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from wegweiser.domain.funnels import Funnel

MODES: Mapping[str, Mapping[str, Any]] = {
    "ordered": {},
    "same moment counts": {"ties": "same moment counts"},
    "strictly later": {"ties": "strictly later"},
    "strict": {"order": "strict"},
    "any order": {"order": "any"},
    "within 2 h": {"within": timedelta(hours=2)},
    "each within 1 h": {"step_within": timedelta(hours=1)},
    "without X": {"exclude": ["X"]},
    "attempts": {"unit": "attempt"},
}


@dataclass(frozen=True)
class Case:
    """A log, the steps asked for, and the steps reached: one number per mode, the last one per attempt."""

    what: str
    log: str
    steps: str
    reached: tuple[int, int, int, int, int, int, int, int]
    attempts: tuple[int, ...]

    def contacts(self) -> list[tuple[int, int, str]]:
        """Return the log as contacts of one customer."""
        return [(1, int(said[1:]), said[0]) for said in self.log.split()]

    def funnel(self, mode: str) -> Funnel:
        """Return the funnel of these steps in a mode."""
        return Funnel(list(self.steps), **MODES[mode])


CASES = (
    Case("one after the other", "A0 B1 C2", "ABC", (3, 3, 3, 3, 3, 3, 3, 3), (3,)),
    Case("something comes between", "A0 X1 B2 C3", "ABC", (3, 3, 3, 1, 3, 2, 1, 1), (3,)),
    Case("the other way round", "C0 B1 A2", "ABC", (1, 1, 1, 1, 3, 1, 1, 1), (1,)),
    Case("without the first step", "B0 C1", "ABC", (0, 0, 0, 0, 0, 0, 0, 0), ()),
    Case("a tie in the order of the steps", "A0 B0 C1", "ABC", (3, 3, 1, 3, 3, 3, 3, 3), (3,)),
    Case("a tie the other way round", "B0 A0 C1", "ABC", (1, 3, 1, 1, 3, 1, 1, 1), (1,)),
    Case("the first step repeated", "A0 A1 B2", "ABC", (2, 2, 2, 2, 2, 2, 2, 2), (2,)),
    Case("a later start is in time", "A0 A5 B6 C7", "ABC", (3, 3, 3, 3, 3, 3, 3, 3), (3,)),
    Case("started again on the way", "A0 B1 A5 C6", "ABC", (3, 3, 3, 2, 3, 2, 2, 3), (3,)),
    Case("a step in the middle repeated", "A0 B1 B2 C3", "ABC", (3, 3, 3, 2, 3, 2, 2, 3), (3,)),
    Case("a second try after something excluded", "A0 B1 X2 A3 B4 C5", "ABC", (3, 3, 3, 3, 3, 3, 3, 3), (3,)),
    Case("finished, then started again", "A0 B1 C2 A3 B4", "ABC", (3, 3, 3, 3, 3, 3, 3, 3), (3, 2)),
    Case("the same page twice, tied (PostHog #25048)", "A0 B1 B1 B2", "ABB", (3, 3, 3, 3, 3, 3, 3, 3), (3,)),
    Case("one contact is not two steps", "A0 B1", "ABB", (2, 2, 2, 2, 2, 2, 2, 2), (2,)),
    Case("nor is it within a moment", "B0 A0", "ABA", (1, 2, 1, 1, 2, 1, 1, 1), (1,)),
)


def table() -> str:
    """Return the table as the page on funnels shows it."""
    names = list(MODES)
    lines = ["| log | steps | " + " | ".join(names) + " |", "|---|---|" + "---|" * len(names)]
    for case in CASES:
        attempts = " and ".join(map(str, case.attempts)) or "none"
        figures = " | ".join(map(str, case.reached))
        lines.append(f"| {case.what}: `{case.log}` | `{case.steps}` | {figures} | {attempts} |")
    return "\n".join(lines)
