"""A job is done by a process of its own: lines of progress, an answer that is whole, an error that says its type."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import msgspec
import pytest

from wegweiser.bootstrap import create_workspace, open_workspace
from wegweiser.workspace import Config, Outputs, questions

VISITS = "customer,time,event\n" + "".join(
    f"c{n},2026-01-{1 + n % 28:02d} 09:0{step}:00,{name}\n"
    for n in range(40)
    for step, name in enumerate(("view", "cart", "purchase")[: 2 + n % 2])
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Return a workspace of forty customers, half of whom buy, that ran once."""
    folder = tmp_path_factory.mktemp("worker") / "shop"
    create_workspace(folder, Config(name="Shop"))
    (folder / "data" / "visits.csv").write_text(VISITS, "utf-8")
    with open_workspace(folder) as ws:
        ws.run(Outputs(folder / "maps", ("en",), ("json",)))
    return folder


def started(folder, job, question, **more):
    """Start a worker on a question and return the process."""
    jobs = folder / ".wegweiser" / "jobs"
    jobs.mkdir(parents=True, exist_ok=True)
    path = jobs / f"{job}.json"
    asked = {"question": msgspec.to_builtins(question) | more, "data": "abc"}
    path.write_text(json.dumps({"id": job, "kind": "x", "by": "ana", "asked": asked}), "utf-8")
    command = [sys.executable, "-m", "wegweiser.web.worker", str(folder), str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def done(worker):
    """Return the code a worker ended with and the lines it printed."""
    said, _ = worker.communicate(timeout=120)
    return worker.returncode, [json.loads(line) for line in said.splitlines()]


def answered(folder, job, kind):
    """Return the answer of a job."""
    return msgspec.json.decode((folder / ".wegweiser" / "jobs" / f"{job}.answer.json").read_bytes(), type=kind)


def test_a_question_is_answered(shop):
    """Twenty of forty go from the cart to the purchase: progress is told, the answer lies beside the question."""
    code, lines = done(started(shop, "one", questions.PatternSearch("cart -> purchase")))
    assert code == 0
    assert lines[-1]["done"] == lines[-1]["of"] == 1
    found = answered(shop, "one", questions.PatternFound)
    assert (found.matches, found.customers, found.share.n) == (20, 20, 40)
    assert [way.path for way in found.ways] == [("view", "cart", "purchase")]


def test_an_error_says_what_and_of_which_type(shop):
    """A name nobody knows ends with code 1 and no answer."""
    code, lines = done(started(shop, "two", questions.PatternSearch("cart -> nowhere")))
    assert (code, lines[-1]["type"]) == (1, "UnknownName")
    assert "nowhere" in lines[-1]["error"]
    assert not (shop / ".wegweiser" / "jobs" / "two.answer.json").exists()


def test_a_question_nobody_knows_is_an_error(shop):
    """A question of another version is refused with what is wrong with it."""
    code, lines = done(started(shop, "three", questions.Replay(), colour="red"))
    assert (code, lines[-1]["type"]) == (1, "InvalidSetting")


@pytest.mark.parametrize("stage", ["Build journeys", "Keep insights"])
def test_a_killed_run_is_done_again(tmp_path, stage):
    """A worker killed in the middle leaves no half answer; the same task begun anew ends as if nothing had been."""
    folder = tmp_path / "shop"
    create_workspace(folder, Config(name="Shop"))
    (folder / "data" / "visits.csv").write_text(VISITS, "utf-8")
    worker = started(folder, "run", questions.Run())
    for line in worker.stdout:
        if json.loads(line).get("stage") == stage:
            worker.send_signal(signal.SIGKILL)
            break
    worker.communicate()
    assert not (folder / ".wegweiser" / "jobs" / "run.answer.json").exists()
    code, _ = done(started(folder, "run", questions.Run()))
    assert code == 0
    found = answered(folder, "run", questions.Ran)
    assert (found.customers, found.events) == (40, 100)
