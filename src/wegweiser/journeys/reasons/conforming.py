"""Actual journeys against a planned order of steps: what is missing, added, reordered, repeated and failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wegweiser.domain.touchpoints import is_fault
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.journeys.counting import Tables, bucket_of, considered, design_effect, interval, share_of
from wegweiser.journeys.registry import Registry
from wegweiser.warehouse import Query

_SPAN = 1000
"""More steps than a plan has: a contact's number times this, plus a place, is one number that keeps both."""
_WORD = 62
"""How many facts one whole number holds as bits."""
_KINDS = ("follows", "follows so far", "missing", "reordered", "repeated", "failed", "added")


@dataclass(frozen=True)
class Plan:
    """The planned steps in order; each is a touchpoint or a phase."""

    steps: tuple[str, ...]
    touchpoints: tuple[tuple[int, int], ...]
    """Code and place of the planned touchpoints; they go before the phase they stand in."""
    phases: tuple[tuple[int, int], ...]
    faults: tuple[int, ...]
    known: int
    """How many touchpoints there are. In a way a phase has the number of its place in the plan above them."""

    @classmethod
    def of(cls, steps: Sequence[str], registry: Registry) -> Plan:
        """Return the plan in the registry's codes.

        Raises:
            InvalidSetting: there are fewer than two steps, or one twice.
            UnknownName: a step is neither a touchpoint nor a phase.
        """
        if isinstance(steps, str) or len(steps) < 2 or len(set(steps)) < len(steps):
            raise InvalidSetting("A plan", ["it needs a list of at least two steps, each of them once"])
        codes = {touchpoint.id: code for code, touchpoint in enumerate(registry.touchpoints)}
        phases = {phase.id: place for place, phase in enumerate(registry.model.phases)}
        for step in steps:
            if step not in codes and step not in phases:
                raise UnknownName("planned step", step, [*codes, *phases])
        places = list(enumerate(steps))
        return cls(
            steps=tuple(steps),
            touchpoints=tuple((codes[step], place) for place, step in places if step in codes),
            phases=tuple((phases[step], place) for place, step in places if step not in codes),
            faults=tuple(code for name, code in codes.items() if is_fault(name) and name not in steps),
            known=len(codes),
        )

    @property
    def marks(self) -> dict[int, int]:
        """The place in the plan of each number in a way that has one."""
        return dict(self.touchpoints) | {self.known + place: place for _, place in self.phases}

    def mark(self) -> str:
        """Return the expression of a contact's number in a way: its touchpoint's, or that of a planned phase."""
        named = ", ".join(map(str, (*self.faults, *(code for code, _ in self.touchpoints)))) or "-2"
        phases = " ".join(f"when phase_id = {phase} then {self.known + place}" for phase, place in self.phases)
        code = f"case when touchpoint_id in ({named}) then touchpoint_id {phases} else touchpoint_id end"
        return f"cast({code} as smallint)"


@dataclass(frozen=True)
class _Fact:
    """One thing a journey can show, by the bit it has in one of its words."""

    kind: str
    place: int
    touchpoint: int
    word: int
    bit: int


def _told(plan: Plan) -> Iterator[tuple[str, int, int]]:
    """Yield what the way of a journey can show: kind, place and touchpoint; -1 where it has none."""
    yield from (("follows", -1, -1), ("follows so far", -1, -1))
    for kind in ("missing", "reordered", "repeated"):
        yield from ((kind, place, -1) for place in range(len(plan.steps)))
    # A fault before any planned step comes after all places.
    yield from (("failed", place, fault) for place in range(len(plan.steps) + 1) for fault in plan.faults)


def _facts(plan: Plan) -> tuple[list[_Fact], list[_Fact]]:
    """Return the facts a way tells, then what is added, whose bits are the touchpoints themselves."""
    told = [_Fact(*one, *divmod(number, _WORD)) for number, one in enumerate(_told(plan))]
    words = told[-1].word + 1
    left = sorted(set(range(plan.known)) - {*plan.faults, *(code for code, _ in plan.touchpoints)})
    return told, [_Fact("added", len(plan.steps), code, words + code // _WORD, code % _WORD) for code in left]


def conformance(tables: Tables, goal_id: int | None, plan: Plan) -> Query:
    """Per planned step and kind of deviation the journeys that deviate so, of all; and those that follow the plan.

    - missing: the step is never met.
    - reordered: it is first met before a step that is planned earlier.
    - repeated: it is met again after another planned step.
    - failed: a fault is met after it and before the next planned step.
    - added: a touchpoint the plan does not name, by the touchpoint.
    - follows: nothing missing, reordered or failed; follows so far: the same up to where the journey ends.

    A customer with several journeys is no several customers: the interval is widened by the design effect of the 256
    buckets of customers, as that of `outcomes.goals`.

    Journeys go few ways through a plan. Each way is looked at once, and a journey then is numbers whose bits are what
    it shows: counting them takes a third of counting rows.
    """
    told, added = _facts(plan)
    words = told[-1].word + 1
    journeys = _journeys(tables, goal_id, plan, words)
    marked = _marked(tables, journeys, plan, told)
    text = tables.dialect.text
    names = " ".join(f"when {place} then {text(name)}" for place, name in enumerate(plan.steps))
    kinds = " ".join(f"when {number} then {text(kind)}" for number, kind in enumerate(_KINDS))
    seldom = ", ".join(str(_KINDS.index(kind)) for kind in ("failed", "added"))
    # Without a goal each customer is one journey: all are one bucket, whose design effect is 1.
    counted = _counted(tables, marked, [*told, *added], "0" if goal_id is None else bucket_of(tables))
    return Query(
        "conformance",
        f"""select case c.kind {kinds} end as kind, case c.place {names} end as step, t.id as touchpoint,
                   c.journeys, c.n as of_journeys,
                   {share_of("c.journeys", "c.n")} as share, {interval("c.journeys / c.design", "c.n / c.design")},
                   c.customers
            from {counted} c left join {tables.touchpoint} t on t.touchpoint_id = c.touchpoint_id
            where c.journeys > 0 or c.kind not in ({seldom})
            order by c.kind, c.place, c.journeys desc, t.id""",
        (counted,),
    )


def _journeys(tables: Tables, goal_id: int | None, plan: Plan, first_word: int) -> Query:
    """All journeys looked at: their way, which is the planned contacts and faults in order, and what they meet."""
    dialect = tables.dialect
    kept = dialect.kept("path", "x", f"x in ({', '.join(map(str, (*plan.marks, *plan.faults)))})")
    columns = ["profile_id", f"{kept} as way"]
    for word, first in enumerate(range(0, _words_of(plan) * _WORD, _WORD)):
        few = plan.known + len(plan.steps) <= _WORD
        here = dialect.kept("path", "x", f"x >= {first} and x < {min(first + _WORD, plan.known)}")
        bits = dialect.bits("path" if few else dialect.each(here, "x", f"x - {first}"))
        columns.append(f"{bits} as w{first_word + word}")
    if goal_id is not None and not plan.phases:
        paths = Query(
            "conform_path",
            f"select profile_id, path from {tables.journey} where goal_id = {goal_id} and state <> 'open'",
        )
    else:
        looked_at = considered(tables, goal_id)
        paths = Query(
            "conform_path",
            f"""select profile_id, {dialect.coded_list(plan.mark(), "seq")} as path
                from {looked_at} group by profile_id, journey""",
            (looked_at,),
        )
    return Query("conform_journey", f"select {', '.join(columns)} from {paths}", (paths,))


def _marked(tables: Tables, journeys: Query, plan: Plan, told: Sequence[_Fact]) -> Query:
    """The journeys as words: what their way tells, and what they meet. Every step counts as missing until it is met."""
    ways = Query("conform_way", f"select distinct way from {journeys}", (journeys,))
    contacts = Query("conform_contact", tables.dialect.unrolled(str(ways), ("way",), {"code": "way"}, "seq"), (ways,))
    places = " ".join(f"when {mark} then {place}" for mark, place in plan.marks.items())
    steps = Query(
        "conform_step", f"select way, seq, code, case code {places} end as place from {contacts}", (contacts,)
    )
    ordered, failed = _ordered(steps), _failed(steps, plan)
    follows = _following(ordered, failed)
    rules = {
        "follows": (follows, f"met = {len(plan.steps)}"),
        "follows so far": (follows, "met > 0"),
        "missing": (ordered, "place = {place}"),
        "reordered": (ordered, "place = {place} and early = 1"),
        "repeated": (ordered, "place = {place} and times > 1"),
        "failed": (failed, "place = {place} and code = {touchpoint}"),
    }
    words = range(told[-1].word + 1)
    parts = []
    for source in (ordered, failed, follows):
        here = [(one, rules[one.kind][1]) for one in told if rules[one.kind][0] is source]
        sums = [[_bit(one, rule) for one, rule in here if one.word == word] for word in words]
        columns = ", ".join(f"{' + '.join(bits) or '0'} as w{word}" for word, bits in enumerate(sums))
        parts.append(f"select way, {columns} from {source}")
    told_of = Query(
        "conform_told",
        f"""select way, {", ".join(f"cast(sum(w{word}) as bigint) as w{word}" for word in words)}
            from ({" union all ".join(parts)}) as found group by way""",
        (ordered, failed, follows),
    )
    missing = [sum(1 << one.bit for one in told if (one.kind, one.word) == ("missing", word)) for word in words]
    shown = [f"{start} + coalesce(t.w{word}, 0) as w{word}" for word, start in enumerate(missing)]
    met = [f"j.w{words[-1] + 1 + word} as w{words[-1] + 1 + word}" for word in range(_words_of(plan))]
    return Query(
        "conform_marked",
        f"""select j.profile_id, {", ".join([*shown, *met])}
            from {journeys} j left join {told_of} t on t.way = j.way""",
        (journeys, told_of),
    )


def _words_of(plan: Plan) -> int:
    """Return how many words the touchpoints take."""
    return -(-plan.known // _WORD)


def _bit(fact: _Fact, rule: str) -> str:
    """Return the expression of a fact's bit where the rule holds; a step that is met is no longer missing."""
    sign = "-" if fact.kind == "missing" else ""
    holds = rule.format(place=fact.place, touchpoint=fact.touchpoint)
    return f"case when {holds} then {sign}{1 << fact.bit} else 0 end"


def _ordered(steps: Query) -> Query:
    """Per way and planned step that is met: whether an earlier planned one is first met later, how often it is met."""
    entered = Query(
        "conform_entered",
        f"""select way, seq, place,
                   case when lag(place) over (partition by way order by seq) = place then 0 else 1 end as entered
            from {steps} where place is not null""",
        (steps,),
    )
    met = Query(
        "conform_met",
        f"""select way, place, min(seq) as first_seq, sum(entered) as times from {entered} group by way, place""",
        (entered,),
    )
    earlier = "over (partition by way order by place rows between unbounded preceding and 1 preceding)"
    return Query(
        "conform_ordered",
        f"""select way, place, times, case when first_seq < max(first_seq) {earlier} then 1 else 0 end as early
            from {met}""",
        (met,),
    )


def _failed(steps: Query, plan: Plan) -> Query:
    """Faults, each with the planned step last met before it; where there was none, the number after all steps."""
    kept = f"case when place is not null then cast(seq as bigint) * {_SPAN} + place end"
    last = Query(
        "conform_last",
        f"""select way, code, place, max({kept}) over (partition by way order by seq
                                                      rows between unbounded preceding and 1 preceding) as met
            from {steps}""",
        (steps,),
    )
    return Query(
        "conform_failed",
        f"""select distinct way, coalesce(met % {_SPAN}, {len(plan.steps)}) as place, code from {last}
            where place is null""",
        (last,),
    )


def _following(ordered: Query, failed: Query) -> Query:
    """Ways that follow the plan as far as they go, and how many of its steps they meet."""
    facts = Query(
        "conform_fact",
        f"""select way, count(*) as met, max(place) as furthest, max(early) as early from {ordered} group by way""",
        (ordered,),
    )
    return Query(
        "conform_following",
        f"""select f.way, f.met from {facts} f
            left join (select distinct way, 1 as failed from {failed}) b on b.way = f.way
            where b.failed is null and f.early = 0 and f.met = f.furthest + 1""",
        (facts, failed),
    )


def _counted(tables: Tables, marked: Query, facts: Sequence[_Fact], bucket: str) -> Query:
    """Per fact the journeys that show it, their customers, n, all journeys, and the design effect of the share."""
    words = range(max(one.word for one in facts) + 1)
    joined = ", ".join(f"{tables.dialect.any_bits(f'w{word}')} as w{word}" for word in words)
    people = Query("conform_customer", f"select profile_id, {joined} from {marked} group by profile_id", (marked,))
    sums = {
        name: ", ".join(
            f"sum({tables.dialect.bit(f'w{one.word}', one.bit)}) as {name}{number}" for number, one in enumerate(facts)
        )
        for name in ("j", "c")
    }
    journeys = _summed(marked, len(facts), (bucket, sums["j"]))
    customers = Query("conform_customers", f"select {sums['c']} from {people}", (people,))
    lists = {
        "fact": range(len(facts)),
        "kind": [_KINDS.index(one.kind) for one in facts],
        "place": [one.place for one in facts],
        "touchpoint_id": [one.touchpoint for one in facts],
    }
    columns = {name: tables.dialect.numbers(list(numbers)) for name, numbers in lists.items()}
    one = Query("conform_one", "select 1 as one")
    listed = Query("conform_listed", tables.dialect.unrolled(str(one), (), columns, "nth"), (one,))
    picked = {
        name: f"cast(coalesce(case f.fact {cases} end, 0) as bigint)"
        for name in ("j", "c", "y", "x")
        for cases in [" ".join(f"when {number} then {name}{number}" for number in range(len(facts)))]
    }
    picked_of = Query(
        "conform_picked",
        f"""select f.kind, f.place, f.touchpoint_id, j.n, j.xx, {picked["j"]} as journeys, {picked["c"]} as customers,
                   {picked["y"]} as yy, {picked["x"]} as xy
            from {listed} f cross join {journeys} j cross join {customers} c""",
        (listed, journeys, customers),
    )
    share = f"({share_of('journeys', 'n')})"
    return Query("conform_counted", f"select *, {design_effect(share, 'n')} as design from {picked_of}", (picked_of,))


def _summed(marked: Query, facts: int, bucketed: tuple[str, str]) -> Query:
    """One row: all journeys, per fact those that show it, and what its design effect is made of."""
    bucket, sums = bucketed
    placed = Query("conform_placed", f"select *, {bucket} as bucket from {marked}", (marked,))
    journeys = Query("conform_bucket", f"select bucket, count(*) as n, {sums} from {placed} group by bucket", (placed,))
    columns = ", ".join(
        f"sum(j{fact}) as j{fact}, sum(j{fact} * j{fact}) as y{fact}, sum(j{fact} * n) as x{fact}"
        for fact in range(facts)
    )
    return Query(
        "conform_journeys",
        f"select cast(sum(n) as bigint) as n, sum(n * n) as xx, {columns} from {journeys}",
        (journeys,),
    )
