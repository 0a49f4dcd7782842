"""The demo: one grocery retailer's published year as a plan a workspace can follow, and its checked figures."""

from wegweiser.demo.figures import baskets, letters, returns
from wegweiser.demo.planning import DemoPlan, plan

__all__ = ["DemoPlan", "baskets", "letters", "plan", "returns"]
