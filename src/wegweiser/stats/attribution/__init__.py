"""Credit for conversions as pure numbers: Markov chains, Shapley values, calibration, and draws that say how sure."""

from wegweiser.stats.attribution import calibration, higher, markov, orders, rate_game, resampling, shapley

__all__ = ["calibration", "higher", "markov", "orders", "rate_game", "resampling", "shapley"]
