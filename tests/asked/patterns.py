"""What is asked about ways on every engine."""

from __future__ import annotations

from collections.abc import Callable

from wegweiser.journeys import Journeys
from wegweiser.warehouse import Result

CALLS: dict[str, Callable[[Journeys], Result]] = {
    "pattern, eventually": lambda journeys: journeys.patterns.search("view ->> [not cart] buy within 2 days"),
    "pattern of a goal": lambda journeys: journeys.patterns.search("^ ad -> view{1,2} ->> buy $", "purchase"),
    "pattern, bounds": lambda journeys: journeys.patterns.search("view{2,} -> [within 1 hour] any ->> phase:retention"),
    "pattern of sessions": lambda journeys: journeys.patterns.search("^ view ->> (buy | help) $", unit="session"),
    "pattern, paths": lambda journeys: journeys.patterns.paths("ad ->> cart"),
    "pattern, paths of a goal": lambda journeys: journeys.patterns.paths("view", "purchase", top=3),
    "pattern, paths of sessions": lambda journeys: journeys.patterns.paths("not ad -> any", unit="session"),
    "around the first": lambda journeys: journeys.patterns.around("cart"),
    "around the last of a goal": lambda journeys: journeys.patterns.around("view", goal="purchase", which="last"),
    "around each": lambda journeys: journeys.patterns.around("channel:web", before=1, after=1, which="each"),
    "among a period": lambda journeys: journeys.among("period:2026-03..2026-05").transitions(ends=True),
    "among a period, of a goal": lambda journeys: journeys.among("period:..2026-03").transitions("purchase", ends=True),
    "among, touchpoints": lambda journeys: journeys.among("pattern:view ->> cart", "period:2026-03").touchpoints(),
    "against, transitions": lambda journeys: journeys.among("touch:ad").against(journeys).transitions(ends=True),
    "against, paths": lambda journeys: journeys.among("touch:help").against(journeys.among("touch:ad")).paths(top=5),
    "against, touchpoints": lambda journeys: journeys.against(journeys.among("period:2026-03")).touchpoints(),
    "against, goals": lambda journeys: journeys.against(journeys.among("touch:ad")).goals(),
    "against, funnel": lambda journeys: journeys.against(journeys.among("touch:ad")).funnel(["view", "cart", "buy"]),
}
