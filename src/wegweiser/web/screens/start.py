"""The start page: what changed, what waits, what is worth most; a new workspace is led to its first map."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby, zip_longest

import msgspec

from wegweiser import demo, maps
from wegweiser.domain.estimates import Estimate
from wegweiser.domain.levers import Grade
from wegweiser.domain.people import Role
from wegweiser.domain.talk import Activity, Comment, Task
from wegweiser.errors import MissingExtra, WorkspaceProblem
from wegweiser.i18n import Text, both
from wegweiser.maps import drawings
from wegweiser.web import mapping, pointing, resting, staging
from wegweiser.web.frame.declared import Action, Declared, Nothing, Reply, View
from wegweiser.web.frame.site import Visit
from wegweiser.web.jobs import ended
from wegweiser.web.screens.goals import Missed, missed
from wegweiser.web.screens.jobs import JobShown, current_run, main_map, shown
from wegweiser.workspace import changing, questions, standing
from wegweiser.workspace.insights import rows

_WHAT = "start"
"""What is looked at, in the store's memory of what people saw."""
_LONGEST = timedelta(days=14)
"""What is older is no news, however long she was away."""
_SOON = timedelta(days=7)
_LEVERS, _NEWS, _OTHERS = 3, 12, 5
_TEMPLATES = ("online-shop", "grocery", "service")


class News(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that happened, to a map or to the data."""

    at: datetime
    kind: str
    """run, revision, comment, version or task."""
    text: Text
    by: str = ""
    to: str = ""
    customers: int | None = None
    """How many more customers a run found."""
    events: int | None = None


class Due(msgspec.Struct, frozen=True, omit_defaults=True):
    """A review or a task with its day."""

    text: Text
    on: date
    to: str
    late: bool = False
    kind: str = "review"


class Doubt(msgspec.Struct, frozen=True):
    """A claim that went stale, and why."""

    claim: str
    text: Text
    reason: Text
    to: str


class TopLever(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the levers worth most."""

    id: str
    text: Text
    grade: Grade
    goal: Text
    customers: int
    worth: Estimate | None = None
    currency: str | None = None
    as_of: date | None = None


class Fresh(msgspec.Struct, frozen=True, omit_defaults=True):
    """How fresh a source is: its last event, and how many days ago that is."""

    name: str
    until: date | None = None
    days: int | None = None
    quiet: bool = False
    """Whether it was silent for far longer than the others."""


class StartShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands on the start page."""

    bare: bool = False
    """Whether there is neither a map nor data yet."""
    map: str = ""
    """Address of the workspace's own map."""
    index: rows.Index | None = None
    unseen: int = 0
    """Touchpoints the first finding rests on that were proposed and nobody has looked at."""
    since: datetime | None = None
    """What is told happened after this moment."""
    news: tuple[News, ...] = ()
    more_news: int = 0
    due: tuple[Due, ...] = ()
    stale: tuple[Doubt, ...] = ()
    stale_count: int = 0
    levers: tuple[TopLever, ...] = ()
    overview: drawings.Figure | None = None
    """The workspace's own map at a glance, where anybody was counted on it."""
    fresh: tuple[Fresh, ...] = ()
    quarantined: int = 0
    mentions: tuple[Comment, ...] = ()
    names: dict[str, str] = {}
    """Names of people by id."""
    jobs: tuple[JobShown, ...] = ()
    run: JobShown | None = None
    missed: tuple[Missed, ...] = ()
    """Touchpoints just proposed that no goal counts, though one counts others of their kind."""
    waiting: int = 0
    """Files that were sent and wait to be agreed to."""
    templates: tuple[str, ...] = ()
    demos: tuple[str, ...] = ()


class TemplateChosen(msgspec.Struct, frozen=True):
    """The template a map begins with."""

    template: str


class DemoChosen(msgspec.Struct, frozen=True):
    """The company to try things on."""

    demo: str = "simulated"


class Begun(msgspec.Struct, frozen=True):
    """Where the new map is seen."""

    map: str


def _start(visit: Visit, _: Nothing) -> StartShown:
    site = visit.site
    index, own = site.insights.index(), main_map(visit)
    jobs = tuple(shown(visit, job) for job in site.store.jobs.all(_OTHERS) if not ended(job))
    bare = not own and (index is None or not index.events)
    found = StartShown(bare=bare, map=own, index=index, jobs=jobs, run=current_run(visit))
    found = msgspec.structs.replace(found, waiting=len(staging.waiting(site)) if visit.may(Role.EDITOR) else 0)
    if bare:
        known = maps.templates()
        order = (*(name for name in _TEMPLATES if name in known), *(name for name in known if name not in _TEMPLATES))
        return msgspec.structs.replace(found, templates=order, demos=_demos())
    return _filled(visit, found)


def _demos() -> tuple[str, ...]:
    """Return the companies there are to try things on: the published year where its package is installed."""
    try:
        demo.plan()
    except MissingExtra:
        return ("simulated",)
    return ("simulated", "published")


def _filled(visit: Visit, found: StartShown) -> StartShown:
    site = visit.site
    since = _since(visit)
    news, data = _news(visit, since), site.insights.data()
    own = mapping.opened(site, found.map.rpartition("/")[2]).aged if found.map else None
    stale = _stale(found.map, own) if own else ()
    mentions = site.store.comments.unread(visit.person.id) if visit.person else ()
    return msgspec.structs.replace(
        found,
        since=since,
        news=tuple(news[:_NEWS]),
        more_news=max(len(news) - _NEWS, 0),
        due=_due(visit),
        stale=stale[:_OTHERS],
        stale_count=len(stale),
        levers=_levers(visit, found.index),
        overview=drawings.lines.overview(own.journey_map, visit.language) if own else None,
        fresh=_fresh(visit, data) if data else (),
        quarantined=data.quarantined if data else 0,
        mentions=mentions[:_OTHERS],
        names=pointing.names(site),
        unseen=_unseen(visit, found.map),
        missed=_missed(visit),
    )


def _missed(visit: Visit) -> tuple[Missed, ...]:
    """Return what goals miss of the touchpoints nobody has looked at; the others were left out by somebody."""
    new = {one.id for one in visit.site.config.touchpoint if one.proposed}
    return tuple(one for one in missed(visit.site) if one.touchpoint.id in new)


def _unseen(visit: Visit, own: str) -> int:
    """Return on how many touchpoints nobody looked at the finding of the last run rests."""
    generated = mapping.opened(visit.site, own.rpartition("/")[2]).generated if own else None
    touchpoints = visit.site.config.touchpoint
    return resting.unseen(generated.finding, generated.evidence, touchpoints) if generated else 0


def _since(visit: Visit) -> datetime:
    """Return from when on things are news to her: since she said that she saw it all, and never for too long."""
    last = visit.site.store.seen.last(visit.person.id, _WHAT) if visit.person else None
    longest = visit.now - _LONGEST
    return max(last, longest) if last else longest


def _news(visit: Visit, since: datetime) -> list[News]:
    store, found = visit.site.store, list(_runs(visit, since))
    for entry in store.maps.all():
        others = [one for one in store.activity(entry.id, since) if one.by != visit.by]
        found += [_told(entry.id, tuple(run)) for _, run in groupby(others, _bundle)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _bundle(one: Activity) -> tuple[str, str]:
    """Return what things that are told in one line have in common: somebody's going back and forth."""
    return ("undoing", one.by) if one.undoes is not None else (one.kind, one.id)


def _told(map_id: str, run: tuple[Activity, ...]) -> News:
    """Return what happened one after the other as one line, with the moment of the newest."""
    one = run[0]
    to = "/tasks" if one.kind == "task" else f"/maps/{map_id}"
    text = both("Undone and done again: {n} times", n=len(run)) if len(run) > 1 else one.text
    return News(one.at, one.kind, text, one.by, to)


def _runs(visit: Visit, since: datetime) -> tuple[News, ...]:
    history = visit.site.insights.history()
    runs = history.runs if history else ()
    return tuple(
        News(
            run.made_at,
            "run",
            run.finding or "",
            customers=run.customers - before.customers if before else None,
            events=run.events - before.events if before else None,
        )
        for run, before in zip_longest(runs, runs[1:])
        if run.made_at > since
    )


def _due(visit: Visit) -> tuple[Due, ...]:
    today, store = visit.now.date(), visit.site.store
    found = [
        Due(entry.title, entry.review_next, f"/maps/{entry.id}", entry.review_next < today)
        for entry in store.maps.all()
        if entry.review_next and entry.review_next <= today + _SOON
    ]
    found += [
        Due(task.title, task.due, "/tasks", task.due < today, "task")
        for task in _tasks(visit)
        if task.due and task.due <= today + _SOON
    ]
    return tuple(sorted(found, key=lambda one: one.on))


def _tasks(visit: Visit) -> tuple[Task, ...]:
    if visit.person is None:
        return ()
    return tuple(task for task in visit.site.store.tasks.all(owner=visit.person.id) if task.state != "done")


def _stale(own: str, aged: standing.Aged) -> tuple[Doubt, ...]:
    texts = {claim.id: claim.text for claim in aged.journey_map.claims()}
    return tuple(
        Doubt(one.claim, texts[one.claim], one.reason, f"{own}/evidence?target=claim:{one.claim}")
        for one in aged.stale
        if one.claim in texts and not one.renewed
    )


def _levers(visit: Visit, index: rows.Index | None) -> tuple[TopLever, ...]:
    found = visit.site.insights.levers()
    if found is None or index is None:
        return ()
    goals = {goal.id: goal.name for goal in index.goals}
    ranked = sorted((lever for lever in found.levers if lever.rank is not None), key=lambda one: one.rank or 0)
    return tuple(
        TopLever(
            id=one.id,
            text=one.text,
            grade=one.grade,
            goal=goals.get(one.goal, one.goal),
            customers=one.customers,
            worth=one.worth,
            currency=one.currency,
            as_of=one.as_of or index.as_of,
        )
        for one in ranked[:_LEVERS]
    )


def _fresh(visit: Visit, data: rows.Data) -> tuple[Fresh, ...]:
    today = visit.now.date()
    return tuple(
        Fresh(one.name, one.until, (today - one.until).days if one.until else None, (one.days_silent or 0) > _SOON.days)
        for one in sorted(data.sources, key=lambda one: one.until or date.min)
        if one.kind == "events" and one.until
    )


def _seen(visit: Visit, _: Nothing) -> None:
    visit.site.store.seen.set(visit.who.id, _WHAT)


def _from_template(visit: Visit, chosen: TemplateChosen) -> Begun:
    plan = maps.template(chosen.template)
    if main_map(visit) or not plan.write(visit.site.folder / "journey.yaml"):
        raise WorkspaceProblem("There is a map already.")
    changing.adopt_plan(visit.site.folder, plan)
    return Begun(main_map(visit))


def _demo(visit: Visit, chosen: DemoChosen) -> JobShown:
    question = questions.Demo(simulated=chosen.demo != "published")
    return shown(visit, visit.site.jobs.ask("demo", question, visit.by))


DECLARED: tuple[Declared, ...] = (
    View("/", "start", "What changed, what waits, what is worth most.", _start, Nothing, template="start.html"),
    Action("/start/seen", "start_seen", "Say that the news were seen.", _seen, Nothing, Role.VIEWER, "/"),
    Action(
        "/start/template",
        "start_template",
        "Begin with the map of a template.",
        _from_template,
        TemplateChosen,
        Role.EDITOR,
        lambda _visit, _taken, done: Reply(to=done.map),
    ),
    Action(
        "/start/demo",
        "start_demo",
        "Fill a bare workspace with a company to try things on.",
        _demo,
        DemoChosen,
        Role.ADMIN,
        lambda _visit, _taken, done: Reply(to=f"/jobs/{done.id}?go=true"),
    ),
)
