"""Pure numbers: shares, means and quantiles with their intervals, and segments found in mixed data."""

from wegweiser.stats import segments
from wegweiser.stats.bootstrap import quantile, ratio
from wegweiser.stats.intervals import difference, mean, standardised_difference, wilson

__all__ = ["difference", "mean", "quantile", "ratio", "segments", "standardised_difference", "wilson"]
