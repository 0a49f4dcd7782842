"""Prints time and memory of reading texts: each size in a process of its own, texts made up as they are read.

    OMP_NUM_THREADS=1 python benchmarks/voice/speed.py [--fast 50000 500000] [--sentences 1250 2500 5000]

Every text is different, of two or three sentences we wrote; 5,000 scored ones are learnt from first (500 by sentence
vectors). CPU leaves out starting Python and importing. What is read is dropped batch by batch, as a run does that
writes parts.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np

from wegweiser.voice.models import Known, best
from wegweiser.voice.models.sentiment import written
from wegweiser.voice.settings import VoiceSettings

_AT_ONCE = 4096
_LEARNT = {"fast": 5000, "sentences": 500}


def made_up(count: int, seed: int) -> Iterator[tuple[list[str], list[str], list[float]]]:
    """Yield texts, languages and scores in batches; a number in each text keeps it apart from all others."""
    texts, languages, classes, _ = written()
    by_language = {code: [n for n, one in enumerate(languages) if one == code] for code in ("de", "en")}
    rng = np.random.default_rng(seed)
    for start in range(0, count, _AT_ONCE):
        batch: list[tuple[str, str, float]] = []
        for number in range(start, min(start + _AT_ONCE, count)):
            code = "de" if rng.random() < 0.7 else "en"
            chosen = rng.choice(by_language[code], size=int(rng.integers(2, 4)))
            words = " ".join(texts[one] for one in chosen)
            batch.append((f"{words} {seed}-{number}", code, float(classes[chosen[0]] - 1)))
        yield tuple(list(column) for column in zip(*batch, strict=True))  # type: ignore[misc]


def measured(model: str, count: int) -> dict[str, float]:
    """Return CPU seconds of learning and reading, and the peak of memory."""
    known = list(made_up(_LEARNT[model], 1))
    texts, languages, scores = ([one for batch in known for one in batch[place]] for place in range(3))
    began = time.process_time()
    reader = best(VoiceSettings(model=model), Known(texts, languages, scores, seeds={"parcel": ("parcel", "Sendung")}))
    learnt = time.process_time() - began
    spent, letters = 0.0, 0
    for some, spoken, _ in made_up(count, 2):
        began = time.process_time()
        reader.read(some, spoken)
        spent += time.process_time() - began
        letters += sum(map(len, some))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"learning": learnt, "reading": spent, "MiB": peak, "letters": letters / count}


def main() -> None:
    """Print the table, or measure one size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", type=int, nargs="*", default=[50_000, 500_000])
    parser.add_argument("--sentences", type=int, nargs="*", default=[1250, 2500, 5000])
    parser.add_argument("--one", nargs=2, metavar=("MODEL", "COUNT"))
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.one[0], int(asked.one[1]))))
        return
    print("| reader | texts | letters each | CPU s learning | CPU s reading | texts per CPU s | peak MiB |")
    print("|---|---|---|---|---|---|---|")
    for model, counts in (("fast", asked.fast), ("sentences", asked.sentences)):
        for count in counts:
            command = [sys.executable, __file__, "--one", model, str(count)]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            print(
                f"| {model} | {count:,} | {found['letters']:.0f} | {found['learning']:.1f} | {found['reading']:.1f} | "
                f"{count / found['reading']:,.0f} | {found['MiB']:,.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
