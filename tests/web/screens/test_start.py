"""The start page: a bare workspace is led to its first map; others see what changed, what waits, what is due."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from wegweiser.domain.people import Role
from wegweiser.domain.talk import Task
from wegweiser.maps import template, templates


def test_a_bare_workspace_offers_three_ways(visitor):
    """Files, a template, a company to try; a viewer is told that there is nothing yet."""
    ada = visitor(Role.ADMIN)
    page = ada.get("/").text
    assert ['action="/data/files"' in page, page.count('name="template"'), 'value="simulated"' in page] == [
        True,
        len(templates()),
        True,
    ]
    shown = ada.get("/api/v1/").json()
    assert (shown["bare"], set(shown["templates"])) == (True, set(templates()))
    page = visitor(Role.VIEWER).get("/").text
    assert ("Nothing to see yet" in page, "/start/" in page, "/data/files" in page) == (True, False, False)


def test_a_template_has_one_name_wherever_a_map_begins(visitor):
    """The start page and the page of a new map call the online shop by the same words."""
    edo = visitor(Role.EDITOR)
    assert ("<h3>Online shop</h3>" in edo.get("/").text, "<span>Online shop</span>" in edo.get("/maps/new").text) == (
        True,
        True,
    )


def test_a_template_becomes_the_map(site, visitor):
    """Its words stand in journey.yaml and its phases in wegweiser.toml; a second one is refused."""
    ben = visitor(Role.EDITOR)
    answer = ben.submit("/start/template", template="service")
    assert answer.status_code == 303
    assert ben.get(answer.headers["location"]).status_code == 200
    assert [phase.id for phase in site.config.model.phases] == [phase.id for phase in template("service").phases]
    assert ben.submit("/start/template", template="grocery").status_code == 409
    shown = ben.get("/api/v1/").json()
    assert (shown.get("bare", False), shown["map"]) == (False, answer.headers["location"])
    assert "nothing was measured yet" in ben.get("/").text


@pytest.mark.parametrize(("name", "status"), [("nowhere", 404), ("../online-shop", 404), ("", 404)])
def test_a_template_that_does_not_ship_is_refused(visitor, name, status):
    """No name leads to a file elsewhere."""
    assert visitor(Role.EDITOR).submit("/start/template", template=name).status_code == status


def test_only_an_admin_fills_a_workspace_with_a_made_up_company(site, visitor):
    """It is a job; its question is the demo."""
    assert visitor(Role.EDITOR).submit("/start/demo", demo="simulated").status_code == 403
    answer = visitor(Role.ADMIN).submit("/start/demo", demo="simulated")
    (job,) = site.store.jobs.all()
    assert (job.kind, answer.headers["location"]) == ("demo", f"/jobs/{job.id}?go=true")
    assert msgspec.json.decode(job.asked)["question"]["asks"] == "demo"


class TestShop:
    """A shop that was run."""

    @pytest.fixture
    def site(self, shop):
        """Let everybody visit it."""
        return shop

    def test_the_map_stands_there_at_a_glance(self, visitor):
        """The picture with its finding and its table; programs read the same figures."""
        ben = visitor(Role.VIEWER)
        shown = ben.get("/api/v1/").json()["overview"]
        page = ben.get("/").text
        assert (shown["title"] in page, "overview-title" in page, "overview-small-title" in page) == (True, True, True)
        assert shown["data"][0][0] == "Awareness"

    def test_it_shows_what_the_run_found(self, site, visitor):
        """Sixty customers, the sources with their last day, the finding of the map."""
        vic = visitor(Role.VIEWER)
        shown = vic.get("/api/v1/").json()
        assert (shown["index"]["customers"], shown["map"]) == (60, "/maps/journey")
        assert [(one["name"], one["until"], one["days"]) for one in shown["fresh"]] == [("visits", "2026-02-27", 3)]
        page = vic.get("/?lang=de").text
        assert (">60<" in page, "vor 3 Tagen" in page) == (True, True)
        assert site.config.name in page

    def test_the_headline_says_how_much_of_it_nobody_has_looked_at(self, site, visitor):
        """All touchpoints are proposals of the run, here and on the map; agreed to, nothing is said any more."""
        edo, n = visitor(Role.EDITOR), len(site.config.touchpoint)
        words = f"Rests on proposed touchpoints nobody has looked at yet: {n}"
        link = 'href="/touchpoints?proposed=true"'
        for path in ("/", "/maps/journey"):
            page = edo.get(path).text
            assert (words in page, page.count(link)) == (True, 1), path
        assert edo.get("/touchpoints?proposed=true").status_code == 200
        edo.submit("/touchpoints/confirm")
        assert [link in edo.get(path).text for path in ("/", "/maps/journey")] == [False, False]

    def test_what_others_did_is_news_until_she_saw_it(self, site, visitor, watch, people):
        """A comment and the run are news to Kim, her own comment is none; seen, nothing is left."""
        kim = visitor(Role.COMMENTER)
        kim.get("/")
        comments = site.store.comments
        comments.add("journey", "map", people[Role.EDITOR].id, "Look here", mentions=[people[Role.COMMENTER].id])
        comments.add("journey", "map", people[Role.COMMENTER].id, "Yes")
        watch.on(hours=1)
        shown = kim.get("/api/v1/").json()
        assert sorted(one["kind"] for one in shown["news"]) == ["comment", "run"]
        assert [one["text"] for one in shown["mentions"]] == ["Look here"]
        assert "Look here" in kim.get("/").text
        kim.submit("/start/seen")
        assert kim.get("/api/v1/").json().get("news", []) == []
        watch.on(hours=1)
        comments.add("journey", "map", people[Role.EDITOR].id, "And here")
        assert [one["text"] for one in kim.get("/api/v1/").json()["news"]] == ["And here"]

    def test_going_back_and_forth_is_one_line_of_news(self, visitor, watch):
        """An edit, its undo and its redo: the edit, and one line for the two others."""
        ben = visitor(Role.EDITOR)
        new = {"edit.edit": "add_phase", "edit.name": "Later"}
        assert ben.submit("/maps/journey/edits", **new).status_code < 400
        for back in ("undo", "redo"):
            watch.on(hours=1)
            ben.submit(f"/maps/journey/{back}")
        news = [one["text"] for one in visitor(Role.VIEWER).get("/api/v1/").json()["news"] if one["kind"] == "revision"]
        assert (len(news), news[0]["de"]) == (2, "Rückgängig gemacht und wiederholt: 2-mal")

    def test_what_is_due_within_a_week_is_listed(self, site, visitor, people):
        """A review that is late, a task of hers; one of somebody else, one far off and one that is done are not."""
        ben = visitor(Role.EDITOR)
        ben.get("/")
        site.store.maps.change("journey", review_next=date(2026, 3, 1))
        mine, theirs, now = people[Role.EDITOR].id, people[Role.ADMIN].id, site.clock.now()
        for title, owner, due, state in (
            ("Soon", mine, date(2026, 3, 9), "open"),
            ("Far", mine, date(2026, 3, 10), "open"),
            ("Done", mine, date(2026, 3, 3), "done"),
            ("Theirs", theirs, date(2026, 3, 3), "open"),
        ):
            site.store.tasks.add(Task("", "journey", title, mine, now, owner=owner, due=due, state=state))
        due = ben.get("/api/v1/").json()["due"]
        assert [(one["text"], one.get("late", False)) for one in due] == [(due[0]["text"], True), ("Soon", False)]

    def test_a_run_that_waits_is_shown(self, visitor):
        """With its stage, and a button to stop it."""
        ben = visitor(Role.EDITOR)
        ben.submit("/runs")
        page = ben.get("/").text
        assert ("Bring the figures up to date" in page, "/stop" in page) == (True, True)
