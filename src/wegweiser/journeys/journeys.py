"""The figures of all journeys, each with the note that states its definition and its denominator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from wegweiser.collect import tables as collected
from wegweiser.domain.funnels import Funnel
from wegweiser.errors import InvalidSetting
from wegweiser.identity import PROFILE_OF
from wegweiser.journeys import flow, outcomes, reach, responses, trends
from wegweiser.journeys.asking import Asking, one_of
from wegweiser.journeys.differences import Differences
from wegweiser.journeys.exporting import Logs
from wegweiser.journeys.funnels import funnel, funnel_note, funnel_rule, known_property
from wegweiser.journeys.grouping import Group
from wegweiser.journeys.moves import Moves
from wegweiser.journeys.notes import NOTES
from wegweiser.journeys.patterns import Patterns
from wegweiser.journeys.reasons import Reasons
from wegweiser.journeys.registry import Registry
from wegweiser.journeys.selection import Selection, chosen
from wegweiser.journeys.times import Times
from wegweiser.warehouse import Query, Result, Warehouse


class Journeys:
    """Answers about the journeys a build made with this registry; every result is small and says what it counts.

    Where a goal may be named and is not, a customer's whole history is looked at.
    """

    def __init__(
        self, warehouse: Warehouse, registry: Registry, *, zone: str = "UTC", group: Group | None = None
    ) -> None:
        self._asking = Asking(warehouse, registry, zone, group)
        self._registry = registry

    def among(self, *selections: str) -> Journeys:
        """Return the same answers, of the customers or the period selected only.

        Who is selected is found now; ask again after a new run. In a period, journeys are those opened in it,
        followed to their end; contacts are those within it, and the first of them counts as a customer's first.

        Example:
            `journeys.among("persona:pe_1", "period:2026-01..2026-03").goals()`

        Args:
            selections: all of which hold: `persona:pe_1`, `pattern:view ->> [not cart] buy`, `touch:newsletter`,
                `trait:country=AT`, `period:2026-03`, `period:2026-01-15..2026-02-03`.

        Raises:
            InvalidSetting: a selection or a pattern cannot be read.
            UnknownName: no kind of selection, persona, touchpoint or trait is called so.
        """
        asking = chosen(self._asking, Selection.read(*selections), ", ".join(selections))
        return Journeys(asking.warehouse, asking.registry, zone=asking.zone, group=asking.group)

    def against(self, other: Journeys) -> Differences:
        """Return this group's shares minus those of another group, with intervals.

        Example:
            `journeys.among("persona:pe_1").against(journeys.among("persona:pe_2")).transitions()`

        Raises:
            InvalidSetting: the other journeys are of another warehouse or registry.
        """
        return Differences(self._asking, other._asking)

    @property
    def patterns(self) -> Patterns:
        """Paths by pattern: who goes this way, what comes before and after an anchor."""
        return Patterns(self._asking)

    @property
    def moves(self) -> Moves:
        """Flow in the large: step matrix, step flow with exits, flow graph on the grid of phases."""
        return Moves(self._asking)

    @property
    def times(self) -> Times:
        """How long things take, when they happen, and who comes back."""
        return Times(self._asking)

    @property
    def reasons(self) -> Reasons:
        """Why they leave: what they did instead, what goes with converting, where it chafes."""
        return Reasons(self._asking)

    @property
    def logs(self) -> Logs:
        """The contacts themselves as event logs, XES and OCEL 2.0, customers under pseudonyms."""
        return Logs(self._asking)

    def summary(self) -> Result:
        """Return one row: customers, events, steps, since, until, unmapped_events."""
        return self._run(reach.summary(self._asking.tables(), self._asking.events(), self._asking.rules()))

    def unmapped(self) -> Result:
        """Return the event names no touchpoint rule takes, with their events."""
        names = self._asking.warehouse.table(collected.SIGNATURE)
        query = Query(
            "unmapped",
            f"""select s.event, count(*) as events from {self._asking.events()} v join {names} s on s.code = v.signature
                left join {self._asking.rules()} r on r.code = v.signature where r.code is null
                group by s.event order by events desc, s.event""",
        )
        return self._run(query)

    def touchpoints(self) -> Result:
        """Return per touchpoint: phase, channel, customers, contacts, share, lo, hi, derived."""
        known = len(self._asking.registry.touchpoints)
        return self._run(reach.touchpoints(self._asking.tables(), self._asking.events(), self._asking.rules(), known))

    def sessions(self) -> Result:
        """Return one row: sessions, customers, contacts_median, contacts_p90, median_s, p90_s (how long they last)."""
        return self._run(reach.sessions(self._asking.tables()))

    def phases(self) -> Result:
        """Return per phase: place, customers, touched, on, on_lo, on_hi, dwell_median_s, dwell_p90_s, dwell_n."""
        return self._run(reach.phases(self._asking.tables()))

    def onward(self) -> Result:
        """Return per touchpoint and phase: customers, went_on, share, lo, hi, others, others_on, others_share."""
        return self._run(reach.onward(self._asking.tables()))

    def coverage(self) -> Result:
        """Return one row: customers, following (first contacts in the order of the phases), share, lo, hi."""
        return self._run(reach.coverage(self._asking.tables()))

    def goals(self) -> Result:
        """Return per goal: converted, lost, open, rate, lo, hi, customers, value."""
        return self._run(outcomes.goals(self._asking.tables()))

    def transitions(self, goal: str | None = None, *, ends: bool = False) -> Result:
        """Return per source and target: transitions, customers, median_s, p90_s, share.

        Args:
            goal: look only at this goal's closed journeys.
            ends: add the ways in from '(start)' and out to '(end)'.
        """
        query = flow.transitions(self._asking.tables(), self._asking.goal_code(goal), ends=ends)
        return self._run(query, "transitions" if goal is None else "transitions_goal", goal)

    def paths(self, goal: str | None = None, *, top: int = 20, collapse: bool = False) -> Result:
        """Return the most frequent whole paths: path, journeys, share, cumulative, converted, rate, lo, hi.

        Args:
            goal: look at this goal's closed journeys.
            top: how many paths.
            collapse: count a touchpoint repeated at once as one.

        Raises:
            InvalidSetting: `top` is less than one.
        """
        if top < 1:
            raise InvalidSetting("The paths", [f"top is {top}; it must be at least 1"])
        query = flow.paths(self._asking.tables(), self._asking.goal_code(goal), top=top, collapse=collapse)
        return self._asking.spelled(self._run(query, "paths" if goal is None else "paths_goal", goal))

    def loops(self, goal: str | None = None) -> Result:
        """Return per source and via: loops, customers, sessions, of_sessions, share, lo, hi, structural."""
        return self._run(flow.loops(self._asking.tables(), self._asking.goal_code(goal)))

    def funnel(
        self, steps: Funnel | Sequence[str], *, within: timedelta | None = None, unit: str = "customer"
    ) -> Result:
        """Return per step: optional, reached, customers, share, of_previous, lo, hi, lost, open, km, km_lo, km_hi.

        `share`, with lo and hi, is of the first step; `lost` and `open` are since the last step that is required,
        and open ones are in no share. `km` is the Kaplan-Meier share that came here from that step within the
        window; without a window nobody is open and it is empty.

        Example:
            `journeys.funnel(["cart", "payment", "purchase"], within=timedelta(days=7))`

        Args:
            steps: a `domain.funnels.Funnel`, or touchpoints in the order they have to come; others may come between.
            within: the longest time from the first to the last.
            unit: whose contacts have to come in order: `customer`, `session` or `attempt`.

        Raises:
            UnknownName: a step is no touchpoint, there is no such unit, or no event has the property that is held.
            InvalidSetting: there is no step, one text instead of a list, or a window beside a whole funnel.
        """
        if isinstance(steps, Funnel) and (within is not None or unit != "customer"):
            raise InvalidSetting("A funnel", ["its window and unit are given within it"])
        asked = steps if isinstance(steps, Funnel) else Funnel(steps, within=within, unit=unit)
        warehouse = self._asking.warehouse
        known_property(warehouse, warehouse.table(collected.EVENT), asked.hold)
        logs = self._asking.events(), warehouse.table(collected.SIGNATURE)
        query = funnel(self._asking.tables(), asked, self._registry, logs)
        return self._asking.run(query, funnel_note(asked), **funnel_rule(asked))

    def dropoff(self, goal: str, *, unit: str = "journey") -> Result:
        """Return per touchpoint: ends, visits, rate, lo, hi, expected, customers, contacts, leaving.

        `leaving` (with leaving_lo, leaving_hi, leaving_expected) is the rate per contact; most leaving first.

        Args:
            goal: what was not reached.
            unit: whose end counts: a closed `journey` of the goal, or a `session` (where a visit breaks off).
        """
        reaching = self._asking.reaching(goal)
        stretch = one_of(outcomes.Stretch, unit)
        query = outcomes.dropoff(self._asking.tables(), self._registry.goal_id(goal), reaching, stretch)
        return self._run(query, "dropoff" if unit == "journey" else "dropoff_session", goal)

    def repeats(self, goal: str) -> Result:
        """Return per nth conversion: customers, share_of_previous, median_days."""
        return self._run(outcomes.repeats(self._asking.tables(), self._registry.goal_id(goal)), goal=goal)

    def loyalty(self, goal: str) -> Result:
        """Return one row: repeats, skipping, share, lo, hi, median_days, and days and value of skipping and others."""
        return self._run(outcomes.loyalty(self._asking.tables(), self._registry.goal_id(goal)), goal=goal)

    def months(self, goal: str | None = None, *, touchpoint: str | None = None, phase: str | None = None) -> Result:
        """Return per month: customers, conversions and closed (of a goal) or contacts, rate, lo, hi.

        Raises:
            InvalidSetting: not exactly one of goal, touchpoint and phase is named.
        """
        if [goal, touchpoint, phase].count(None) != 2:
            raise InvalidSetting("A trend", ["it needs exactly one of goal, touchpoint and phase"])
        if goal is not None:
            query = trends.goal_months(self._asking.tables(), self._registry.goal_id(goal))
            return self._run(query, "months_goal", goal)
        if touchpoint is not None:
            column, code = "touchpoint_id", self._registry.touchpoint_id(touchpoint)
        else:
            column, code = "phase_id", self._registry.model.order(str(phase))
        return self._run(trends.contact_months(self._asking.tables(), column, code), "months_contacts")

    def campaigns(self) -> Result:
        """Return per campaign and touchpoint: customers, contacts, since, until."""
        return self._run(trends.campaigns(self._asking.tables(), self._campaigned()))

    def responses(self) -> Result:
        """Return per touchpoint that sends campaigns and response: receipts, responded, customers, share, lo, hi.

        Also median_days, the time between. A receipt is a campaign and a customer who first met it there.
        """
        return self._run(responses.responses(self._asking.tables(), self._campaigned()))

    def _run(self, query: Query, note: str = "", goal: str | None = None) -> Result:
        values = {} if goal is None else {"goal": self._registry.goal(goal).name}
        return self._asking.run(query, NOTES[note or query.name], **values)

    def _campaigned(self) -> Query:
        """Return the contacts that carry a campaign."""
        warehouse, asking = self._asking.warehouse, self._asking
        profiles, names = warehouse.table(PROFILE_OF), warehouse.table(collected.SIGNATURE)
        return responses.contacts(asking.events(), profiles, names, asking.rules())
