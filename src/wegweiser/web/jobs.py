"""Work that takes longer than a request: one question at a time, answered by a process of its own."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

import msgspec

from wegweiser.clock import Clock
from wegweiser.domain.talk import Job
from wegweiser.store import Store
from wegweiser.web.bus import Bus

FOLDER = Path(".wegweiser") / "jobs"
_PAUSE = 1.0
"""Seconds between two looks for work somebody else's process left."""
_FRUITLESS = {"failed", "stopped"}
_ENDED = {"done", *_FRUITLESS}
_REMEMBERED = 200
"""Jobs among which the same question is looked for."""
_Answer = TypeVar("_Answer")


class _Told(msgspec.Struct):
    """One line a worker prints: how far it is, or what went wrong."""

    stage: str = ""
    done: int = 0
    of: int = 0
    error: str = ""


class Jobs:
    """The queue of one workspace; `start` it once, and `stop` it when the server ends.

    A worker that was killed is begun anew when the server starts: every question may be asked twice without harm.
    """

    def __init__(self, folder: Path, store: Store, clock: Clock, bus: Bus) -> None:
        self._root, self._store, self._clock, self._bus = folder, store, clock, bus
        self._folder = folder / FOLDER
        self._wake, self._end = Event(), Event()
        self._thread: Thread | None = None
        self._running: tuple[str, subprocess.Popen[bytes]] | None = None

    def start(self) -> None:
        """Begin to work; what a killed server left running waits again."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._store.jobs.requeue()
        self._thread = Thread(target=self._work, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the worker and the thread; a job that was running waits for the next start."""
        self._end.set()
        self._wake.set()
        if self._running is not None:
            self._running[1].kill()
        if self._thread is not None:
            self._thread.join()

    def ask(self, kind: str, question: object, by: str, *, data: str = "") -> Job:
        """Put a question into the queue and return its job; one with the same answer already is returned itself.

        Args:
            kind: what it is called in lists and rights.
            question: what the worker is asked, a struct.
            by: who asks.
            data: mark of the data it is asked of; the same question of the same data is answered once. Empty: always
                asked anew.
        """
        asked = msgspec.json.encode({"question": question, "data": data})
        known = (one for one in self._store.jobs.all(_REMEMBERED) if one.kind == kind and bytes(one.asked) == asked)
        job = next((one for one in known if data and one.state not in _FRUITLESS), None)
        if job is not None:
            return job
        job = self._store.jobs.add(kind, asked, by)
        self._wake.set()
        return job

    def cancel(self, job: str) -> None:
        """Stop a job: one that waits never begins, one that runs is ended."""
        self._store.jobs.stop(job)
        if self._running is not None and self._running[0] == job:
            self._running[1].kill()

    def answer(self, job: Job, kind: type[_Answer]) -> _Answer | None:
        """Return what the worker answered; None while it has not."""
        if job.state != "done":
            return None
        path = self._folder / job.result
        return msgspec.json.decode(path.read_bytes(), type=kind) if path.is_file() else None

    def file(self, job: Job) -> Path | None:
        """Return the file a worker wrote beside its answer; None where there is none."""
        path = self._folder / f"{job.id}.file"
        return path if job.state == "done" and path.is_file() else None

    def _work(self) -> None:
        while not self._end.is_set():
            job = self._store.jobs.next()
            if job is None:
                self._wake.wait(_PAUSE)
                self._wake.clear()
                continue
            self._run(job)

    def _run(self, job: Job) -> None:
        question = self._folder / f"{job.id}.json"
        question.write_bytes(msgspec.json.encode({"id": job.id, "kind": job.kind, "by": job.by, "asked": job.asked}))
        command = [sys.executable, "-m", "wegweiser.web.worker", str(self._root), str(question)]
        worker = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603  (our own)
        self._running = (job.id, worker)
        self._bus.ring("jobs", "job", {"id": job.id, "kind": job.kind, "state": "running"})
        error = self._follow(job, worker)
        code = worker.wait()
        self._running = None
        if self._end.is_set():
            return
        if code == 0:
            self._store.jobs.finish(job.id, f"{job.id}.answer.json")
        else:
            self._store.jobs.fail(job.id, error or "The worker ended before it was done.")
        with contextlib.suppress(OSError):
            question.unlink()
        self._bus.ring("jobs", "job", {"id": job.id, "kind": job.kind, "state": "done" if code == 0 else "failed"})

    def _follow(self, job: Job, worker: subprocess.Popen[bytes]) -> str:
        """Write down how far the worker says it is, and return what it says went wrong."""
        error = ""
        for line in worker.stdout or ():
            with contextlib.suppress(msgspec.DecodeError):
                told = msgspec.json.decode(line, type=_Told)
                error = told.error or error
                if not told.error:
                    self._store.jobs.progress(job.id, told.stage, told.done, told.of)
        return error


def ended(job: Job) -> bool:
    """Return whether nothing more will happen to a job."""
    return job.state in _ENDED
