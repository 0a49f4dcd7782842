"""The queue: a question is answered by a process of its own, stopped, asked twice, and survives what is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from starlette.exceptions import HTTPException

from wegweiser.bootstrap import create_workspace, open_workspace
from wegweiser.clock import FixedClock
from wegweiser.errors import StoreProblem
from wegweiser.store import open_store
from wegweiser.web.bus import Bus
from wegweiser.web.frame.refusals import refusal_of
from wegweiser.web.jobs import MOST, Jobs, ended
from wegweiser.workspace import Config, Outputs, questions

VISITS = "customer,time,event\n" + "".join(
    f"c{n},2026-01-{1 + n % 28:02d} 09:0{step}:00,{name}\n"
    for n in range(40)
    for step, name in enumerate(("view", "cart", "purchase")[: 2 + n % 2])
)
NOON = FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
SERVER = """
import sys, time
from pathlib import Path
from wegweiser.clock import SystemClock
from wegweiser.store import open_store
from wegweiser.web.bus import Bus
from wegweiser.web.jobs import Jobs
folder = Path(sys.argv[1])
Jobs(folder, open_store(str(folder / ".wegweiser" / "app.sqlite"), SystemClock()), SystemClock(), Bus()).start()
time.sleep(600)
"""


class Bell(Bus):
    """A bus that remembers what rang."""

    def __init__(self):
        super().__init__()
        self.rung = []

    def ring(self, topic, event, data):
        """Remember it."""
        self.rung.append((topic, data["kind"], data["state"]) if event == "job" else event)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Return a workspace of forty customers, half of whom buy, that ran once."""
    folder = tmp_path_factory.mktemp("jobs") / "shop"
    create_workspace(folder, Config(name="Shop"))
    (folder / "data" / "visits.csv").write_text(VISITS, "utf-8")
    with open_workspace(folder) as ws:
        ws.run(Outputs(folder / "maps", ("en",), ("json",)))
    return folder


@pytest.fixture
def store(tmp_path):
    """Return a store of its own for every test."""
    with open_store(str(tmp_path / "app.sqlite"), NOON) as opened:
        yield opened


@pytest.fixture
def jobs(shop, store):
    """Return the queue, working."""
    queue = Jobs(shop, store, NOON, Bell())
    queue.start()
    yield queue
    queue.stop()


def until(true, seconds=60):
    """Wait until something is so, and return what it said."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)
    return found


def finished(store, job):
    """Return the job once nothing more happens to it."""
    until(lambda: ended(store.jobs.get(job.id)))
    return store.jobs.get(job.id)


def test_a_question_is_answered_once_and_asked_twice(jobs, store, shop):
    """Twenty of forty match; the same question of the same data is the same job, of other data another one."""
    asked = questions.PatternSearch("cart -> purchase")
    job = jobs.ask("pattern", asked, "ana", data="abc")
    assert jobs.answer(job, questions.PatternFound) is None
    done = finished(store, job)
    assert (done.state, done.error) == ("done", "")
    assert jobs.answer(done, questions.PatternFound).matches == 20
    assert jobs.ask("pattern", asked, "ben", data="abc").id == job.id
    until(lambda: ("jobs", "pattern", "done") in jobs._bus.rung)  # noqa: SLF001
    (shop / ".wegweiser" / "jobs" / f"{job.id}.answer.json").unlink()
    again = jobs.ask("pattern", asked, "ana", data="abc")
    assert again.id != job.id
    jobs.cancel(again.id)
    other = jobs.ask("pattern", asked, "ana", data="abd")
    assert other.id not in {job.id, again.id}
    jobs.cancel(other.id)


def test_an_error_of_the_worker_is_the_job_s(jobs, store):
    """What nobody knows is named in the job's error."""
    done = finished(store, jobs.ask("pattern", questions.PatternSearch("cart -> nowhere"), "ana"))
    assert done.state == "failed"
    assert "nowhere" in done.error


def test_a_killed_worker_fails_its_job_and_the_next_one_goes_on(jobs, store):
    """Its job says that the worker ended; the queue takes the next question."""
    job = jobs.ask("pattern", questions.PatternSearch("cart -> purchase"), "ana")
    worker = until(lambda: jobs._running)[1]  # noqa: SLF001
    os.kill(worker.pid, signal.SIGKILL)
    done = finished(store, job)
    assert (done.state, done.error) == ("failed", "The worker ended before it was done.")
    after = finished(store, jobs.ask("pattern", questions.PatternSearch("view -> cart"), "ana"))
    assert jobs.answer(after, questions.PatternFound).matches == 40


def test_a_stopped_job_ends_its_worker(jobs, store):
    """Its process is gone, its state says so, and one that only waited never begins."""
    running = jobs.ask("pattern", questions.PatternSearch("cart -> purchase"), "ana")
    waiting = jobs.ask("pattern", questions.PatternSearch("view -> cart"), "ana")
    worker = until(lambda: jobs._running)[1]  # noqa: SLF001
    jobs.cancel(waiting.id)
    jobs.cancel(running.id)
    assert worker.wait(10) == -signal.SIGKILL
    assert {store.jobs.get(one.id).state for one in (running, waiting)} == {"stopped"}
    until(lambda: ("jobs", "pattern", "stopped") in jobs._bus.rung)  # noqa: SLF001


def test_a_killed_server_takes_its_worker_along_and_the_next_one_begins_anew(tmp_path):
    """A server killed with -9 leaves no process behind that holds the workspace; the job is done after a restart."""
    folder = tmp_path / "shop"
    create_workspace(folder, Config(name="Shop"))
    (folder / "data" / "visits.csv").write_text(VISITS, "utf-8")
    with open_store(str(folder / ".wegweiser" / "app.sqlite"), NOON) as store:
        job = store.jobs.add("run", msgspec.json.encode({"question": questions.Run(), "data": ""}), "ana")
        server = subprocess.Popen([sys.executable, "-c", SERVER, str(folder)])
        until(lambda: store.jobs.get(job.id).stage)
        server.kill()
        server.wait()
        queue = Jobs(folder, store, NOON, Bell())
        time.sleep(0.2)
        queue.start()
        try:
            done = finished(store, job)
        finally:
            queue.stop()
    assert (done.state, done.error) == ("done", "")
    assert queue.answer(done, questions.Ran).customers == 40


def test_a_server_that_starts_leaves_the_jobs_of_another_one_alone(shop, jobs, store):
    """Two servers share a store: the job one of them works on is not begun a second time by the other."""
    job = jobs.ask("pattern", questions.PatternSearch("cart -> purchase"), "ana")
    worker = until(lambda: jobs._running)[1]  # noqa: SLF001
    other = Jobs(shop, store, NOON, Bell())
    (shop / ".wegweiser" / "jobs").mkdir(exist_ok=True)
    for _ in range(3):
        other._take_up()  # noqa: SLF001
    assert worker.poll() is not None or store.jobs.get(job.id).state == "running"
    assert finished(store, job).state == "done"


def test_work_goes_on_when_the_store_answers_again(jobs, store, monkeypatch):
    """The store fails three times, as while its server starts anew; the question is answered after that."""
    first, failures = store.jobs.next, iter(range(3))

    def failing():
        if next(failures, None) is not None:
            raise StoreProblem("The app store cannot be used.")
        return first()

    monkeypatch.setattr(store.jobs, "next", failing)
    assert finished(store, jobs.ask("pattern", questions.PatternSearch("cart -> purchase"), "ana")).state == "done"


def test_old_answers_are_swept_away(shop, store):
    """An answer of 31 days ago is gone after the next start, one of 29 days is not."""
    folder = shop / ".wegweiser" / "jobs"
    folder.mkdir(exist_ok=True)
    for name, days in (("old.file", 31), ("new.file", 29)):
        (folder / name).write_bytes(b"x")
        at = (NOON.now() - timedelta(days=days)).timestamp()
        os.utime(folder / name, (at, at))
    Jobs(shop, store, NOON, Bell()).sweep()
    assert {path.name for path in folder.glob("*.file")} & {"old.file", "new.file"} == {"new.file"}


def test_nobody_fills_the_queue_alone(shop, store):
    """The sixth question of Ana is refused in words; Ben's, and one run, are taken."""
    queue = Jobs(shop, store, NOON, Bell())
    for number in range(MOST):
        queue.ask("pattern", questions.PatternSearch("cart"), "ana", data=str(number))
    with pytest.raises(HTTPException) as refused:
        queue.ask("pattern", questions.PatternSearch("cart"), "ana", data="more")
    told = refusal_of(refused.value, "de")
    assert (told.status, told.problem.detail.startswith("Fünf Ihrer Fragen warten")) == (429, True)
    assert queue.ask("pattern", questions.PatternSearch("cart"), "ana", data="0").state == "waiting"
    assert queue.ask("pattern", questions.PatternSearch("cart"), "ben", data="more").by == "ben"
    run = queue.ask_once("run", questions.Run(), "ana")
    assert queue.ask_once("run", questions.Run(), "ben").id == run.id
