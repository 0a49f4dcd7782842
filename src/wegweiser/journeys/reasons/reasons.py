"""Why they leave: what they did instead, drivers of conversion, friction, and planned against actual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Count, Span, both
from wegweiser.journeys.asking import Asking, one_of
from wegweiser.journeys.reasons.conforming import Plan, conformance
from wegweiser.journeys.reasons.drivers import Opening, drivers
from wegweiser.journeys.reasons.finding import Rule
from wegweiser.journeys.reasons.friction import friction
from wegweiser.journeys.reasons.instead import Unit, instead
from wegweiser.journeys.reasons.notes import NOTES
from wegweiser.warehouse import Result


class Reasons:
    """Answers about why customers leave; everything here goes with leaving and proves no cause."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def instead(self, source: str, target: str, *, unit: str = "session") -> Result:
        """Return per touchpoint who met it next and later after the source, without the target and with it.

        Columns: touchpoint ('(end)': the way out), next with share, lo, hi, later with later_share, later_lo, later_hi,
        customers, n; and the same of those who reached the target, as reached_next, reached_later and so on.

        Example:
            `journeys.reasons.instead("cart", "payment")`

        Args:
            source: the touchpoint they met; everything counts from the first contact with it.
            target: the touchpoint some of them never came to after it.
            unit: whose way is followed, that of a `session` or that of a `customer`.

        Raises:
            UnknownName: one of the two is no touchpoint, or the unit is neither of the two.
            InvalidSetting: both are the same touchpoint.
        """
        registry, which = self._asking.registry, one_of(Unit, unit)
        if source == target:
            raise InvalidSetting("What they did instead", [f"it needs two touchpoints, and '{source}' is one"])
        codes = registry.touchpoint_id(source), registry.touchpoint_id(target)
        query = instead(self._asking.tables(), *codes, which)
        names = {name: registry.touchpoints[code].name for name, code in zip(("source", "target"), codes, strict=True)}
        return self._asking.run(query, NOTES[f"instead_{which}"], **names)

    def drivers(self, goal: str, *, first: int = 5, within: timedelta | None = None, least: int = 20) -> Result:
        """Return what goes with converting, unlikely to be chance first: kind, name, value, n, rate, goes_with.

        Also others_n and others_rate (journeys without it), lift, difference with lo and hi, odds_ratio with odds_lo
        and odds_hi, p, and q. Kinds: met, met again, different touchpoints, segment (a property of the first event, a
        trait, or whether it is the customer's first visit). Structural steps and the goal's own are left out.

        Converting is reaching the goal within its lookback from the opening; journeys that opened less than that
        before the end of the data are left out, whatever became of them.

        Args:
            goal: what converts.
            first: what was met counts in this many first steps of a journey, for all alike.
            within: or in this time from its opening.
            least: fewer journeys than this with or without something are not compared.

        Raises:
            UnknownName: no goal is called so.
            InvalidSetting: the first stretch is empty, or not shorter than the lookback.
        """
        aim = self._asking.registry.goal(goal)
        opening = Opening(aim.lookback, first, within)
        found, tests = drivers(self._asking, goal, opening, least)
        stretch = both("first {k} steps", k=first) if within is None else both("first {hours}", hours=Span(within))
        words = {"goal": aim.name, "follow": Span(opening.follow), "stretch": stretch}
        return replace(found, note=self._asking.said(NOTES["drivers"], tests=Count(tests), **words))

    def conformance(self, planned: Sequence[str], *, goal: str | None = None) -> Result:
        """Return per kind of deviation and planned step: journeys, of_journeys, share, lo, hi, customers.

        Kinds: follows (nothing missing, reordered or failed), follows so far (the same up to where it ends), missing,
        reordered, repeated, failed (by the touchpoint that is a fault), added (by the touchpoint).

        Example:
            `journeys.reasons.conformance(["product_view", "cart", "purchase"], goal="purchase")`

        Args:
            planned: ids of touchpoints or phases, in the planned order.
            goal: look at this goal's closed journeys; else at whole histories.

        Raises:
            UnknownName: a step is neither a touchpoint nor a phase, or no goal is called so.
            InvalidSetting: there are fewer than two steps, or one of them twice.
        """
        plan = Plan.of(planned, self._asking.registry)
        query = conformance(self._asking.tables(), self._asking.goal_code(goal), plan)
        return self._asking.run(query, NOTES["conformance"], plan=" → ".join(plan.steps))

    def friction(self, goal: str | None = None, *, rule: Rule | None = None) -> Result:
        """Return where it chafes, unasked: kind, what, touchpoint, other, since, until, segment, customers, sessions.

        Also of_sessions, rate, expected, difference, lo, hi (of the difference), q, weight (customers beyond
        expectation, by which it is ranked); of a dated fault the step most meet it after, of_step (visits with it then)
        and step_expected (the share on other days); recorded_until where its sources end before others do. Kinds: loop,
        way back, repeat, error exit, dwell, change, segment. What: unreached (visits without the goal), fault, contact
        (with the service), exit, back, slow, repeat.

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
