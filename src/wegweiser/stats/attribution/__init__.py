"""Credit for conversions as pure numbers: Markov chains, Shapley values, calibration, and draws that say how sure."""

from wegweiser.stats.attribution import markov, resampling

__all__ = ["markov", "resampling"]
