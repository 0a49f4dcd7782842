"""What is asked about funnels on every engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from wegweiser.domain.funnels import Funnel
from wegweiser.journeys import Journeys
from wegweiser.warehouse import Result

STEPS, WEEK, DAY = ("view", "cart", "buy"), timedelta(days=7), timedelta(days=1)
ALL = Funnel(STEPS, WEEK, exclude=("help",), optional=("cart",), step_within=(DAY, WEEK), hold="campaign")

CALLS: dict[str, Callable[[Journeys], Result]] = {
    "funnel": lambda journeys: journeys.funnel(STEPS),
    "funnel within a week": lambda journeys: journeys.funnel(STEPS, within=WEEK),
    "funnel of sessions": lambda journeys: journeys.funnel(STEPS, unit="session"),
    "funnel, strict": lambda journeys: journeys.funnel(Funnel(STEPS, order="strict", within=WEEK)),
    "funnel, any order": lambda journeys: journeys.funnel(Funnel((*STEPS, "view"), order="any", within=WEEK)),
    "funnel, all rules": lambda journeys: journeys.funnel(ALL),
    "funnel of attempts": lambda journeys: journeys.funnel(Funnel(STEPS, unit="attempt", within=DAY)),
    "funnel of attempts, by step": lambda journeys: journeys.funnel(Funnel(STEPS, unit="attempt", step_within=DAY)),
    "funnel, same moment": lambda journeys: journeys.funnel(Funnel(STEPS, WEEK, ties="same moment counts")),
    "funnel, strictly later": lambda journeys: journeys.funnel(Funnel(STEPS, WEEK, ties="strictly later")),
    "funnel, channel held": lambda journeys: journeys.funnel(Funnel(STEPS, hold="channel", order="strict")),
    "funnel, property held": lambda journeys: journeys.funnel(Funnel(STEPS, hold="size")),
}
