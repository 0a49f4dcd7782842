"""Jobs are given to one worker each, oldest first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from wegweiser.domain.people import Role
from wegweiser.errors import UnknownName


def test_a_job_is_claimed_told_about_and_finished(store, clock, ana):
    """It waits, runs, says how far it is, and names where its answer lies."""
    job = store.jobs.add("funnel", b'{"steps":2}', ana.id)
    assert (job.state, bytes(job.asked), job.at) == ("waiting", b'{"steps":2}', clock.now())
    claimed = store.jobs.next()
    assert (claimed.id, claimed.state, bytes(claimed.asked)) == (job.id, "running", b'{"steps":2}')
    assert store.jobs.next() is None
    assert store.jobs.progress(job.id, "Counting", 3, 16)
    running = store.jobs.get(job.id)
    assert (running.stage, running.done, running.of, running.finished) == ("Counting", 3, 16, None)
    clock.goes(seconds=9)
    assert store.jobs.finish(job.id, "answer.json")
    ended = store.jobs.get(job.id)
    assert (ended.state, ended.result, ended.finished) == ("done", "answer.json", clock.now())
    assert not store.jobs.fail(job.id, "too late")


def test_the_job_that_waited_longest_comes_first(store):
    """Three jobs of one moment leave in the order they came, and are listed newest first."""
    ids = [store.jobs.add("run", b"{}", "system").id for _ in range(3)]
    assert [store.jobs.next().id for _ in range(3)] == ids
    assert [job.id for job in store.jobs.all()] == ids[::-1]
    assert [job.id for job in store.jobs.all(limit=1)] == ids[-1:]


def test_no_job_is_given_twice(store):
    """Six workers ask for ten jobs at once; each job is given once."""
    ids = {store.jobs.add("run", b"{}", "system").id for _ in range(10)}
    with ThreadPoolExecutor(6) as crowd:
        given = [job for job in crowd.map(lambda _: store.jobs.next(), range(14)) if job]
    assert len(given) == 10
    assert {job.id for job in given} == ids


def test_a_stopped_job_tells_its_worker(store):
    """The next progress finds that it no longer runs; what has ended cannot be stopped."""
    job = store.jobs.add("run", b"{}", "system")
    store.jobs.next()
    assert store.jobs.stop(job.id)
    assert not store.jobs.progress(job.id, "Counting", 1, 2)
    assert not store.jobs.finish(job.id)
    assert not store.jobs.stop(job.id)
    assert store.jobs.get(job.id).state == "stopped"


def test_a_job_whose_worker_died_waits_again(store):
    """After a restart the running job is taken up from its beginning; failed and waiting ones stay as they are."""
    died, failed, waiting = (store.jobs.add("run", b"{}", "system").id for _ in range(3))
    store.jobs.next()
    store.jobs.next()
    store.jobs.progress(died, "Counting", 5, 9)
    assert store.jobs.fail(failed, "No file.")
    assert store.jobs.running() == (died,)
    assert [store.jobs.requeue(job) for job in (died, failed, waiting)] == [True, False, False]
    again = store.jobs.get(died)
    assert (again.state, again.stage, again.done) == ("waiting", "", 0)
    assert store.jobs.get(failed).error == "No file."
    assert [store.jobs.next().id for _ in range(2)] == [died, waiting]


def test_an_unknown_job_is_named(store):
    """Nobody asked for it."""
    with pytest.raises(UnknownName):
        store.jobs.get("jb_none")


def test_the_same_question_is_one_job(store):
    """A job of the mark that waits, runs or is done is given again; one that failed, or was unmarked, is not."""
    first = store.jobs.add("funnel", b"{}", "ana", "m1")
    assert store.jobs.add("funnel", b"{}", "ben", "m1").id == first.id
    assert store.jobs.add("funnel", b"{}", "ben", "m2").id != first.id
    store.jobs.next()
    store.jobs.fail(first.id, "No file.")
    second = store.jobs.add("funnel", b"{}", "ana", "m1")
    assert second.id != first.id
    store.jobs.unmark(second.id)
    assert store.jobs.add("funnel", b"{}", "ana", "m1").id != second.id


def test_many_ask_the_same_at_once(store):
    """Eight ask the same question in one moment: one job waits."""
    with ThreadPoolExecutor(8) as crowd:
        found = set(crowd.map(lambda _: store.jobs.add("run", b"{}", "ana", "same").id, range(8)))
    assert len(found) == len(store.jobs.all()) == 1


def test_a_person_has_no_more_jobs_open_than_allowed(store):
    """Of two allowed the third is refused, by her key too; a question known already is not, nor is somebody else's."""
    ana = store.people.add("ana@example.org", "Ana", Role.VIEWER).id
    store.keys.make("Report", ana, Role.VIEWER)
    of_key = f"key:{store.keys.all()[0].id}"
    first, second = (store.jobs.offer("funnel", b"{}", by, mark, 2) for by, mark in ((ana, "m1"), (of_key, "m2")))
    assert store.jobs.offer("funnel", b"{}", ana, "m3", 2) is None
    assert store.jobs.offer("funnel", b"{}", of_key, "m3", 2) is None
    assert store.jobs.offer("funnel", b"{}", ana, "m1", 2) == first
    assert store.jobs.offer("funnel", b"{}", "ben", "m3", 2) is not None
    store.jobs.stop(second.id)
    assert store.jobs.offer("funnel", b"{}", ana, "m4", 2) is not None


def test_runs_go_before_questions(store):
    """Two funnels wait when a run is asked for: the run is next, then the funnels in their order."""
    asked = [store.jobs.add(kind, b"{}", "ana").id for kind in ("funnel", "pattern", "run")]
    assert [store.jobs.next().id for _ in range(3)] == [asked[2], asked[0], asked[1]]


def test_there_is_one_run_at_a_time(store):
    """Eight click in one moment: one run, found behind forty newer jobs, until it has ended."""
    with ThreadPoolExecutor(8) as crowd:
        (run,) = set(crowd.map(lambda _: store.jobs.only("run", b"{}", "ana").id, range(8)))
    for _ in range(40):
        store.jobs.add("funnel", b"{}", "ben")
    assert (store.jobs.current("run").id, store.jobs.only("run", b"{}", "ben").id) == (run, run)
    store.jobs.stop(run)
    assert store.jobs.current("run") is None
    assert store.jobs.only("run", b"{}", "ben").id != run
