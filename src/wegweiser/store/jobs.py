"""Jobs: work that takes longer than a request, claimed by one worker at a time."""

from __future__ import annotations

import msgspec

from wegweiser.clock import Clock
from wegweiser.domain.talk import Job
from wegweiser.errors import UnknownName
from wegweiser.store.database import Database, Link, Row
from wegweiser.store.records import new_id, struct

_ENDED = "state in ('done', 'failed', 'stopped')"
_OPEN = "state in ('waiting', 'running')"
# What everybody's figures wait for goes before what one person asks.
_FIRST = "case when kind in ('run', 'demo', 'replay', 'forget', 'look') then 0 else 1 end"


class Jobs:
    """What is to be done, is being done, and was done in the background."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(self, kind: str, asked: bytes, by: str, mark: str = "") -> Job:
        """Return a new job that waits for a worker; `asked` is JSON.

        Args:
            kind: what it is called in lists.
            asked: the question, as JSON.
            by: who asks.
            mark: what makes two questions the same one; where a job of that mark waits, runs or is done, it is
                returned itself. Empty: always a new job.
        """
        with self._database.writing() as link:
            return self._marked(link, mark) or self._added(link, kind, asked, by, mark)

    def offer(self, kind: str, asked: bytes, by: str, mark: str, most: int) -> Job | None:
        """Return a job as `add` does; None where it would be new and `most` of the same person wait or run already."""
        with self._database.writing() as link:
            link.hold("jobs of a person")
            if (known := self._marked(link, mark)) is not None:
                return known
            return None if _open_of(link, by) >= most else self._added(link, kind, asked, by, mark)

    def only(self, kind: str, asked: bytes, by: str) -> Job:
        """Return the job of a kind that waits or runs, or a new one; there is never a second one of the kind."""
        with self._database.writing() as link:
            link.hold("the only job of a kind")
            return _current(link, kind) or self._added(link, kind, asked, by, "")

    def current(self, kind: str) -> Job | None:
        """Return the job of a kind that waits or runs, or None."""
        with self._database.reading() as link:
            return _current(link, kind)

    def _marked(self, link: Link, mark: str) -> Job | None:
        if not mark:
            return None
        link.hold("job of a mark")
        known = link.row(
            "select * from job where mark = ? and state not in ('failed', 'stopped') order by number desc limit 1", mark
        )
        return None if known is None else _job(known)

    def _added(self, link: Link, kind: str, asked: bytes, by: str, mark: str) -> Job:
        job = Job(new_id("jb"), kind, msgspec.Raw(asked), by, self._clock.now())
        values = {"id": job.id, "kind": kind, "asked": asked.decode(), "by": by, "at": job.at, "mark": mark}
        link.insert("job", {**values, "state": job.state})
        return job

    def unmark(self, job: str) -> None:
        """Let the same question be asked anew, such as where its answer was lost."""
        with self._database.writing() as link:
            link.run("update job set mark = '' where id = ?", job)

    def next(self) -> Job | None:
        """Return the job that is next, which now runs, or None where none waits; no job is given twice.

        Runs and whatever else changes the data come before questions; among each the one that has waited longest.
        """
        waits = f"select id from job where state = 'waiting' order by {_FIRST}, number limit 1"
        with self._database.writing() as link:
            while waiting := link.row(waits):
                row = link.row(
                    "update job set state = 'running' where id = ? and state = 'waiting' returning *", waiting["id"]
                )
                if row is not None:
                    return _job(row)
        return None

    def progress(self, job: str, stage: str, done: int, of: int) -> bool:
        """Write how far a job is and return whether it still runs; False tells its worker to stop."""
        with self._database.writing() as link:
            return (
                link.run(
                    "update job set stage = ?, done = ?, of = ? where id = ? and state = 'running'",
                    *(stage, done, of, job),
                )
                > 0
            )

    def finish(self, job: str, result: str = "") -> bool:
        """End a job well and return whether it still ran; `result` names the file with the answer."""
        return self._end(job, "done", "result", result)

    def fail(self, job: str, error: str) -> bool:
        """End a job that could not be done and return whether it still ran; `error` is a sentence for people."""
        return self._end(job, "failed", "error", error)

    def stop(self, job: str) -> bool:
        """End a job nobody needs any more and return whether it had not ended before."""
        with self._database.writing() as link:
            return (
                link.run(
                    f"update job set state = 'stopped', finished = ? where id = ? and not ({_ENDED})",
                    *(self._clock.now(), job),
                )
                > 0
            )

    def get(self, job: str) -> Job:
        """Return a job.

        Raises:
            UnknownName: no job has the id.
        """
        with self._database.reading() as link:
            return _got(link, job)

    def all(self, limit: int = 50) -> tuple[Job, ...]:
        """Return the latest jobs, newest first."""
        with self._database.reading() as link:
            return tuple(map(_job, link.rows("select * from job order by number desc limit ?", max(limit, 0))))

    def running(self) -> tuple[str, ...]:
        """Return the ids of the jobs a worker was given and that have not ended, oldest first."""
        with self._database.reading() as link:
            return tuple(row["id"] for row in link.rows("select id from job where state = 'running' order by number"))

    def requeue(self, job: str) -> bool:
        """Let a job wait again whose worker died, and return whether it had been running."""
        with self._database.writing() as link:
            return (
                link.run(
                    "update job set state = 'waiting', stage = '', done = 0, of = 0 where id = ? and state = 'running'",
                    job,
                )
                > 0
            )

    def _end(self, job: str, state: str, column: str, value: str) -> bool:
        with self._database.writing() as link:
            return (
                link.run(
                    f"update job set state = ?, finished = ?, {column} = ? where id = ? and state = 'running'",
                    *(state, self._clock.now(), value, job),
                )
                > 0
            )


def _job(row: Row) -> Job:
    return struct(Job, row, asked=msgspec.Raw(row["asked"].encode()))


def _open_of(link: Link, by: str) -> int:
    """Return how many jobs of a person wait or run; what her keys ask is hers too."""
    key = link.row("select person from api_key where id = ?", by.removeprefix("key:")) if ":" in by else None
    owner = key["person"] if key else by
    hers = "by = ? or by in (select 'key:' || id from api_key where person = ?)"
    row = link.row(f"select count(*) as n from job where {_OPEN} and ({hers})", owner, owner)
    return row["n"] if row else 0


def _current(link: Link, kind: str) -> Job | None:
    row = link.row(f"select * from job where {_OPEN} and kind = ? order by number limit 1", kind)
    return None if row is None else _job(row)


def _got(link: Link, job: str) -> Job:
    row = link.row("select * from job where id = ?", job)
    if row is None:
        raise UnknownName("job", job, None)
    return _job(row)
