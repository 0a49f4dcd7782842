"""Funnels: who gets from step to step, by a stated rule, exactly."""

from wegweiser.journeys.funnels.ordered import Unit, funnel

__all__ = ["Unit", "funnel"]
