"""Funnels: who gets from step to step, by a stated rule, exactly."""

from wegweiser.journeys.funnels.funnel import funnel
from wegweiser.journeys.funnels.holding import known_property
from wegweiser.journeys.funnels.notes import funnel_note, funnel_rule

__all__ = ["funnel", "funnel_note", "funnel_rule", "known_property"]
