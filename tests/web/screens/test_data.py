"""Sources with their files, what was set aside and how it is read again, runs; jobs with their states."""

from __future__ import annotations

import msgspec
import pytest

from wegweiser.domain.people import Role
from wegweiser.voice.surveys import SurveySpec
from wegweiser.workspace import changing
from wegweiser.workspace.insights import rows


@pytest.fixture
def site(shop):
    """Let everybody visit a shop that was run."""
    return shop


@pytest.fixture
def ben(visitor):
    """Return the browser of an editor."""
    return visitor(Role.EDITOR)


def test_every_source_is_listed(ben):
    """One file of visits, its weeks as parts of the busiest one, how many days ago its last event was."""
    (one,) = ben.get("/api/v1/data").json()["sources"]
    assert (one["name"], one["kind"], one["files"], one["events"], one["days"]) == ("visits", "events", 1, 220, 3)
    assert (len(one["weeks"]), max(one["weeks"])) == (26, 1.0)
    assert "visits" in ben.get("/data?lang=de").text


def test_a_source_shows_its_files_and_columns(ben, visitor):
    """An editor reads it, an admin may take it out; nobody asks for a source there is none of."""
    shown = ben.get("/api/v1/data/sources/visits").json()
    assert (shown["source"]["files"][0]["file"], shown["columns"]["event"]) == ("visits.csv", "event")
    assert "daily" not in shown["source"]
    assert "/forget" not in ben.get("/data/sources/visits").text
    assert "/forget" in visitor(Role.ADMIN).get("/data/sources/visits").text
    assert ben.get("/data/sources/nowhere").status_code == 404
    assert visitor(Role.ADMIN).submit("/data/sources/nowhere/forget").status_code == 404


def test_what_was_set_aside_is_shown_by_reason(ben, site):
    """With its masked examples and where it stood; a replay reads it again as a job."""
    reason = rows.Quarantined("visits.csv", "unreadable_time", "No time.", 2, 5, (rows.Example(5, "xx;00<b>"),))
    source = msgspec.structs.replace(
        site.insights.data().sources[0],
        quarantined=(reason,),
        drift=(rows.Drift("column gone", "size", "old.csv", "visits.csv", 1.0, 0.0),),
    )
    part = rows.Data((source,), quarantined=2)
    path = site.folder / ".wegweiser" / "insights" / "data.json"
    path.write_bytes(msgspec.json.encode({"format": 1, "snapshot": "x", "part": part}))
    page = ben.get("/data/quarantine").text
    assert ["No time." in page, "xx;00&lt;b&gt;" in page, "Rows set aside" in page] == [True, True, True]
    assert "set aside: 2" in ben.get("/data").text
    assert "The column “size” is gone." in ben.get("/data/sources/visits").text
    job = ben.submit("/data/replay").headers["location"]
    assert site.store.jobs.get(job.partition("?")[0].rpartition("/")[2]).kind == "replay"


def test_the_runs_are_listed(ben):
    """The shop was run once."""
    (run,) = ben.get("/api/v1/data/runs").json()["runs"]
    assert (run["customers"], run["events"]) == (60, 220)
    assert ben.get("/data/runs?lang=de").status_code == 200


def test_a_job_says_how_far_it_is(ben, site):
    """Waiting, running with a stage and a share, done with where it leads; the fragment asks for itself until then."""
    job = ben.submit("/runs").headers["location"].partition("?")[0]
    name = job.rpartition("/")[2]
    scripted = {"hx-request": "true"}
    assert 'hx-trigger="every 1s"' in ben.get(job, headers=scripted).text
    site.store.jobs.next()
    site.store.jobs.progress(name, "Read visits.csv", 1, 4)
    shown = ben.get("/api/v1" + job).json()
    assert (shown["state"], shown["share"], shown["may_stop"], "asked" in shown) == ("running", 0.25, True, False)
    page = ben.get(job + "?lang=de", headers=scripted).text
    assert ("visits.csv lesen" in page, "25" in page) == (True, True)
    site.store.jobs.finish(name)
    page = ben.get(job + "?go=true", headers=scripted).text
    assert ("every 1s" in page, f"{job}/then" in page) == (False, True)
    assert ben.get(job + "/then").headers["location"] == "/maps/journey"
    answer = ben.get(job + "/then", headers=scripted)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, "/maps/journey")


def test_a_job_is_stopped_by_who_asked_or_may_edit(ben, site, visitor, people):
    """A viewer stops her own question, not a run of somebody else."""
    vic = visitor(Role.VIEWER)
    own = site.store.jobs.add("pattern", b"{}", people[Role.VIEWER].id)
    run = ben.submit("/runs").headers["location"].partition("?")[0]
    assert vic.submit(run + "/stop").status_code == 403
    assert vic.submit(f"/jobs/{own.id}/stop").status_code == 303
    assert ben.submit(run + "/stop").status_code == 303
    assert {job.state for job in site.store.jobs.all()} == {"stopped"}
    page = vic.get("/jobs").text
    assert page.count("stopped") >= 2
    assert vic.get("/jobs/jb_none").status_code == 404


def test_an_error_of_a_job_is_shown_as_text(ben, site):
    """Whatever stands in it, nothing of it runs."""
    job = site.store.jobs.add("run", b"{}", "system")
    site.store.jobs.next()
    site.store.jobs.fail(job.id, "<script>alert(1)</script>")
    page = ben.get(f"/jobs/{job.id}").text
    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)


QUESTIONS = """# Looked at by Ana.
[[item]]
id = "speed"
text = "How fast was it?"
role = "answer"
columns = ["Speed"]
metric = "satisfaction"
scale = {low = 1.0, high = 5.0}
about = "delivery"
proposed = true

[[item]]
id = "age"
text = "Age"
role = "trait"
columns = ["Age"]
"""


def test_a_question_of_a_survey_is_put_to_a_touchpoint(ben, site, visitor):
    """The drawer lists what is asked, no trait; said to be about the purchase, only that changes in its file."""
    file = site.folder / "poll.survey.toml"
    file.write_text(QUESTIONS, "utf-8")
    changing.add(site.folder, "survey", SurveySpec("poll", ("data/poll.csv",)))
    (shown,) = ben.get("/api/v1/data/sources/poll").json()["questions"]
    assert (shown["id"], shown["about"]) == ("speed", "delivery")
    assert 'name="about.speed"' in ben.get("/data/sources/poll").text
    assert 'name="about.speed"' not in visitor(Role.VIEWER).get("/data/sources/poll").text
    there = "/data/sources/poll/questions"
    assert ben.submit(there, **{"about.speed": "nowhere"}).status_code == 404
    assert ben.submit(there, **{"about.nothing": "purchase"}).status_code == 404
    assert ben.submit(there, **{"about.speed": "purchase"}).headers["location"].startswith("/jobs/")
    told = file.read_text("utf-8")
    assert ("# Looked at by Ana." in told, 'about = "purchase"' in told, "proposed" in told) == (True, True, False)
