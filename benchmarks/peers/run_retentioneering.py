"""Time retentioneering on one log: run_retentioneering.py FILE.parquet OPERATION; prints one line of JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import time

# Its telemetry is on by default; a benchmark tells nobody anything.
os.environ["RETENTIONEERING_NO_TRACK"] = "1"

import pandas as pd
from retentioneering import Eventstream

FUNNEL = ["product_view", "cart_add", "purchase"]


def stream(frame: pd.DataFrame) -> Eventstream:
    """Return the event stream of the log."""
    schema = {"path_cols": ["customer"], "event_col": "event", "timestamp_col": "time"}
    return Eventstream(frame, schema=schema)


def main() -> None:
    """Read, prepare, then time the one operation."""
    frame = pd.read_parquet(sys.argv[1], columns=["customer", "time", "event"])
    name = sys.argv[2]
    events = None if name in {"build", "histories"} else stream(frame)
    cpu, wall = time.process_time(), time.perf_counter()
    if name == "build":
        stream(frame).split_sessions(timeout="30m")
    elif name == "histories":
        stream(frame)
    elif name == "sessions":
        sessions = events.split_sessions(timeout="30m")
        sessions.get_metrics([{"metric": "length"}, {"metric": "duration"}], path_col="session_id")
    elif name == "transitions":
        for weight in ("count", "unique_paths", "time_median"):
            events.transition_graph_data(edge_weight=weight)
    elif name == "funnel":
        events.funnel_data(steps=FUNNEL)
    else:
        raise SystemExit(f"retentioneering has no {name}")
    cost = {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall}
    print(json.dumps({**cost, "rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
