"""What is asked about time on every engine."""

from __future__ import annotations

from collections.abc import Callable

from wegweiser.journeys import Journeys
from wegweiser.warehouse import Result

CALLS: dict[str, Callable[[Journeys], Result]] = {
    "time to convert": lambda journeys: journeys.times.to_convert("purchase"),
    "time histogram": lambda journeys: journeys.times.histogram("purchase"),
    "survival": lambda journeys: journeys.times.survival("purchase"),
    "survival by touchpoint": lambda journeys: journeys.times.survival("purchase", by="touchpoint"),
    "survival by channel": lambda journeys: journeys.times.survival("purchase", by="channel"),
    "dwell": lambda journeys: journeys.times.dwell(),
    "hours": lambda journeys: journeys.times.hours(),
    "hours of a touchpoint": lambda journeys: journeys.times.hours(touchpoint="view"),
    "hours of a goal": lambda journeys: journeys.times.hours("purchase"),
    "cohorts": lambda journeys: journeys.times.cohorts(),
    "cohorts of a goal by week": lambda journeys: journeys.times.cohorts("purchase", period="week"),
    "stickiness": lambda journeys: journeys.times.stickiness(),
    "active days": lambda journeys: journeys.times.active_days(),
    "loyalty differences": lambda journeys: journeys.times.loyalty("purchase"),
    "loyalty": lambda journeys: journeys.loyalty("purchase"),
}
