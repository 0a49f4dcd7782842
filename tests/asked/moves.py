"""What is asked of the moves on every engine."""

from __future__ import annotations

from collections.abc import Callable

from wegweiser.journeys import Journeys
from wegweiser.warehouse import Result

CALLS: dict[str, Callable[[Journeys], Result]] = {
    "matrix": lambda journeys: journeys.moves.matrix(depth=4),
    "matrix of a goal": lambda journeys: journeys.moves.matrix("purchase", depth=4),
    "matrix without ends": lambda journeys: journeys.moves.matrix("purchase", depth=3, ends=False),
    "steps": lambda journeys: journeys.moves.steps(depth=4, top=2),
    "steps of a goal": lambda journeys: journeys.moves.steps("purchase", depth=4, top=2),
    "graph, touchpoints": lambda journeys: journeys.moves.graph().nodes,
    "graph, moves": lambda journeys: journeys.moves.graph(share=0.5).edges,
    "graph of a goal, touchpoints": lambda journeys: journeys.moves.graph("purchase").nodes,
    "graph of a goal, moves": lambda journeys: journeys.moves.graph("purchase", share=0.5).edges,
    "variants": lambda journeys: journeys.moves.variants(top=5),
    "variants of a goal": lambda journeys: journeys.moves.variants("purchase", top=5),
    "back": lambda journeys: journeys.moves.back(),
    "back of a goal": lambda journeys: journeys.moves.back("purchase"),
}
