"""The demos: a retailer's published year with its checked figures, and a simulated company with planted truths."""

from wegweiser.demo.figures import baskets, letters, returns
from wegweiser.demo.planning import DemoPlan, plan
from wegweiser.demo.simulated import SimulatedPlan, simulate

__all__ = ["DemoPlan", "SimulatedPlan", "baskets", "letters", "plan", "returns", "simulate"]
