"""Time surveys and texts from the raw file to what is heard; write the section on voice in benchmarks/RESULTS.md.

    OMP_NUM_THREADS=1 python benchmarks/voice/bench.py [--answers 1000000] [--fast 500000] [--sentences 5000 50000]

Each size runs in a process of its own on a file made up before. CPU counts all threads and leaves out starting Python,
importing and writing that file; memory is the peak of the process.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from speed import made_up

from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.voice.models import Known, best
from wegweiser.voice.scores import Scores
from wegweiser.voice.settings import VoiceSettings
from wegweiser.voice.surveys import Survey, SurveySpec
from wegweiser.voice.texts import Places, TextSpec, hearing, loading, reading
from wegweiser.warehouse import Warehouse

RESULTS = Path(__file__).parents[1] / "RESULTS.md"
HEADING, BEGIN, END = "## Voice: surveys and texts", "<!-- voice: begin -->", "<!-- voice: end -->"
_QUESTIONS = 20
_LEARNT = {"fast": 10_000, "sentences": 500}
_GROWN = 500_000
_PLACES = Places.of(
    Touchpoint(name, name.capitalize(), Match(event=name), phase="retention") for name in ("hotline", "delivery")
)


class _Clock:
    """What each stage took, in CPU and wall seconds."""

    def __init__(self) -> None:
        self.stages: dict[str, tuple[float, float]] = {}

    def __call__(self, stage: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401  (whatever the stage gives)
        cpu, wall = time.process_time(), time.perf_counter()
        done = work()
        self.stages[stage] = (time.process_time() - cpu, time.perf_counter() - wall)
        return done


def surveyed(folder: Path, answers: int) -> dict[str, tuple[float, float]]:
    """Return what reading a wave and scoring it takes."""
    rng, path, clock = np.random.default_rng(0), folder / "wave_2025.csv", _Clock()
    people = max(1, answers // _QUESTIONS)
    names = ["How likely are you to recommend us? (0-10)"]
    names += [f"How satisfied were you with part {n}? (1-5)" for n in range(1, _QUESTIONS)]
    told = np.column_stack([rng.integers(0, 11, people), rng.integers(1, 6, (people, _QUESTIONS - 1))])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *names])
        writer.writerows([number, *row] for number, row in enumerate(told.tolist()))
    with Warehouse(folder / "warehouse", threads=1) as warehouse:
        survey = Survey(warehouse, SurveySpec("own", (str(path),)), folder, (path,))
        items = clock("propose the questions", survey.items)
        clock("read the answers", survey.load)
        scores = Scores(warehouse, {"own": items})
        clock("scores and feelings", lambda: (scores.scores(), scores.feelings()))
    return clock.stages


def written(folder: Path, model: str, count: int) -> dict[str, tuple[float, float]]:
    """Return what taking in, learning, reading and hearing texts takes."""
    path, clock = folder / "texts.csv", _Clock()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["person", "text"])
        for start, (some, _, _) in enumerate(made_up(count, 2)):
            writer.writerows((f"p{start}-{number // 2}", text) for number, text in enumerate(some))
    known = [list(column) for column in zip(*_scored(_LEARNT[model]), strict=True)]
    with Warehouse(folder / "warehouse", threads=1) as warehouse:
        clock("mask and keep", lambda: loading.load(warehouse, TextSpec("t", (), person="person"), path, zone="UTC"))
        settings = VoiceSettings(model=model)
        taught = Known(*known, [None] * len(known[0]), {"parcel": ("parcel", "Sendung")})
        reader = clock("learn", lambda: best(settings, taught, folder))
        clock("read sentences", lambda: reading.read(warehouse, _PLACES, reader))
        clock("hear", lambda: hearing.heard(warehouse, _PLACES, hearing.Listening(("Nordlicht",))))
    return clock.stages


def _scored(count: int) -> list[tuple[str, str, float]]:
    return [one for batch in made_up(count, 1) for one in zip(*batch, strict=True)]


def _measured(what: str, size: int) -> dict[str, Any]:
    """Return the stages of one size, from a process of its own."""
    command = [sys.executable, __file__, "--one", what, str(size)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(what, size, found, file=sys.stderr, flush=True)
    return found


def _child(what: str, size: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        stages = surveyed(Path(name), size) if what == "answers" else written(Path(name), what, size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"stages": stages, "MiB": peak}))


def _table(title: str, sizes: Sequence[int], found: Sequence[dict[str, Any]]) -> list[str]:
    stages = list(found[0]["stages"])
    lines = ["", f"| {title} | {' | '.join(stages)} | all | peak MiB |", "|---" * (len(stages) + 3) + "|"]
    for size, one in zip(sizes, found, strict=True):
        told = [one["stages"][stage] for stage in stages]
        told.append((sum(cpu for cpu, _ in told), sum(wall for _, wall in told)))
        lines.append(f"| {size:,} | {' | '.join(f'{c:.1f} ({w:.1f})' for c, w in told)} | {one['MiB']:,.0f} |")
    return lines


def _growth(sizes: Sequence[int], found: Sequence[dict[str, Any]]) -> list[str]:
    """Return a line that carries the growth of reading between the two largest sizes on to more texts."""
    if len(sizes) < 2:
        return []
    small, large = sizes[-2:]
    first, last = (one["stages"]["read sentences"][0] for one in found[-2:])
    power = math.log(last / first) / math.log(large / small)
    hours = last * (_GROWN / large) ** power / 3600
    return [
        "",
        f"Reading by sentence vectors grows as the number of texts to the power of {power:.2f}.",
        f"Carried on, {_GROWN:,} texts take {hours:.1f} CPU hours (extrapolated, not measured).",
    ]


def section(asked: argparse.Namespace) -> str:
    """Return the section on voice, everything measured anew."""
    answers = [_measured("answers", size) for size in asked.answers]
    fast = [_measured("fast", size) for size in asked.fast]
    vectors = [_measured("sentences", size) for size in asked.sentences]
    machine = f"{asked.date}; {os.cpu_count()} cores, one thread; Python {platform.python_version()}."
    lines = [machine, "", "CPU s (wall s) of each stage; one run each, from the raw file on."]
    lines += _table(f"answers ({_QUESTIONS} questions)", asked.answers, answers) if answers else []
    lines += _table("texts, fast", asked.fast, fast) if fast else []
    lines += (
        [*_table("texts, sentences", asked.sentences, vectors), *_growth(asked.sentences, vectors)] if vectors else []
    )
    return "\n".join(lines)


def keep(path: Path, text: str) -> None:
    """Put the section between its markers, in place of the older one; at the end where there is none."""
    whole = path.read_text("utf-8") if path.exists() else "# Results\n"
    inner = f"{BEGIN}\n\n{text}\n\n{END}"
    if BEGIN in whole:
        whole = re.sub(f"{BEGIN}.*?{END}", lambda _: inner, whole, flags=re.DOTALL)
    else:
        whole = f"{whole.rstrip()}\n\n{HEADING}\n\n{inner}\n"
    path.write_text(whole, "utf-8")


def main() -> None:
    """Measure, print and keep; or measure one size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--fast", type=int, nargs="*", default=[50_000, 500_000])
    parser.add_argument("--sentences", type=int, nargs="*", default=[5_000, 50_000])
    parser.add_argument("--results", type=Path, default=RESULTS, help="the file to keep the section in")
    parser.add_argument("--date", default=time.strftime("%Y-%m-%d"))
    parser.add_argument("--one", nargs=2, metavar=("WHAT", "SIZE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        _child(asked.one[0], int(asked.one[1]))
        return
    text = section(asked)
    print(text)
    keep(asked.results, text)


if __name__ == "__main__":
    main()
