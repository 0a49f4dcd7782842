"""The tables of a benchmark, on the screen and in RESULTS.md, where each size has its own section."""

from __future__ import annotations

import argparse
import os
import platform
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from measuring import Cost
from operations import CHANNELATTRIBUTION, OPERATIONS, PM4PY, RETENTIONEERING

LIMIT = 1.3
_WAYS = ("product", "sql", RETENTIONEERING, PM4PY, CHANNELATTRIBUTION)
_FIGURES = ("cpu_s", "wall_s", "rss_mib")
_PACKAGES = ("wegweiser", "duckdb", "pyarrow", "numpy")


def shown(line: Any) -> str:  # noqa: ANN401  (a Line of bench.py)
    """Return one line for the screen."""
    costs = "  ".join(f"{way} {_cost(line.costs[way])}" for way in _WAYS if way in line.costs)
    return f"{line.name:12} {costs}  {_ratio(line.costs)}  {'; '.join(line.remarks)}"


def operations(
    size: tuple[int, int],
    stages: Mapping[str, Any],
    lines: Sequence[Any],
    beside: Mapping[str, Cost],
) -> tuple[str, str]:
    """Return the heading and the section about one size of log: customers, and runs of each operation."""
    (customers, runs), told, costs = size, stages["told"], stages["costs"]
    heading = f"## {customers:,} customers, {told['events']:,} events: operations"
    text = [
        f"CPU s (wall s, peak MiB); medians of {runs} runs, each in a process of its own, taking turns; beside a peer",
        "how many times the product's CPU it takes.",
        f"Sealed: {told['steps']:,} steps, {told['journeys']:,} journeys, {stages['bytes'] / 1e6:.0f} MB.",
        "",
        "Before anything can be asked:",
        "",
        "| stage | product | SQL | CPU ratio |",
        "|---|---|---|---|",
        *[f"| load, {kind} | {_cost(costs[kind]['load'])} | - | - |" for kind in ("CSV", "Parquet")],
        f"| resolve | {_cost(costs['CSV']['resolve'])} | - | - |",
        *_built(costs["CSV"], costs["SQL"]),
        *[f"| {name} | {_cost(cost)} | - | - |" for name, cost in beside.items()],
        "",
        "| operation | product | SQL | CPU ratio | retentioneering | pm4py | ChannelAttribution | remarks |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for line in lines:
        cells = {way: _beside(line.costs, way) if way in line.costs else "-" for way in _WAYS}
        row = [line.name, cells["product"], cells["sql"], _ratio(line.costs), *(cells[peer] for peer in _WAYS[2:])]
        text.append("| " + " | ".join([*row, "; ".join(line.remarks).replace("|", "/")]) + " |")
    text += ["", *_peer_notes(lines)]
    return heading, "\n".join(text)


def large(customers: int, stages: Mapping[str, Any], answers: Mapping[str, Mapping[str, Any]]) -> tuple[str, str]:
    """Return the heading and the section about a log that does not fit in memory: the product alone."""
    told, costs = stages["told"], stages["costs"]
    memory = os.environ.get("WEGWEISER_MEMORY", "2GB")
    text = [
        f"CPU s (wall s, peak MiB); one run each, in a process of its own, DuckDB within {memory}, the rest on disk.",
        f"Sealed: {told['steps']:,} steps, {told['journeys']:,} journeys, {stages['bytes'] / 1e6:.0f} MB.",
        "",
        "| what | product |",
        "|---|---|",
        *[f"| {stage} | {_cost(Cost(**costs[stage]))} |" for stage in ("load", "resolve", "build", "sealing")],
        *[
            f"| {name} | {answer['error'] if 'error' in answer else _cost(Cost(*(answer[n] for n in _FIGURES)))} |"
            for name, answer in answers.items()
        ],
    ]
    return f"## {customers:,} customers, {told['events']:,} events: operations", "\n".join(text)


def _built(product: Mapping[str, Cost], sql: Mapping[str, Cost]) -> list[str]:
    """Return the lines about building: steps and the journeys of every goal, then both sealed, then the whole."""
    made = Cost(
        product["build"].cpu_s - product["sealing"].cpu_s,
        product["build"].wall_s - product["sealing"].wall_s,
        product["build"].rss_mib,
    )
    by_hand = {
        "build, nothing sealed": (made, _sum(sql["steps"], sql["journeys"])),
        "sealing": (product["sealing"], sql["sealing"]),
        "build with sealing": (product["build"], _sum(*sql.values())),
    }
    lines = [(name, _cost(a), _cost(b), _ratio({"product": a, "sql": b})) for name, (a, b) in by_hand.items()]
    return [f"| {' | '.join(line)} |" for line in lines]


def _sum(*costs: Cost) -> Cost:
    return Cost(sum(c.cpu_s for c in costs), sum(c.wall_s for c in costs), max(c.rss_mib for c in costs))


def whole(customers: int, cost: Cost) -> tuple[str, str]:
    """Return the heading and the section about one whole run."""
    heading = f"## {customers:,} customers: one `wegweiser run`, from the raw CSV to the map"
    return heading, f"{_cost(cost)}: CPU s (wall s, peak MiB of its largest process)."


def keep(path: Path, asked: argparse.Namespace, section: tuple[str, str]) -> None:
    """Print a section and put it into the file in place of the older one of the same heading."""
    heading, text = section
    print(f"\n{heading}\n\n{text}")
    if getattr(asked, "only", None):
        return
    older = path.read_text(encoding="utf-8") if path.exists() else ""
    found = dict(re.findall(r"^(## .*?)\n\n(.*?)(?=\n+## |\Z)", older, re.DOTALL | re.MULTILINE))
    found[heading] = f"{_machine(asked)}\n\n{text}"
    body = "\n\n".join(f"{name}\n\n{found[name].strip()}" for name in sorted(found, key=_size))
    path.write_text(f"{_INTRODUCTION}\n\n{body}\n", encoding="utf-8")


_INTRODUCTION = f"""# Results

Written by `make bench`; see README.md for what is measured and how. The aim, for 500,000 customers, is a CPU ratio
of at most {LIMIT} between an operation of the product and the best DuckDB SQL anybody could write by hand for the same
figures. On small logs the fixed cost of a call (some hundredths of a second: registry, intervals, notes) weighs
more. SQL draws no intervals: where the product resamples customers (to_convert, dwell, stickiness, drivers),
it only counts what they are drawn from. The chains, Shapley and friction have no hand-written SQL: their counting is
`chain_counts`, the rest is numbers. `within` and hours are in the customers' zone (Europe/Vienna). Peers start from
their own loaded frame; what they need before is timed apart."""


def _machine(asked: argparse.Namespace) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"{asked.date.isoformat()}; {os.cpu_count()} cores, {asked.threads} threads, {memory:.0f} GiB; "
        f"Python {platform.python_version()}, {packages}."
    )


def _peer_notes(lines: Sequence[Any]) -> list[str]:
    told = {operation.name: operation.peers for operation in OPERATIONS}
    return [
        f"- {line.name}, {peer}: {told[line.name][peer]}." for line in lines for peer in _WAYS[2:] if peer in line.costs
    ]


def _ratio(costs: Mapping[str, Cost]) -> str:
    if "product" not in costs or "sql" not in costs:
        return "-"
    ratio = costs["product"].cpu_s / max(costs["sql"].cpu_s, 1e-3)
    return f"{ratio:.2f}" + (" (over)" if ratio > LIMIT else "")


def _beside(costs: Mapping[str, Cost], way: str) -> str:
    """Return what a way costs; of a peer also how many times the product's CPU that is, below 1 where we lose."""
    peer = way not in {"product", "sql"} and "product" in costs
    times = f", {costs[way].cpu_s / max(costs['product'].cpu_s, 1e-3):.1f} x" if peer else ""
    return _cost(costs[way]) + times


def _cost(cost: Cost) -> str:
    return f"{cost.cpu_s:.2f} ({cost.wall_s:.2f}, {cost.rss_mib:.0f})"


def _size(heading: str) -> tuple[int, str]:
    found = re.search(r"[\d,]+", heading)
    return (int(found.group().replace(",", "")) if found else 0, heading)
