"""Why they leave: what they did instead, drivers of conversion, friction, and planned against actual."""

from __future__ import annotations

from wegweiser.errors import InvalidSetting
from wegweiser.journeys.asking import Asking
from wegweiser.journeys.reasons.finding import Rule
from wegweiser.journeys.reasons.friction import friction
from wegweiser.warehouse import Result


class Reasons:
    """Answers about why customers leave; everything here goes with leaving and proves no cause."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def friction(self, goal: str | None = None, *, rule: Rule | None = None) -> Result:
        """Return where it chafes, unasked: kind, what, touchpoint, other, since, until, segment, customers, sessions.

        Also of_sessions, rate, expected, difference, lo, hi (of the difference), q, weight (customers beyond
        expectation, by which it is ranked). Kinds: loop, way back, repeat, error exit, dwell, change, segment.
        What: unreached (visits without the goal), fault, contact (with the service), exit, back, slow, repeat.

        Args:
            goal: the goal visits should reach; the first one where none is named.
            rule: when something is called friction.

        Raises:
            UnknownName: no goal is called so.
            InvalidSetting: there is no goal at all.
        """
        return friction(self._asking, self._goal(goal), rule or Rule())

    def _goal(self, goal: str | None) -> str:
        if goal is not None:
            return goal
        if not self._asking.registry.goals:
            raise InvalidSetting("Friction", ["it is looked for on the way to a goal; name one in wegweiser.toml"])
        return self._asking.registry.goals[0].id
