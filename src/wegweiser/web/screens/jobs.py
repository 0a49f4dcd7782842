"""Work in the background: how far it is, stopping it, and the run that brings every figure up to date."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import msgspec

from wegweiser.domain.people import Role
from wegweiser.domain.talk import Job
from wegweiser.errors import NotAllowed
from wegweiser.web.frame.declared import Action, Declared, Nothing, Reply, Stream, View
from wegweiser.web.frame.site import Visit
from wegweiser.web.jobs import TOPIC, ended
from wegweiser.web.mapping import take_in
from wegweiser.workspace import questions

RUN = "run"
_LISTED = 30


class JobShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A job as people see it; what was asked stays with who asked."""

    id: str
    kind: str
    state: str
    by: str
    """Whose name stands beside it."""
    at: datetime
    stage: str = ""
    share: float | None = None
    """How far it is within its stage."""
    error: str = ""
    finished: datetime | None = None
    may_stop: bool = False
    to: str = ""
    """Where its outcome is seen."""

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in {"waiting", "running"}


class JobsShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """The latest jobs, newest first."""

    jobs: tuple[JobShown, ...] = ()


class OneJob(msgspec.Struct, frozen=True):
    """Which job; `go` leads on to its outcome as soon as it is there."""

    job: str
    go: bool = False


def shown(visit: Visit, job: Job) -> JobShown:
    """Return a job as the visitor sees it."""
    return JobShown(
        id=job.id,
        kind=job.kind,
        state=job.state,
        by=_name(visit, job.by),
        at=job.at,
        stage=job.stage,
        share=min(job.done / job.of, 1.0) if job.of > 0 else None,
        error=job.error,
        finished=job.finished,
        may_stop=not ended(job) and _may_stop(visit, job),
        to=_outcome(visit, job),
    )


def current_run(visit: Visit) -> JobShown | None:
    """Return the run that waits or runs now, or None."""
    found = visit.site.store.jobs.current(RUN)
    return shown(visit, found) if found else None


def begin_run(visit: Visit) -> Job:
    """Return the run that is under way, or a new one."""
    return visit.site.jobs.ask_once(RUN, questions.Run(), visit.by)


def _all(visit: Visit, _: Nothing) -> JobsShown:
    return JobsShown(tuple(shown(visit, job) for job in visit.site.store.jobs.all(_LISTED)))


def _one(visit: Visit, asked: OneJob) -> JobShown:
    return shown(visit, visit.site.store.jobs.get(asked.job))


def _lead_on(visit: Visit, asked: OneJob) -> Reply:
    job = shown(visit, visit.site.store.jobs.get(asked.job))
    return Reply(to=(job.state == "done" and job.to) or f"/jobs/{job.id}")


def _run(visit: Visit, _: Nothing) -> JobShown:
    return shown(visit, begin_run(visit))


def _stop(visit: Visit, asked: OneJob) -> JobShown:
    job = visit.site.store.jobs.get(asked.job)
    if not _may_stop(visit, job):
        raise NotAllowed("Your role does not allow this.")
    visit.site.jobs.cancel(job.id)
    return shown(visit, visit.site.store.jobs.get(job.id))


def _stopped(visit: Visit, asked: OneJob, _: JobShown) -> Reply:
    return Reply(to=f"/jobs/{asked.job}", told=visit.say("Stopped."))


async def _follow(visit: Visit, _: Nothing) -> AsyncIterator[tuple[str, Any]]:
    """Yield a sentence whenever a run somebody else began has ended."""
    async for _event, told in visit.site.bus.follow(TOPIC):
        if told.get("kind") == RUN and told.get("by") != visit.by and told.get("state") == "done":
            text = visit.say("A new run has ended: the figures are up to date. Load the page anew to see them.")
            yield "told", {"text": text}


def _may_stop(visit: Visit, job: Job) -> bool:
    return job.by == visit.by or visit.may(Role.EDITOR)


def _name(visit: Visit, by: str) -> str:
    return next((person.name for person in visit.site.store.people.all() if person.id == by), by)


def _outcome(visit: Visit, job: Job) -> str:
    if job.kind in {RUN, "demo"} and job.state == "done":
        return main_map(visit) or "/data"
    return {"replay": "/data"}.get(job.kind, "")


def main_map(visit: Visit) -> str:
    """Return the address of the workspace's own map; empty where there is none yet."""
    take_in(visit.site)
    maps = visit.site.store.maps.all()
    return f"/maps/{min(maps, key=lambda entry: entry.created).id}" if maps else ""


DECLARED: tuple[Declared, ...] = (
    View("/jobs", "jobs", "The latest jobs.", _all, Nothing, template="jobs.html"),
    Stream("/jobs/live", "jobs_live", "Runs of others that end.", _follow, Nothing),
    View("/jobs/{job}", "job", "How far a job is.", _one, OneJob, template="job.html", part="parts/job_state.html"),
    View("/jobs/{job}/then", "job_then", "Where a job led to.", _lead_on, OneJob, api=False),
    Action("/jobs/{job}/stop", "stop_job", "Stop a job.", _stop, OneJob, Role.VIEWER, _stopped),
    Action(
        "/runs",
        "run",
        "Load what is new and bring every figure up to date.",
        _run,
        Nothing,
        Role.EDITOR,
        lambda _visit, _taken, done: Reply(to=f"/jobs/{done.id}?go=true"),
    ),
)
