"""From a file somebody drops to the map it makes: sent, looked at by a real worker, corrected, taken in, run."""

from __future__ import annotations

import time

import pytest

from wegweiser.domain.people import Role

VISITS = "Kunde;Zeitpunkt;Merkmal;Wo;Betrag\n" + "".join(
    f"K{n};0{1 + n % 9}.01.2026 09:{10 + step};{name};web;{'12,50' if name == 'purchase' else ''}\n"
    for n in range(40)
    for step, name in enumerate(("product_view", "cart", "purchase")[: 2 + n % 2])
)


@pytest.fixture
def working(site):
    """Let the site do its jobs."""
    site.jobs.start()
    yield site
    site.jobs.stop()


def send(browser, *files):
    """Send files as the form does."""
    return browser.post(
        "/data/files",
        data={"csrf": browser.csrf},
        files=[("file", (name, content.encode(), "text/csv")) for name, content in files],
    )


def until(browser, path, *states):
    """Return what the API says of a path once its job is in one of the states."""
    end = time.monotonic() + 90
    while True:
        shown = browser.get(f"/api/v1{path}").json()
        if shown.get("job", shown)["state"] in states:
            return shown
        assert time.monotonic() < end, shown
        time.sleep(0.05)


def test_a_file_becomes_a_map(working, visitor):
    """People are masked, kinds of events stand as they are; two columns are corrected; the run makes a map of forty."""
    ben = visitor(Role.EDITOR)
    assert "Drop files here" in ben.get("/").text
    answer = send(ben, ("visits.csv", VISITS))
    assert answer.status_code == 303
    page = answer.headers["location"]
    shown = until(ben, page, "done")
    roles = {column["name"]: column["role"] for column in shown["guessed"]["columns"]}
    assert (roles["Kunde"], roles["Zeitpunkt"], roles["Merkmal"]) == ("customer", "time", "property")
    text = ben.get(page).text
    assert "K0" not in text
    assert ("x0" in text, "product_view" in text, 'name="roles.3"' in text) == (True, True, True)
    agreed = {f"roles.{n}": role for n, role in enumerate(("customer", "time", "event", "ignored", "value"))}
    answer = ben.submit(page, **agreed, name="shop", kind="events", zone="Europe/Berlin", run="true")
    assert answer.status_code == 303
    (source,) = working.config.source
    assert (source.name, source.files, source.ignored) == ("shop", ("data/visits.csv",), ("Wo",))
    assert source.time.zone == "Europe/Berlin"
    job = answer.headers["location"].partition("?")[0]
    done = until(ben, job, "done", "failed")
    assert (done["state"], done.get("error", "")) == ("done", "")
    led = ben.get(job + "/then")
    assert (led.status_code, led.headers["location"].startswith("/maps/")) == (303, True)
    assert ben.get(led.headers["location"]).status_code == 200
    assert working.insights.index().customers == 40
    assert ben.get("/data/adding").status_code == 200


@pytest.mark.usefixtures("working")
def test_a_file_nobody_can_read_says_why_and_is_dropped(visitor):
    """What is wrong stands on the page; agreeing to it is refused; dropped, it is gone."""
    ben = visitor(Role.EDITOR)
    page = send(ben, ("list.csv", "colour\nred\nblue\n")).headers["location"]
    shown = until(ben, page, "done")
    assert shown["guessed"]["kind"] == "unknown"
    assert "could not be recognised" in ben.get(page).text
    assert ben.submit(page, kind="events").status_code == 422
    assert ben.submit(page + "/drop").headers["location"] == "/data/adding"
    assert ben.get(page).status_code == 404


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"roles.0": "time"}, "Two columns are to be the same"),
        ({"roles.9": "time"}, "column"),
        ({"roles.0": "colour"}, "colour"),
        ({"roles.1": "property"}, "holds the time"),
        ({"kind": "texts"}, "holds the words of customers"),
        ({"into": "nowhere"}, "nowhere"),
        ({"zone": "Atlantis", "roles.2": "event"}, "Atlantis"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_the_file_still_waits(working, visitor, told, word):
    """The form comes again with what is wrong; nothing is written and nothing is moved."""
    ben = visitor(Role.EDITOR)
    page = send(ben, ("visits.csv", VISITS)).headers["location"]
    until(ben, page, "done")
    answer = ben.submit(page, **{"kind": "events"} | told)
    assert (answer.status_code, word in answer.text) == (422, True)
    assert working.config.source == ()
    assert not (working.folder / "data" / "visits.csv").exists()
    assert ben.get(page).status_code == 200


def test_a_second_file_can_be_more_of_the_first(working, visitor):
    """It joins the files of the source it is said to belong to; texts become a source of texts."""
    ben = visitor(Role.EDITOR)
    page = send(ben, ("visits.csv", VISITS)).headers["location"]
    until(ben, page, "done")
    ben.submit(page, kind="events", name="shop")
    page = send(ben, ("visits.csv", VISITS)).headers["location"]
    until(ben, page, "done")
    assert ben.submit(page, kind="events", into="shop").status_code == 303
    assert working.config.source[0].files == ("data/visits.csv", "data/visits_2.csv")
    page = send(ben, ("said.csv", VISITS)).headers["location"]
    until(ben, page, "done")
    assert ben.submit(page, kind="texts", name="said", **{"roles.2": "text"}).status_code == 303
    (text,) = working.config.text
    assert (text.name, text.text, text.time, text.person) == ("said", "Merkmal", "Zeitpunkt", "Kunde")


def test_several_files_are_led_through_one_by_one(site, visitor):
    """Two are sent at once; a file of no kind we read refuses them with words; JSON cannot carry files."""
    ben = visitor(Role.EDITOR)
    send(ben, ("a.csv", VISITS), ("b.csv", VISITS))
    assert [one["name"] for one in ben.get("/api/v1/data/adding").json()["files"]] == ["a.csv", "b.csv"]
    answer = send(ben, ("c.csv", VISITS), ("page.html", "<html>"))
    assert (answer.status_code, "is of no kind that can be read" in answer.text) == (422, True)
    assert ben.call("/data/files", file=["x"]).status_code == 422
    assert len(ben.get("/api/v1/data/adding").json()["files"]) == 2
    assert site.config.source == ()


POLL = "lfdn,q1_service,q1_price,q1_shop,mood,why\n" + "".join(
    f"{n},{n % 5 + 1},{n % 5 + 1},{n % 5 + 1},{n % 5 + 1},because of the {n} things\n" for n in range(40)
)


def test_a_file_that_was_not_recognised_is_read_as_somebody_says(working, visitor):
    """What is missing is named; said, it is looked at again and taken in like any other."""
    ben = visitor(Role.EDITOR)
    lines = "".join(f"A{n},Nord,kauf {n % 2}\n" for n in range(40)) + "Ana,05.01.2026,kauf 1\n" * 9
    page = send(ben, ("odd.csv", "x1,x2,x3\n" + lines)).headers["location"]
    shown = until(ben, page, "done")
    assert (shown["guessed"]["kind"], len(shown["guessed"]["columns"])) == ("unknown", 3)
    text = ben.get(page).text
    assert ('name="roles.2"' in text, "Look at it again with this" in text, "kauf 1" in text) == (True, True, True)
    answer = ben.submit(page + "/look", kind="events", **{"roles.0": "customer"})
    assert (answer.status_code, "Say which column holds this: the time, what happened." in answer.text) == (422, True)
    roles = {"roles.0": "customer", "roles.1": "time", "roles.2": "event"}
    assert ben.submit(page + "/look", kind="survey", **roles).status_code == 422
    assert ben.submit(page + "/look", kind="events", **roles).headers["location"] == page
    shown = until(ben, page, "done")
    assert (shown["guessed"]["kind"], {one["role"] for one in shown["guessed"]["columns"]}) == (
        "events",
        {"customer", "time", "event"},
    )
    assert ben.submit(page, kind="events", name="odd").status_code == 303
    (source,) = working.config.source
    assert source.columns == {"customer": "x1", "time": "x2", "event": "x3"}


def test_columns_of_a_survey_are_corrected(working, visitor):
    """Mood is a score and the reason is left out: looked at again, it is taken in as corrected."""
    ben = visitor(Role.EDITOR)
    page = send(ben, ("poll.csv", POLL)).headers["location"]
    shown = until(ben, page, "done")
    roles = {f"roles.{n}": one["role"] for n, one in enumerate(shown["guessed"]["columns"])}
    assert (shown["guessed"]["kind"], list(roles.values())[:4]) == ("survey", ["customer", "score", "score", "score"])
    told = roles | {"roles.4": "score", "roles.5": "ignored"}
    answer = ben.submit(page, kind="survey", **told)
    assert (answer.status_code, "have the file looked at again" in answer.text) == (422, True)
    assert ben.submit(page + "/look", kind="survey", **told).status_code == 303
    until(ben, page, "done")
    assert ben.submit(page, kind="survey", **told).status_code == 303
    assert [(one.name, one.files) for one in working.config.survey] == [("poll", ("data/poll.csv",))]
    questions = (working.folder / "poll.survey.toml").read_text("utf-8")
    assert 'id = "mood"\ntext = "mood"\nrole = "answer"' in questions


def test_a_table_somebody_calls_texts_is_read_as_such(working, visitor):
    """Nothing in it is a time; the words are all that is needed."""
    ben = visitor(Role.EDITOR)
    page = send(ben, ("said.csv", "a,b\n" + "".join(f"{n},It was number {n} of all\n" for n in range(30)))).headers[
        "location"
    ]
    until(ben, page, "done")
    assert ben.submit(page + "/look", kind="texts", **{"roles.0": "ignored"}).status_code == 422
    ben.submit(page + "/look", kind="texts", **{"roles.1": "text"})
    assert until(ben, page, "done")["guessed"]["kind"] == "texts"
    assert ben.submit(page, kind="texts", name="said").status_code == 303
    (text,) = working.config.text
    assert (text.name, text.text, text.files) == ("said", "b", ("data/said.csv",))


ODD = "Nr;Wann;Was;Wo\n" + "".join(f"K{n % 20};{n % 27 + 1:02}.01.2026 09:00;Besuch;Web\n" for n in range(60))


def test_a_file_without_customers_is_taken_with_a_customer_or_a_tick(working, visitor):
    """The page warns with a select beside it; without either it is refused, and the tick comes again with the form."""
    ben = visitor(Role.EDITOR)
    page = send(ben, ("odd.csv", ODD)).headers["location"]
    until(ben, page, "done")
    text = ben.get(page).text
    assert ("No column names a customer" in text, 'name="alone"' in text) == (True, True)
    answer = ben.submit(page, kind="events")
    assert (answer.status_code, "tick that each row is a person" in answer.text) == (422, True)
    assert ben.submit(page, kind="events", customer="0").status_code == 303
    page = send(ben, ("odd.csv", ODD)).headers["location"]
    until(ben, page, "done")
    assert ben.submit(page, kind="events", name="alone", alone="true").status_code == 303
    named, alone = working.config.source
    assert (named.columns["customer"], named.rows_are_profiles, alone.rows_are_profiles) == ("Nr", False, True)


def test_recognised_events_are_looked_at_again_with_what_was_said(working, visitor):
    """With a customer named, nothing warns any more, and what is guessed of the other columns follows."""
    ben = visitor(Role.EDITOR)
    page = send(ben, ("odd.csv", ODD)).headers["location"]
    until(ben, page, "done")
    assert "Look at it again with this" in ben.get(page).text
    assert ben.submit(page + "/look", kind="events", customer="0", **{"roles.3": "channel"}).status_code == 303
    shown = until(ben, page, "done")
    assert shown["guessed"]["source"].get("rows_are_profiles", False) is False
    assert shown["guessed"]["source"]["columns"] == {"customer": "Nr", "time": "Wann", "event": "Was", "channel": "Wo"}
    assert 'name="alone"' not in ben.get(page).text
    assert working.config.source == ()
