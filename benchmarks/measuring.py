"""CPU, wall and memory of a block in this process, and of a whole process from outside."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

_MIB = 1024


@dataclass
class Cost:
    """What a block or a process cost: CPU and wall in seconds, peak resident memory in MiB."""

    cpu_s: float = 0.0
    wall_s: float = 0.0
    rss_mib: float = 0.0


@contextmanager
def metered() -> Iterator[Cost]:
    """Fill a cost when the block ends; memory is the peak of the process so far."""
    cost, cpu, wall = Cost(), time.process_time(), time.perf_counter()
    yield cost
    cost.cpu_s, cost.wall_s = time.process_time() - cpu, time.perf_counter() - wall
    cost.rss_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB


def whole_process(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[Cost, int]:
    """Run a command to its end; return what it and its children cost (memory: the largest of them), and its code."""
    wall = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    cost = Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - wall, usage.ru_maxrss / _MIB)
    return cost, process.returncode


def in_own_process(command: Sequence[str], environment: Mapping[str, str]) -> dict[str, Any]:
    """Run a script that prints one line of JSON and return it; `error` holds its last words if it failed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    if done.returncode:
        words = done.stderr.strip().splitlines()
        return {"error": words[-1] if words else f"exit code {done.returncode}"}
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def middle(costs: Sequence[Mapping[str, float]]) -> Cost:
    """Return the medians of several runs, the largest for memory."""
    return Cost(
        median(cost["cpu_s"] for cost in costs),
        median(cost["wall_s"] for cost in costs),
        max(cost["rss_mib"] for cost in costs),
    )
