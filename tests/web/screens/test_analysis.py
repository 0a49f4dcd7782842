"""Paths, funnel, feelings, levers and personas: what they show, ask and keep."""

from __future__ import annotations

import io
from datetime import date

import msgspec
import openpyxl
import pytest

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.feelings import Driver, Feeling
from wegweiser.domain.levers import Grade, Lever
from wegweiser.domain.people import Role
from wegweiser.domain.personas import Persona, PersonaSet, Remark
from wegweiser.domain.questions import Answered, Question
from wegweiser.domain.voices import Heard, Score, ScoreKind
from wegweiser.i18n import read
from wegweiser.web import analysis
from wegweiser.web.analysis.people import laid
from wegweiser.workspace import questions
from wegweiser.workspace.insights import FOLDER, FORMAT, rows
from wegweiser.workspace.wording import authored

SCREENS = ("paths", "funnel", "feelings", "levers", "personas")
EVIL = "<script>alert(1)</script>"
HALF = Proportion(0.5, 0.4, 0.6, 50, 100)


@pytest.fixture
def site(shop):
    """Return the site of a shop that was run, for the people and browsers of these tests."""
    return shop


@pytest.fixture
def keep(site):
    """Return a function that puts a part of the insights in place of what the run wrote."""

    def put(name: str, part: msgspec.Struct) -> None:
        kept = {"format": FORMAT, "snapshot": "s", "part": part}
        (site.folder / FOLDER / f"{name}.json").write_bytes(msgspec.json.encode(kept))

    return put


@pytest.fixture
def answer(site):
    """Return a function that answers the next job as a worker does, and gives its id."""

    def done(told: msgspec.Struct) -> str:
        job = site.store.jobs.next()
        folder = site.folder / ".wegweiser" / "jobs"
        folder.mkdir(exist_ok=True)
        (folder / f"{job.id}.answer.json").write_bytes(msgspec.json.encode(told))
        site.store.jobs.finish(job.id, f"{job.id}.answer.json")
        return job.id

    return done


@pytest.mark.parametrize("screen", SCREENS)
def test_a_workspace_nobody_ran_says_what_to_do(site, visitor, screen):
    """Without insights each page leads to the data, and the API answers."""
    for path in (site.folder / FOLDER).glob("*.json"):
        path.unlink()
    page = visitor(Role.VIEWER).get(f"/{screen}")
    assert page.status_code == 200
    assert 'href="/data"' in page.text.split("<main")[1]
    assert visitor(Role.VIEWER).get(f"/api/v1/{screen}").status_code == 200


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("screen", SCREENS)
def test_each_page_is_drawn_from_what_the_run_wrote(visitor, screen, language):
    """Every page answers in both languages."""
    page = visitor(Role.VIEWER).get(f"/{screen}?lang={language}")
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text


def test_paths_show_flow_graph_and_variants(visitor):
    """Of sixty journeys with two lengths, both are told with their share."""
    page = visitor(Role.VIEWER).get("/paths")
    assert 'id="flow"' in page.text
    assert 'id="graph"' in page.text
    assert "33%" in page.text


def test_the_slider_changes_the_graph_only(visitor):
    """A script gets the figure; without one the whole page comes with the same setting."""
    client = visitor(Role.VIEWER)
    part = client.get("/paths?share=0.5", headers={"HX-Request": "true"}).text
    assert part.count("<figure") == 1
    assert "<main" not in part
    assert 'value="0.5"' in client.get("/paths?share=0.5").text


@pytest.mark.parametrize(
    ("pattern", "told"), [("cart -> (", "expected"), ("cart -> nonsense", "nonsense"), ("  ", "Write a pattern")]
)
def test_a_pattern_nobody_can_search_is_told_at_its_field(site, visitor, pattern, told):
    """Nothing is queued, and what was typed is still there."""
    page = visitor(Role.VIEWER).submit("/paths/searches", pattern=pattern)
    assert page.status_code == 422
    assert told in page.text.split('id="f-pattern-wrong"')[1].split("</pre>")[0]
    assert site.store.jobs.all() == ()


def test_a_search_speaks_the_names_of_the_screen(visitor):
    """The example is made of them, and so is what exists where nothing is called as somebody wrote."""
    client = visitor(Role.VIEWER)
    example = client.get("/paths?lang=de").text.split('placeholder="')[1].split('"')[0]
    assert " -&gt;&gt; " in example
    wrong = client.submit("/paths/searches", pattern="Warnkorb -> cart").text
    said = wrong.split('id="f-pattern-wrong"')[1].split("</pre>")[0]
    assert "„Warnkorb“ gibt es nicht (Touchpoint)" in said, said


def test_a_search_is_a_job_and_its_answer_a_page(visitor, answer):
    """The form leads to a page that waits; the answer has n and intervals, and examples of paths."""
    client = visitor(Role.VIEWER)
    to = client.submit("/paths/searches", pattern="cart -> purchase").headers["location"]
    waiting = client.get(to).text
    assert 'role="progressbar"' in waiting
    way = rows.Variant(("cart", "purchase"), 40, 40, 1.0, 1.0, 40, Proportion(1, 0.9, 1, 40, 40))
    job = answer(questions.PatternFound(40, 40, Proportion(0.66, 0.5, 0.8, 40, 60), HALF, HALF, (way,)))
    assert to.split("#")[0] == f"/paths?find={job}"
    page = client.get(to).text
    assert 'id="found"' in page
    assert "66%" in page
    gone = client.get(f"/asked/{job}?to=/paths", headers={"HX-Request": "true"})
    assert gone.headers["hx-redirect"] == "/paths"


def test_a_search_few_match_keeps_its_numbers(visitor, answer):
    """Fewer than 20 are told as few."""
    client = visitor(Role.VIEWER)
    to = client.submit("/paths/searches", pattern="cart -> purchase").headers["location"]
    answer(questions.PatternFound())
    assert "Fewer than 20 customers go this way" in client.get(to).text


@pytest.mark.parametrize("to", ["https://example.org", "//example.org", "/maps", "/paths\\@x.org", "javascript:1"])
def test_waiting_leads_nowhere_else(site, visitor, to):
    """Only pages that ask can be waited for."""
    job = site.store.jobs.add("pattern", b"{}", "")
    assert visitor(Role.VIEWER).get("/asked/" + job.id, params={"to": to}).status_code == 422


def test_a_job_of_another_kind_is_no_answer(site, visitor):
    """A run is not shown as a search."""
    job = site.store.jobs.add("run", b"{}", "")
    assert visitor(Role.VIEWER).get(f"/paths?find={job.id}").status_code == 404


def test_a_period_is_counted_as_a_job(site, visitor, answer):
    """The page shows the paths of the period, and how to come back to everybody."""
    client = visitor(Role.VIEWER)
    assert client.submit("/paths/groups").status_code == 422
    to = client.submit("/paths/groups", since="2026-01", until="2026-01").headers["location"]
    question = msgspec.json.decode(site.store.jobs.all()[0].asked)["question"]
    assert question["among"] == ["period:2026-01..2026-01"]
    answer(site.insights.ways(site.insights.index().main_goal))
    page = client.get(to).text
    assert "Everybody again" in page
    assert 'id="flow"' in page


def test_a_funnel_is_built_counted_and_compared(site, visitor, answer):
    """Steps and rules go to two jobs; their answers stand beside each other."""
    client = visitor(Role.VIEWER)
    assert client.submit("/funnel/counts", steps="cart").status_code == 422
    fields = {"steps": ["product_view", "cart"], "unit": "customer", "within": "2", "per": "hours"}
    to = client.submit("/funnel/counts", **fields, group="touch:channel:web", against="*").headers["location"]
    asked = [msgspec.json.decode(job.asked)["question"] for job in site.store.jobs.all()]
    assert [one.get("among") for one in asked] == [None, ["touch:channel:web"]]
    assert asked[0]["within_s"] == 7_200
    for reached in (40, 30):
        answer(
            rows.FunnelRows(
                (
                    rows.FunnelStep("product_view", "View", 60, 60, Proportion(1, 0.9, 1, 60, 60)),
                    rows.FunnelStep("cart", "Cart", reached, reached, Proportion(reached / 60, 0.4, 0.7, reached, 60)),
                ),
                unit="customer",
            )
        )
    page = client.get(to).text
    assert "33% of 60 customers are lost between “View” and “Cart”" in page
    assert "50% of 60 customers" in page
    assert 'id="compared"' in page


def test_funnels_are_kept_for_oneself_or_for_everybody(site, visitor):
    """A name is needed; only its owner may remove one."""
    viewer, editor = visitor(Role.VIEWER), visitor(Role.EDITOR)
    fields = {"steps": ["product_view", "cart"]}
    assert viewer.submit("/funnel/saved", **fields).status_code == 422
    viewer.submit("/funnel/saved", **fields, name="Mine")
    viewer.submit("/funnel/saved", **fields, name=EVIL, shared="true")
    assert "Mine" not in editor.get("/funnel").text
    assert EVIL not in editor.get("/funnel").text
    assert "&lt;script&gt;" in editor.get("/funnel").text
    shared = site.store.saved.all("", "funnel")[0]
    assert editor.submit(f"/funnel/saved/{shared.id}/remove").status_code == 404
    assert viewer.submit(f"/funnel/saved/{shared.id}/remove").headers["location"] == "/funnel"


def _score(kind: ScoreKind, value: float, n: int = 100, **more) -> Score:
    return Score(f"{kind}{value}", kind, EVIL, Estimate(value, value - 0.1, value + 0.1, n), **more)


HEARD = rows.Feelings(
    heard=Heard(
        feelings=(Feeling("use", Estimate(-0.5, -0.7, -0.3, 90), "cart", Estimate(1, 0.8, 1.2, 90)),),
        questions=(Question("q1", EVIL, "use", 30, 25, answered=Answered.NO),),
        drivers=(Driver("cart", "use", Estimate(0.2, 0.1, 0.3, 90), Estimate(0.3, 0.2, 0.4, 90), clear=True),),
    ),
    scores={
        "": (_score(ScoreKind.NPS, 12.0, item="recommend"),),
        "touchpoint": (
            _score(ScoreKind.MEAN, 1.2, touchpoint="cart"),
            _score(ScoreKind.MEAN, -0.5, touchpoint="purchase"),
        ),
        "month": (
            _score(ScoreKind.CSAT, 0.5, month="2025-12", item="all"),
            _score(ScoreKind.CSAT, 0.8, month="2026-02", item="all"),
        ),
    },
    respondents=200,
)


def test_feelings_are_told_apart_and_beside_what_was_expected(visitor, keep):
    """Scores by touchpoint, the gap, what goes with the whole and unanswered questions stand on one page."""
    keep("feelings", HEARD)
    page = visitor(Role.VIEWER).get("/feelings").text
    assert all(f'id="{name}"' in page for name in ("scores", "expected", "drivers"))
    assert "+12" in page
    assert EVIL not in page


def test_a_month_nobody_answered_is_a_gap(visitor, keep):
    """January stands between December and February without a figure."""
    keep("feelings", HEARD)
    saved = visitor(Role.VIEWER).get("/feelings/figures/scores/csv?by=month").text
    months = [line for line in saved.splitlines() if "2026-01" in line]
    assert len(months) == 1
    assert "100" not in months[0]


LEVER = Lever("lv_1", EVIL, "purchase", "use", Grade.A, 500, effect=Estimate(0.02, 0.01, 0.03, 900), rank=1, top3=0.9)
APART = Lever("lv_2", "Goes with it", "purchase", "use", Grade.D, 40)


def test_levers_are_ranked_and_noted(site, visitor, keep):
    """An editor says effort, state and note; they stand in wegweiser.toml and on the page before the next run."""
    keep("levers", rows.Levers((LEVER, APART)))
    editor = visitor(Role.EDITOR)
    assert EVIL not in editor.get("/levers").text
    done = editor.submit("/levers/lv_1/note", effort="3", status="planned", note=EVIL)
    assert done.headers["location"] == "/levers#lv_1"
    (note,) = site.config.lever
    assert (note.id, note.effort, note.note, note.status) == ("lv_1", 3.0, EVIL, "planned")
    page = editor.get("/levers").text
    assert "3 person-days" in page
    assert EVIL not in page
    editor.submit("/levers/lv_1/note", note="", status="idea")
    assert site.config.lever[0].effort is None


@pytest.mark.parametrize("fields", [{"effort": "-1"}, {"effort": "much"}, {"status": "soon"}])
def test_a_note_nobody_can_mean_is_refused(site, visitor, keep, fields):
    """Nothing is written."""
    keep("levers", rows.Levers((LEVER,)))
    before = (site.folder / "wegweiser.toml").read_bytes()
    assert visitor(Role.EDITOR).submit("/levers/lv_1/note", **fields).status_code == 422
    assert visitor(Role.EDITOR).submit("/levers/lv_9/note").status_code == 404
    assert (site.folder / "wegweiser.toml").read_bytes() == before


def test_a_lever_becomes_a_task(site, visitor, keep):
    """The task stands on the workspace's own map, is somebody's, and the lever leads to it."""
    keep("levers", rows.Levers((APART,)))
    edo = visitor(Role.EDITOR)
    owner = site.store.people.all()[0].id
    edo.submit("/levers/lv_2/tasks", due="2026-04-01", owner=owner)
    (task,) = site.store.tasks.all()
    assert (task.title, task.target, task.due) == ("Goes with it", "lever:lv_2", date(2026, 4, 1))
    assert task.owner == owner
    assert f'href="/tasks#k-{task.id}"' in edo.get("/levers").text
    assert edo.submit("/levers/lv_2/tasks", owner="nobody").status_code == 404


def test_a_viewer_sees_no_form_of_editors(visitor, keep):
    """What she may not do is not offered."""
    keep("levers", rows.Levers((LEVER,)))
    assert "/levers/lv_1/note" not in visitor(Role.VIEWER).get("/levers").text


def _persona(ident: str, name: str) -> Persona:
    return Persona(ident, name, "", name[:2].upper(), 100, HALF, 0.9, 0.9, pains=(Remark("found", share=HALF),))


FOUND = PersonaSet((_persona("pe_1", "Ana buys"), _persona("pe_2", "Ben leaves")), 200, date(2026, 3, 1),
                   date(2026, 1, 1), 7, "", "Two groups.")  # fmt: skip


def test_a_persona_is_renamed_and_described(site, visitor, keep):
    """The words go to personas.yaml, show at once, and are never written twice."""
    keep("personas", rows.Personas(FOUND))
    editor = visitor(Role.EDITOR)
    for _ in range(2):
        editor.submit("/personas/pe_1/words", name=EVIL, goals="Save time\n\nFewer calls\n", pains="Waits")
    page = editor.get("/personas?picked=pe_1").text
    assert EVIL not in page
    assert "Save time" in page
    assert "Ben leaves" in page
    words = authored(site.folder)
    assert [one.goals for one in words.personas if one.id == "pe_1"] == [("Save time", "Fewer calls")]
    again = laid(laid(FOUND, words), words).personas[0]
    assert [remark.text for remark in again.pains] == ["Waits", "found"]
    assert again.found_name == "Ana buys"


def test_one_language_keeps_the_other(site, visitor, keep):
    """A name written in two languages is changed in the one she reads."""
    keep("personas", rows.Personas(FOUND))
    path = site.folder / "personas.yaml"
    path.write_text("personas:\n  - id: pe_1\n    name: {en: Ana, de: Anna}\n", "utf-8")
    visitor(Role.EDITOR).submit("/personas/pe_1/words?lang=de", name="Anne")
    assert authored(site.folder).personas[0].name in ({"en": "Ana", "de": "Anne"}, {"en": "Anne", "de": "Anna"})


def test_an_unknown_persona_is_told(visitor, keep):
    """Neither a card nor words of nobody."""
    keep("personas", rows.Personas(FOUND))
    assert visitor(Role.VIEWER).get("/personas?picked=pe_9").status_code == 404
    assert visitor(Role.EDITOR).submit("/personas/pe_9/words", name="x").status_code == 404


@pytest.mark.parametrize(("form", "starts"), [("html", b"<!doctype html>"), ("pptx", b"PK")])
def test_cards_are_saved(visitor, keep, form, starts):
    """Every form begins as its kind does; an unknown one is told."""
    keep("personas", rows.Personas(FOUND))
    made = visitor(Role.VIEWER).get(f"/personas/files/{form}")
    assert made.content.strip().startswith(starts)
    assert visitor(Role.VIEWER).get("/personas/files/exe").status_code == 404


def test_a_figure_is_saved_as_a_table_and_a_picture(visitor):
    """XLSX holds the numbers, SVG the picture; another form or figure is told."""
    client = visitor(Role.VIEWER)
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/paths/figures/variants/xlsx").content)).active
    assert sheet.max_row > 1
    assert client.get("/paths/figures/flow/svg").content.startswith(b"<svg")
    assert client.get("/paths/figures/flow/exe").status_code == 404
    assert client.get("/paths/figures/nothing/svg").status_code == 404


def test_names_are_looked_up_in_one_place(site):
    """Touchpoints, endings, groups and what has no name."""
    names = analysis.Names(site.insights.index())
    assert names.touchpoint("(left)")["en"] == "ended without the goal"
    assert names.touchpoint("nobody") == "nobody"
    assert names.group(())["de"] == "alle"
    assert names.group(("persona:pe_1", "period:2026-01..2026-02"))["en"] == "pe_1, 2026-01\u20132026-02"


def test_a_renamed_phase_has_its_new_name_everywhere(site, visitor):
    """What the workspace's own map calls a phase, every screen calls it, before the next run."""
    edo = visitor(Role.EDITOR)
    edo.get("/")
    (entry,) = site.store.maps.all()
    before = site.insights.index().phases
    phase = before[1].id
    answer = edo.call(f"/maps/{entry.id}/edits", edit={"edit": "edit_phase", "id": phase, "name": "Enchanted"})
    assert answer.status_code == 200
    found = {one.id: read(one.name, "en") for one in analysis.index_of(site).phases}
    assert (found[phase], set(found)) == ("Enchanted", {one.id for one in before})
    assert "Enchanted" in edo.get("/touchpoints").text
    assert "Enchanted" in edo.get("/paths").text.split('id="graph"')[1]
