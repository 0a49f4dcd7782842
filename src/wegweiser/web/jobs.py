"""Work that takes longer than a request: one question at a time, answered by a process of its own."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import logging
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TypeVar

import msgspec
from starlette.exceptions import HTTPException

from wegweiser.clock import Clock
from wegweiser.domain.talk import Job
from wegweiser.errors import WegweiserError
from wegweiser.store import Store
from wegweiser.web.bus import Bus

FOLDER = Path(".wegweiser") / "jobs"
TOPIC = "jobs"
"""What rings when a job begins or ends."""
_LOG = logging.getLogger(__name__)
_PAUSE = 1.0
"""Seconds between two looks for work somebody else's process left."""
_TOLD_EVERY = 0.3
"""Seconds between two notes of how far a worker is within one stage."""
_KEPT = timedelta(days=30)
"""How long an answer lies in the folder; logs of events are large, and hold what people did."""
MOST = 5
"""How many jobs of one person wait or run at once, so that nobody's questions hold up everybody else's."""
FULL = "Five questions of yours are waiting already. Please wait for one of them, or stop one under Jobs."
_ENDED = {"done", "failed", "stopped"}
_LOST = "The worker ended before it was done."
_Answer = TypeVar("_Answer")


class _Told(msgspec.Struct):
    """One line a worker prints: how far it is, or what went wrong."""

    stage: str = ""
    done: int = 0
    of: int = 0
    error: str = ""


class Jobs:
    """The queue of one workspace; `start` it once, and `stop` it when the server ends.

    A job whose server was killed is begun anew when the next one starts: every question may be asked twice without
    harm, and a worker ends with its server.
    """

    def __init__(self, folder: Path, store: Store, clock: Clock, bus: Bus) -> None:
        self._root, self._store, self._clock, self._bus = folder, store, clock, bus
        self._folder = folder / FOLDER
        self._wake, self._end, self._lock = Event(), Event(), Lock()
        self._thread: Thread | None = None
        self._unheld: set[str] = set()
        self._running: tuple[str, subprocess.Popen[bytes]] | None = None

    def start(self) -> None:
        """Begin to work; what a killed server left running waits again."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self.sweep()
        self._end.clear()
        self._thread = Thread(target=self._work, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the worker and the thread; a job that was running waits for the next start."""
        self._end.set()
        self._wake.set()
        with self._lock:
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

        Raises:
            HTTPException: as many jobs of hers as one person may have wait or run already (429).
        """
        asked = msgspec.json.encode({"question": question, "data": data})
        mark = hashlib.sha256(kind.encode() + b"\n" + asked).hexdigest() if data else ""
        job = self._offered(kind, asked, by, mark)
        if job.state == "done" and not self._path(job).is_file():
            self._store.jobs.unmark(job.id)
            job = self._offered(kind, asked, by, mark)
        self._wake.set()
        return job

    def ask_once(self, kind: str, question: object, by: str) -> Job:
        """Return the job of a kind that waits or runs, whoever asked, or a new one."""
        job = self._store.jobs.only(kind, msgspec.json.encode({"question": question, "data": ""}), by)
        self._wake.set()
        return job

    def _offered(self, kind: str, asked: bytes, by: str, mark: str) -> Job:
        job = self._store.jobs.offer(kind, asked, by, mark, MOST)
        if job is None:
            raise HTTPException(429, FULL, {"retry-after": "60"})
        return job

    def cancel(self, job: str) -> None:
        """Stop a job: one that waits never begins, one that runs is ended."""
        self._store.jobs.stop(job)
        with self._lock:
            if self._running is not None and self._running[0] == job:
                self._running[1].kill()

    def answer(self, job: Job, kind: type[_Answer]) -> _Answer | None:
        """Return what the worker answered; None while it has not, or where another version wrote the answer."""
        if job.state != "done":
            return None
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(self._path(job).read_bytes(), type=kind)
        return None

    def file(self, job: Job) -> Path | None:
        """Return the file a worker wrote beside its answer; None where there is none."""
        path = self._folder / f"{job.id}.file"
        return path if job.state == "done" and path.is_file() else None

    def sweep(self) -> None:
        """Remove answers nobody needs any more; a question whose answer is gone is answered anew."""
        oldest = (self._clock.now() - _KEPT).timestamp()
        for path in self._folder.glob("*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, job: Job) -> Path:
        return self._folder / f"{job.id}.answer.json"

    def _work(self) -> None:
        while not self._end.is_set():
            try:
                worked = self._work_once()
            except (WegweiserError, OSError) as problem:
                # The store may answer again in a moment; a thread that ended here would leave every job waiting.
                _LOG.warning("Jobs wait: %s", problem)
                self._abandon()
                worked = False
            if not worked:
                self._wake.wait(_PAUSE)
                self._wake.clear()

    def _work_once(self) -> bool:
        self._take_up()
        job = self._store.jobs.next()
        if job is not None:
            self._run(job)
        return job is not None

    def _take_up(self) -> None:
        """Let jobs wait again whose worker died; one that another server's worker holds goes on there.

        It takes two looks: between being given and being held a job lies open for a moment.
        """
        unheld = {job for job in self._store.jobs.running() if not self._held(job)}
        for job in unheld & self._unheld:
            self._store.jobs.requeue(job)
        self._unheld = unheld - self._unheld

    def _held(self, job: str) -> bool:
        with (self._folder / f"{job}.log").open("ab") as log:
            try:
                fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _abandon(self) -> None:
        """End a worker whose job can no longer be written down."""
        with self._lock:
            worker = self._running[1] if self._running else None
            self._running = None
        if worker is not None:
            worker.kill()
            worker.wait()

    def _run(self, job: Job) -> None:
        question = self._folder / f"{job.id}.json"
        try:
            question.write_bytes(
                msgspec.json.encode({"id": job.id, "kind": job.kind, "by": job.by, "asked": job.asked})
            )
            worker = self._started(job, question)
        except OSError as problem:
            self._store.jobs.fail(job.id, str(problem))
            return
        if worker is None:
            return
        self._ring(job, "running")
        error = self._follow(job, worker)
        code = worker.wait()
        with self._lock:
            self._running = None
        if self._end.is_set():
            return
        if code == 0:
            self._store.jobs.finish(job.id, self._path(job).name)
        else:
            self._store.jobs.fail(job.id, error or _LOST)
        with contextlib.suppress(OSError):
            question.unlink()
        self._ring(job, self._store.jobs.get(job.id).state)

    def _started(self, job: Job, question: Path) -> subprocess.Popen[bytes] | None:
        """Start a worker, which ends when our end of its input closes: with the server, however that ends."""
        command = [sys.executable, "-m", "wegweiser.web.worker", str(self._root), str(question), "--tied"]
        with self._lock, (self._folder / f"{job.id}.log").open("wb") as log:
            if self._end.is_set():
                return None
            fcntl.flock(log, fcntl.LOCK_EX)  # the worker inherits it: a job is held as long as its process lives
            worker = subprocess.Popen(  # noqa: S603  (our own)
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
            self._running = (job.id, worker)
        return worker

    def _follow(self, job: Job, worker: subprocess.Popen[bytes]) -> str:
        """Write down how far the worker says it is, and return what it says went wrong."""
        error, stage, last = "", "", 0.0
        if self._store.jobs.get(job.id).state != "running":
            worker.kill()  # somebody stopped it while it was being started
        with worker:
            for line in worker.stdout or ():
                with contextlib.suppress(msgspec.MsgspecError):
                    told = msgspec.json.decode(line, type=_Told)
                    error = told.error or error
                    if told.error or (told.stage == stage and time.monotonic() - last < _TOLD_EVERY):
                        continue
                    stage, last = told.stage, time.monotonic()
                    if not self._store.jobs.progress(job.id, told.stage, told.done, told.of):
                        worker.kill()
        return error

    def _ring(self, job: Job, state: str) -> None:
        self._bus.ring(TOPIC, "job", {"id": job.id, "kind": job.kind, "by": job.by, "state": state})


def ended(job: Job) -> bool:
    """Return whether nothing more will happen to a job."""
    return job.state in _ENDED
