"""Time pm4py on one log: run_pm4py.py FILE.parquet OPERATION; prints one line of JSON."""

from __future__ import annotations

import json
import resource
import sys
import time

import pandas as pd
import pm4py


def formatted(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the log as pm4py wants it."""
    return pm4py.format_dataframe(frame, case_id="customer", activity_key="event", timestamp_key="time")


def main() -> None:
    """Read, prepare, then time the one operation."""
    frame = pd.read_parquet(sys.argv[1], columns=["customer", "time", "event"])
    name = sys.argv[2]
    log = None if name in {"build", "histories"} else formatted(frame)
    cpu, wall = time.process_time(), time.perf_counter()
    if name == "build":
        formatted(frame)
    elif name == "histories":
        pm4py.get_variants(formatted(frame))
    elif name == "transitions":
        pm4py.discover_dfg(log)
        pm4py.discover_performance_dfg(log, perf_aggregation_key="median")
    elif name == "paths":
        pm4py.get_variants(log)
    else:
        raise SystemExit(f"pm4py has no {name}")
    cost = {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall}
    print(json.dumps({**cost, "rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
