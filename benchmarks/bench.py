"""Time every journey operation against hand-written DuckDB SQL and the peers; write RESULTS.md beside this file.

    python benchmarks/bench.py                              50,000 customers, 3 runs
    python benchmarks/bench.py --customers 500000 --runs 3
    python benchmarks/bench.py --peers                      installs and times retentioneering and pm4py as well
    WEGWEISER_MEMORY=8GB python benchmarks/bench.py --large --customers 5000000   the product alone, from Parquet
    python benchmarks/bench.py --whole --customers 500000   one `wegweiser run`, from the raw file to the map

Each run is a process of its own; product, SQL and peers take turns, and medians are shown.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any

import report
from generate import write
from measuring import Cost, in_own_process, middle, whole_process
from operations import CHANNELATTRIBUTION, OPERATIONS, PM4PY, RETENTIONEERING, STAGES

HERE = Path(__file__).parent
BASELINES = HERE / "baseline"
PEERS = HERE.parent / ".peers"
PINNED = {
    RETENTIONEERING: ("retentioneering==5.2.4",),
    PM4PY: ("pm4py==2.7.23", "pyarrow==26.0.1"),
    CHANNELATTRIBUTION: ("ChannelAttribution==2.2.5", "matplotlib", "pyarrow==26.0.1"),
}
MODULES = {CHANNELATTRIBUTION: "ChannelAttribution"}
"""What a peer is imported as, where that is not its name."""
QUIET = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RETENTIONEERING_NO_TRACK": "1"}


@dataclass
class Line:
    """One line of the table: an operation, what each way of doing it cost, and whether the figures agree."""

    name: str
    costs: dict[str, Cost] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Bench:
    """One benchmark: the log, the sealed data plane, how often and with how many threads."""

    parquet: Path
    plane: Path
    runs: int
    threads: int
    peers: tuple[str, ...]
    paths: Path
    customers: int

    def line(self, operation: Any) -> Line:  # noqa: ANN401  (an Operation; named so in the table)
        """Time one operation in every way there is, taking turns."""
        ways: dict[str, Callable[[], dict[str, Any]]] = {"product": lambda: self.product(operation.name)}
        file = BASELINES / f"{operation.name}.sql"
        line = Line(operation.name)
        if file.exists():
            ways["sql"] = lambda: self._child("baseline", str(file))
        else:
            line.remarks.append("no hand-written SQL yet")
        for peer in self.peers:
            if peer in operation.peers and self.customers <= (operation.most or self.customers):
                ways[peer] = lambda peer=peer: self.peer(peer, operation.name)
        answers = self._turns(ways, line)
        if answers.get("product") and answers.get("sql"):
            line.remarks += differences(answers["product"][0], answers["sql"][0])
        return line

    def product(self, name: str) -> dict[str, Any]:
        """Run one operation of the product."""
        return self._child("product", name)

    def peer(self, peer: str, name: str) -> dict[str, Any]:
        """Run one operation of a peer in its own environment."""
        script = str(HERE / "peers" / f"run_{peer}.py")
        log = self.paths if peer == CHANNELATTRIBUTION else self.parquet
        return in_own_process([str(PEERS / peer / "bin" / "python"), script, str(log), name], QUIET)

    def by_hand(self) -> dict[str, Any]:
        """Build and seal once with the hand-written SQL."""
        return self._child("by_hand", str(BASELINES))

    def peer_stages(self) -> dict[str, Cost]:
        """Return what each peer needs before it can answer."""
        costs = {}
        for peer in self.peers:
            if peer not in STAGES["build"]:
                continue
            answers = [self.peer(peer, "build") for _ in range(self.runs)]
            good = [answer for answer in answers if "error" not in answer]
            if good:
                costs[peer] = middle(good)
        return costs

    def _turns(self, ways: dict[str, Callable[[], dict[str, Any]]], line: Line) -> dict[str, list[dict[str, Any]]]:
        answers: dict[str, list[dict[str, Any]]] = {name: [] for name in ways}
        failed: set[str] = set()
        for _ in range(self.runs):
            for name, run in ways.items():
                if name not in failed:
                    answer = run()
                    if "error" in answer:
                        failed.add(name)
                        line.remarks.append(f"{name} failed: {answer['error']}")
                    else:
                        answers[name].append(answer)
        line.costs = {name: middle(given) for name, given in answers.items() if given}
        return answers

    def _child(self, mode: str, what: str) -> dict[str, Any]:
        return in_own_process(
            [sys.executable, str(HERE / "child.py"), mode, str(self.plane), what, str(self.threads)], QUIET
        )


def differences(product: dict[str, Any], sql: dict[str, Any]) -> list[str]:
    """Return in words where product and SQL disagree: rows, or the sum of a column both have."""
    found = [] if product["rows"] == sql["rows"] else [f"rows differ: {product['rows']} and {sql['rows']}"]
    shared = sorted(set(product["sums"]) & set(sql["sums"]))
    if not shared:
        found.append("no column of numbers in common")
    for name in shared:
        ours, theirs = product["sums"][name], sql["sums"][name]
        if abs(ours - theirs) > 1e-6 * max(1.0, abs(ours), abs(theirs)):
            found.append(f"{name} differs: {ours:.6g} and {theirs:.6g}")
    return found


def installed(peers: Sequence[str], *, install: bool) -> tuple[str, ...]:
    """Return the peers that are there, each in its own environment; say which are not, and how to get them."""
    there = []
    for peer in peers:
        python = PEERS / peer / "bin" / "python"
        if install and not python.exists():
            print(f"Installing {peer} ...")
            subprocess.run([sys.executable, "-m", "venv", str(PEERS / peer)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PINNED[peer]], check=False)
        probe = [str(python), "-c", f"import {MODULES.get(peer, peer)}"]
        if python.exists() and subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            there.append(peer)
        else:
            print(f"{peer} is skipped: it is not installed in .peers/{peer}. `make bench-peers` installs it.")
    return tuple(there)


def sealed(folder: Path, file: Path, threads: int) -> dict[str, Any]:
    """Load, resolve and build a fresh data plane in a process of its own."""
    rmtree(folder, ignore_errors=True)
    command = [sys.executable, str(HERE / "child.py"), "stages", str(folder), str(file), str(threads)]
    return good(in_own_process(command, QUIET))


def good(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer, or end where nothing could be built."""
    if "error" in answer:
        raise SystemExit(f"The data plane could not be built: {answer['error']}")
    return answer


def built(bench: Bench, csv: Path, runs: int) -> dict[str, Any]:
    """Build in every way there is, taking turns; the plane of the CSV stays for the operations."""
    beside = bench.plane.with_name("plane_parquet")
    answers: dict[str, list[dict[str, Any]]] = {"CSV": [], "Parquet": [], "SQL": []}
    for _ in range(runs):
        answers["CSV"].append(sealed(bench.plane, csv, bench.threads))
        answers["Parquet"].append(sealed(beside, bench.parquet, bench.threads))
        answers["SQL"].append(good(bench.by_hand()))
        rmtree(beside)
    told, by_hand = (answers[way][0]["told"] for way in ("CSV", "SQL"))
    for name, rows in by_hand.items():
        if rows != told[name]:
            raise SystemExit(f"The hand-written SQL makes {rows} {name}, the product {told[name]}.")
    costs = {
        way: {stage: middle([answer["costs"][stage] for answer in given]) for stage in given[0]["costs"]}
        for way, given in answers.items()
    }
    return {"costs": costs, "told": told, "bytes": answers["CSV"][0]["bytes"]}


def whole(file: Path, folder: Path, threads: int) -> Cost:
    """Run `wegweiser run` once on a new workspace with the raw file in its data folder; return what it cost."""
    rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-c", "from wegweiser.cli import main; main()"]
    _, code = whole_process([*command, "init", str(folder)], folder.parent, QUIET)
    if code == 0:
        (folder / "data").mkdir(exist_ok=True)
        (folder / "data" / file.name).hardlink_to(file)
        quiet = {**QUIET, "WEGWEISER_THREADS": str(threads)}
        cost, code = whole_process([*command, "run"], folder, quiet)
    if code not in {0, 1}:
        raise SystemExit(f"wegweiser ended with code {code}")
    return cost


def large(asked: argparse.Namespace) -> tuple[str, str]:
    """Build from Parquet, then time every operation of the product once; return the section about it."""
    parquet = write(asked.customers, asked.folder, ("parquet",))[0]
    plane = asked.folder / f"plane_{asked.customers}"
    stages = sealed(plane, parquet, asked.threads)
    bench = Bench(parquet, plane, 1, asked.threads, (), parquet, asked.customers)
    answers = {}
    for operation in OPERATIONS:
        if not asked.only or operation.name in asked.only:
            answers[operation.name] = bench.product(operation.name)
            print(operation.name, answers[operation.name])
    return report.large(asked.customers, stages, answers)


def main() -> None:
    """Do what the command line asks."""
    asked = _asked()
    if asked.large:
        report.keep(HERE / "RESULTS.md", asked, large(asked))
        return
    parquet = write(asked.customers, asked.folder, ("parquet",))[0]
    csv = write(asked.customers, asked.folder, ("csv",))[0]
    if asked.whole:
        cost = whole(csv, asked.folder / "shop", asked.threads)
        report.keep(HERE / "RESULTS.md", asked, report.whole(asked.customers, cost))
        return
    plane = asked.folder / f"plane_{asked.customers}"
    peers = () if asked.alone else installed((RETENTIONEERING, PM4PY, CHANNELATTRIBUTION), install=asked.peers)
    paths = asked.folder / f"paths_{asked.customers}.parquet"
    bench = Bench(parquet, plane, asked.runs, asked.threads, peers, paths, asked.customers)
    # Where only some operations are timed, one build has to do.
    stages = built(bench, csv, 1 if asked.only else asked.runs)
    good(
        in_own_process(
            [sys.executable, str(HERE / "child.py"), "paths", str(plane), str(paths), str(asked.threads)], QUIET
        )
    )
    lines = []
    for operation in OPERATIONS:
        if not asked.only or operation.name in asked.only:
            lines.append(bench.line(operation))
            print(report.shown(lines[-1]))
    beside = {f"{peer}: {STAGES['build'][peer]}": cost for peer, cost in bench.peer_stages().items()}
    text = report.operations((asked.customers, asked.runs), stages, lines, beside)
    report.keep(HERE / "RESULTS.md", asked, text)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peers", action="store_true", help="install the peers where they are not, and time them")
    parser.add_argument("--alone", action="store_true", help="leave the peers out")
    parser.add_argument("--whole", action="store_true", help="time one whole run of the command instead")
    parser.add_argument("--large", action="store_true", help="time the product alone, on a log larger than memory")
    parser.add_argument("--only", nargs="+", help="time these operations only; RESULTS.md is left alone")
    parser.add_argument("--folder", type=Path, default=HERE.parent / "build" / "bench")
    parser.add_argument("--date", type=date.fromisoformat, default=datetime.now(UTC).date())
    asked = parser.parse_args()
    asked.folder = asked.folder.resolve()
    return asked


if __name__ == "__main__":
    main()
