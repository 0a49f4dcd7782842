"""Credit beside what experiments measured: where somebody tried, the trial weighs by its precision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from wegweiser.domain.attribution import Basis, By
from wegweiser.domain.experiments import ExperimentResult
from wegweiser.levers.attribution.crediting import Counted, Credited
from wegweiser.levers.attribution.tables import Rows, shares
from wegweiser.stats.attribution.calibration import calibrated
from wegweiser.stats.attribution.markov import Floats
from wegweiser.stats.intervals import Z

RESIDUAL = "(baseline)"
_LEAST_SE = 1e-9

CALIBRATION = {
    "item": pa.string(),
    "model_share": pa.float64(),
    "model_lo": pa.float64(),
    "model_hi": pa.float64(),
    "experiments": pa.int64(),
    "measured_share": pa.float64(),
    "measured_lo": pa.float64(),
    "measured_hi": pa.float64(),
    "weight": pa.float64(),
    "share": pa.float64(),
    "lo": pa.float64(),
    "hi": pa.float64(),
    "credit": pa.float64(),
}


def usable(results: Sequence[ExperimentResult], basis: Basis, names: Sequence[str]) -> list[ExperimentResult]:
    """Return the results about this goal and one of these items."""
    return [result for result in results if result.goal == basis.goal and _item(result, basis) in names]


def calibration_rows(
    counted: Counted, credited: Sequence[Credited], results: Sequence[ExperimentResult], customers: int
) -> Rows:
    """Return per item the first model's share, what experiments measured, both together, and last the residual.

    An effect is a difference of rates per customer; times all `customers` it is conversions, and over the conversions a
    share. That takes the customers of the trial for like all others. Sampling alone would make a model look surer
    than any trial, so its error has the variance between the models in it too.
    """
    names, conversions = counted.scope.names, float(counted.totals.conversions.sum())
    drawn = [shares(one.conversions, conversions) for one in credited]
    model, width = drawn[0], len(names)
    own, beside = model.estimate[:width], float(model.estimate[width:].sum())
    between = np.stack([one.estimate[:width] for one in drawn]).var(axis=0)
    se = np.maximum(np.sqrt(model.sd[:width] ** 2 + between), _LEAST_SE)
    per_effect = customers / conversions
    tried = [[r for r in results if _item(r, counted.scope.basis) == name] for name in names]
    measured = np.array([_together(some) for some in tried]).reshape(width, 2) * per_effect
    both = calibrated(own, se, measured[:, 0], measured[:, 1], baseline=beside)
    rows: Rows = []
    for place, name in enumerate(names):
        row = {
            "item": name,
            "model_share": float(own[place]),
            "model_lo": float(own[place] - Z * se[place]),
            "model_hi": float(own[place] + Z * se[place]),
            "experiments": len(tried[place]),
            "weight": float(both.weight[place]),
            "share": float(both.share[place]),
            "lo": float(both.lo[place]),
            "hi": float(both.hi[place]),
            "credit": float(both.share[place]) * conversions,
        }
        if tried[place]:
            value, error = (float(x) for x in measured[place])
            row |= {"measured_share": value, "measured_lo": value - Z * error, "measured_hi": value + Z * error}
        rows.append(row)
    rows.sort(key=lambda row: (-row["experiments"], -row["share"], row["item"]))
    return [
        *rows,
        {"item": RESIDUAL, "model_share": beside, "share": both.baseline, "credit": both.baseline * conversions},
    ]


def _item(result: ExperimentResult, basis: Basis) -> str | None:
    return result.channel if basis.by is By.CHANNEL else result.touchpoint


def _together(results: Iterable[ExperimentResult]) -> Floats:
    """Return several trials of one thing as one, weighted by precision, with its standard error; NaN without any."""
    effects = [(r.effect.value, max((r.effect.hi - r.effect.lo) / (2 * Z), _LEAST_SE)) for r in results]
    if not effects:
        return np.array([np.nan, np.nan])
    trust = np.array([1 / se**2 for _, se in effects])
    return np.array([float(trust @ [value for value, _ in effects]) / trust.sum(), trust.sum() ** -0.5])
