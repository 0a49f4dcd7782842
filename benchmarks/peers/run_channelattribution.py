"""Time ChannelAttribution on paths: run_channelattribution.py PATHS.parquet OPERATION; prints one line of JSON."""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import time

import pandas as pd

with contextlib.redirect_stdout(io.StringIO()):
    from ChannelAttribution import heuristic_models, markov_model


def main() -> None:
    """Read, then time the one operation; what it says of itself is not printed."""
    frame = pd.read_parquet(sys.argv[1])
    name = sys.argv[2]
    cpu, wall = time.process_time(), time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        if name == "credit":
            heuristic_models(frame, "path", "conversions", flg_pro=False)
        elif name.startswith("chain_"):
            order = int(name[-1])
            markov_model(frame, "path", "conversions", var_null="nulls", order=order, verbose=False, flg_pro=False)
        else:
            raise SystemExit(f"ChannelAttribution has no {name}")
    cost = {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall}
    print(json.dumps({**cost, "rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
