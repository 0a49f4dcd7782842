"""Questions that take a scan: asked as jobs, waited for on the page, their answers read where it shows them."""

from __future__ import annotations

import hashlib
import re
from typing import Any, TypeVar

import msgspec

from wegweiser.domain.talk import Job
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.web.frame import Reply, Visit
from wegweiser.workspace import questions

_OURS = re.compile(r"/(paths|funnel)(\?[^#\s]*)?(#[\w-]+)?")
_ENDED = frozenset({"done", "failed", "stopped"})
_Answer = TypeVar("_Answer", bound=msgspec.Struct)
_Question = TypeVar("_Question", bound=msgspec.Struct)


class Work(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far a question is: its job, its state in a word, and the share done where that is known."""

    id: str
    state: str
    stage: str = ""
    share: float | None = None
    error: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in _ENDED


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Which job a page waits for, and where its answer is shown."""

    job: str
    to: str = "/paths"


def ask(visit: Visit, kind: str, question: questions.Question) -> Job:
    """Return the job of a question; the same question of the same data is answered once.

    Raises:
        InvalidSetting: it cannot be read; the message says where.
        UnknownName: something it names does not exist.
    """
    questions.check(question, visit.site.config)
    return visit.site.jobs.ask(kind, question, visit.by, data=_mark(visit))


def work_of(visit: Visit, job: str, kind: str) -> tuple[Work, Job]:
    """Return how far a job is.

    Raises:
        UnknownName: there is no such job of that kind.
    """
    found = visit.site.store.jobs.get(job)
    if found.kind != kind:
        raise UnknownName("job", job, None)
    share = found.done / found.of if found.of else None
    return Work(found.id, found.state, found.stage, share, found.error), found


def answered(
    visit: Visit, job: Job, question: type[_Question], answer: type[_Answer]
) -> tuple[_Question, _Answer | None]:
    """Return what a job was asked, and what the worker answered, once it has.

    Raises:
        InvalidSetting: another version asked.
    """
    try:
        asked: Any = msgspec.json.decode(job.asked, type=dict[str, msgspec.Raw])
        told = msgspec.json.decode(asked["question"], type=question)
    except (msgspec.MsgspecError, KeyError) as wrong:
        raise InvalidSetting("The question", [str(wrong)]) from wrong
    return told, visit.site.jobs.answer(job, answer)


def waiting(visit: Visit, asked: Waiting) -> Work | Reply:
    """Return how far a job is, or lead to the page of its answer.

    Raises:
        UnknownName: there is no such job.
        InvalidSetting: the page is none of those that ask.
    """
    if not _OURS.fullmatch(asked.to):
        raise InvalidSetting("The address", ["`to` must be a page that asks"])
    job = visit.site.store.jobs.get(asked.job)
    work, _ = work_of(visit, job.id, job.kind)
    return Reply(to=asked.to) if work.ended else work


def _mark(visit: Visit) -> str:
    """Return a mark of the data and of the rules it is read by."""
    index = visit.site.insights.index()
    rules = hashlib.sha256((visit.site.folder / "wegweiser.toml").read_bytes()).hexdigest()[:16]
    return f"{index.snapshot} {index.made_at.isoformat()} {rules}" if index else rules
