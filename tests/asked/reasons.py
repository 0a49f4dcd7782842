"""What is asked about leaving on every engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from wegweiser.journeys import Journeys
from wegweiser.warehouse import Result

CALLS: dict[str, Callable[[Journeys], Result]] = {
    "instead": lambda journeys: journeys.reasons.instead("cart", "buy"),
    "instead, customers": lambda journeys: journeys.reasons.instead("view", "buy", unit="customer"),
    "drivers": lambda journeys: journeys.reasons.drivers("purchase", first=1, least=1),
    "drivers of the first hours": lambda journeys: journeys.reasons.drivers(
        "purchase", within=timedelta(hours=1), least=1
    ),
    "friction": lambda journeys: journeys.reasons.friction(),
    "conformance": lambda journeys: journeys.reasons.conformance(["ad", "view", "buy"], goal="purchase"),
    "conformance of phases": lambda journeys: journeys.reasons.conformance(["awareness", "conversion"]),
}
