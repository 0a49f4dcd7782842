"""A simulated company: one seeded year of a shop with planted truths, written as the files a company would have."""

from wegweiser.demo.simulated.planning import SimulatedPlan
from wegweiser.demo.simulated.simulate import simulate

__all__ = ["SimulatedPlan", "simulate"]
