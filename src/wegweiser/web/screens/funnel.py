"""Funnels: the one before each goal at once, and one's own built step by step, kept, shared and compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec

from wegweiser.domain.people import Role
from wegweiser.domain.talk import SavedQuestion
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.web import analysis
from wegweiser.web.analysis.funnels import Counted, FunnelShown
from wegweiser.web.frame import Action, Download, Reply, View, Visit
from wegweiser.web.frame.declared import Declared
from wegweiser.web.screens.paths import among_of
from wegweiser.workspace import questions
from wegweiser.workspace.insights import rows

KIND = "funnel"
"""What jobs and saved questions of this screen are called."""
_SECONDS = {"minutes": 60, "hours": 3_600, "days": 86_400}
_MOST = 12
Words = Annotated[str, msgspec.Meta(max_length=300)]
Place = Annotated[int, msgspec.Meta(ge=0, le=_MOST)]


class FunnelAsked(analysis.Address, frozen=True, kw_only=True):
    """The funnel as it is built: its steps, one change to them, and the rules they count by."""

    goal: Words = ""
    steps: tuple[Words, ...] = ()
    add: Words = ""
    drop: Place | None = None
    up: Place | None = None
    down: Place | None = None
    unit: Literal["session", "customer", "attempt"] = "session"
    order: Literal["ordered", "strict", "any"] = "ordered"
    within: Annotated[float, msgspec.Meta(gt=0, le=10_000)] | None = None
    per: Literal["minutes", "hours", "days"] = "days"
    exclude: tuple[Words, ...] = ()
    group: Words = ""
    against: Words = ""
    """Another group, which is counted beside the first one."""
    since: Words = ""
    until: Words = ""
    one: Words = ""
    """The job that counted the funnel."""
    other: Words = ""
    """The job that counted it for the other group."""


class FunnelFile(FunnelAsked, frozen=True, kw_only=True):
    """A figure of the screen as a file."""

    figure: str
    form: str


class Keeping(FunnelAsked, frozen=True, kw_only=True):
    """A funnel to be kept under a name."""

    name: Words = ""
    shared: bool = False


class Kept(msgspec.Struct, frozen=True):
    """One saved funnel."""

    id: str


class Asked(msgspec.Struct, frozen=True):
    """The jobs of a funnel: its own, and the other group's where one was named."""

    one: str
    other: str = ""


def _funnel(visit: Visit, asked: FunnelAsked) -> FunnelShown:
    index = analysis.index_of(visit.site)
    goal = asked.goal or (index.main_goal if index else None)
    default = _default(visit, goal, asked.unit)
    steps = edited(asked, tuple(step.step for step in default.steps) if default else ())
    own = _own(asked, steps, default)
    saved = visit.site.store.saved.all(visit.by, KIND)
    return FunnelShown(
        goal=goal,
        steps=steps,
        index=index,
        counted=None if own else default,
        one=_counted(visit, asked.one),
        other=_counted(visit, asked.other),
        saved=saved,
        links={one.id: _link(one) for one in saved},
    )


def edited(asked: FunnelAsked, default: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the steps after the one change an address asks for.

    Example:
        >>> edited(FunnelAsked(steps=("ad", "cart", "buy"), up=1))
        ('cart', 'ad', 'buy')
    """
    steps = list(asked.steps or default)
    if asked.drop is not None and asked.drop < len(steps):
        del steps[asked.drop]
    if asked.add and asked.add not in steps and len(steps) < _MOST:
        steps.append(asked.add)
    place = asked.up if asked.up is not None else None if asked.down is None else asked.down + 1
    if place is not None and 0 < place < len(steps):
        steps[place - 1], steps[place] = steps[place], steps[place - 1]
    return tuple(steps)


def _own(asked: FunnelAsked, steps: tuple[str, ...], default: rows.FunnelRows | None) -> bool:
    """Return whether anything differs from what the last run counted."""
    plain = default is not None and steps == tuple(step.step for step in default.steps) and asked.order == "ordered"
    ruled = asked.within is not None or asked.exclude or among_of(asked.group, asked.since, asked.until)
    return bool(asked.one) or not plain or bool(ruled)


def _default(visit: Visit, goal: str | None, unit: str) -> rows.FunnelRows | None:
    found = visit.site.insights.funnels()
    ours = [one for one in found.funnels if one.goal == goal] if found else []
    return next((one for one in ours if one.unit == unit), ours[0] if ours else None)


def _counted(visit: Visit, job: str) -> Counted | None:
    if not job:
        return None
    work, found = analysis.work_of(visit, job, KIND)
    question, counted = analysis.answered(visit, found, questions.FunnelAsked, rows.FunnelRows)
    return Counted(question, work, counted)


def _file(visit: Visit, asked: FunnelFile) -> Download:
    return analysis.saved(visit, _funnel(visit, asked).figures(visit.language), asked.figure, asked.form)


def _count(visit: Visit, asked: FunnelAsked) -> Asked:
    one = _question(asked, asked.group)
    other = _question(asked, asked.against) if asked.against and asked.against != asked.group else None
    if len(one.steps) < 2:
        raise InvalidSetting("The funnel", [visit.say("A funnel needs two steps at least.")])
    jobs = [analysis.ask(visit, KIND, question) for question in (one, other) if question is not None]
    return Asked(jobs[0].id, jobs[1].id if len(jobs) > 1 else "")


def _question(asked: FunnelAsked, group: str) -> questions.FunnelAsked:
    group = "" if group == "*" else group
    return questions.FunnelAsked(
        steps=edited(asked),
        within_s=round(asked.within * _SECONDS[asked.per]) if asked.within is not None else None,
        order=asked.order,
        unit=asked.unit,
        exclude=asked.exclude,
        among=among_of(group, asked.since, asked.until),
    )


def _keep(visit: Visit, asked: Keeping) -> SavedQuestion:
    if not asked.name.strip():
        raise InvalidSetting("The funnel", [visit.say("Give the funnel a name first.")])
    plain = FunnelAsked(
        **{name: getattr(asked, name) for name in FunnelAsked.__struct_fields__ if name not in _FLEETING}
    )
    plain = msgspec.structs.replace(plain, steps=edited(asked))
    questions.check(_question(plain, plain.group), visit.site.config)
    return visit.site.store.saved.add(
        KIND, asked.name.strip(), msgspec.json.encode(plain), visit.by, shared=asked.shared
    )


_FLEETING = frozenset({"add", "drop", "up", "down", "one", "other"})


def _forget(visit: Visit, asked: Kept) -> None:
    if not visit.site.store.saved.remove(asked.id, visit.by):
        raise UnknownName("saved funnel", asked.id, None)


def _link(one: SavedQuestion) -> str:
    try:
        return f"/funnel{msgspec.json.decode(one.question, type=FunnelAsked).but()}"
    except msgspec.MsgspecError:
        # Another version kept it.
        return "/funnel"


def _to_answer(_: Visit, asked: FunnelAsked, done: Asked) -> Reply:
    steps = edited(asked)
    return Reply(
        to="/funnel" + asked.but(steps=steps, add="", drop=None, up=None, down=None, one=done.one, other=done.other)
    )


def _to_kept(_: Visit, __: Keeping, done: SavedQuestion) -> Reply:
    return Reply(to=_link(done))


_FUNNEL: View[FunnelAsked, FunnelShown] = View(
    "/funnel", "funnel", "A funnel: its steps, and what was counted.", _funnel, FunnelAsked, template="funnel.html"
)
DECLARED: tuple[Declared, ...] = (
    _FUNNEL,
    View("/funnel/figures/{figure}/{form}", "funnel_figure", "A figure of a funnel as a file.", _file, FunnelFile),
    Action(
        "/funnel/counts",
        "count_funnel",
        "Count a funnel of one's own.",
        _count,
        FunnelAsked,
        Role.VIEWER,
        _to_answer,
        again=_FUNNEL,
    ),
    Action(
        "/funnel/saved",
        "save_funnel",
        "Keep a funnel under a name.",
        _keep,
        Keeping,
        Role.VIEWER,
        _to_kept,
        again=_FUNNEL,
    ),
    Action(
        "/funnel/saved/{id}/remove",
        "forget_funnel",
        "Remove one's own saved funnel.",
        _forget,
        Kept,
        Role.VIEWER,
        "/funnel",
    ),
)
