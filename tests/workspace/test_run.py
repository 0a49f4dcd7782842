"""The main job, from dropped files to the map, again and again."""

from __future__ import annotations

import json
from datetime import timedelta

import msgspec
import pytest
import yaml

from wegweiser.bootstrap import create_workspace
from wegweiser.errors import UnknownName, WorkspaceProblem
from wegweiser.i18n import read
from wegweiser.workspace import Config, changing

LATER = "customer,time,event,channel,value\nBen,2026-03-20 10:00:00,purchase,store,15\n"


def modified(folder):
    """Return when each sealed part was written."""
    return {path.name: path.stat().st_mtime_ns for path in (folder / ".wegweiser" / "parts").iterdir()}


def test_a_dropped_file_becomes_a_map(shop, ran):
    """Ten rows are ten events of three customers; what was guessed stands in wegweiser.toml, marked as proposed."""
    report = ran(shop)
    assert (report.customers, report.events, report.steps) == (3, 10, 10)
    assert [(f.rows, f.events, f.quarantined, f.state) for f in report.files] == [(10, 10, 0, "loaded")]
    told = (shop / "wegweiser.toml").read_text("utf-8")
    assert 'files = ["data/visits.csv"]' in told
    assert told.count("\nproposed = true\n") == report.proposed + 1
    assert (shop / "maps" / "journey-map.json").is_file()


def test_a_second_run_changes_nothing(ran_shop, ran):
    """The same file twice: no part is written anew, and every output is the same to the byte."""
    parts = modified(ran_shop)
    outputs = {path.name: path.read_bytes() for path in (ran_shop / "maps").iterdir()}
    told = (ran_shop / "wegweiser.toml").read_bytes()
    report = ran(ran_shop)
    assert [f.state for f in report.files] == ["unchanged"]
    assert modified(ran_shop) == parts
    assert {path.name: path.read_bytes() for path in (ran_shop / "maps").iterdir()} == outputs
    assert (ran_shop / "wegweiser.toml").read_bytes() == told


def test_one_more_file_redoes_only_what_it_touches(ran_shop, ran, opened):
    """Ben's purchase comes in a second file: the first file's part and the others' partitions stay as they are."""
    before = modified(ran_shop)
    (ran_shop / "data" / "later.csv").write_text(LATER, "utf-8")
    report = ran(ran_shop)
    assert sorted(f.state for f in report.files) == ["loaded", "unchanged"]
    kept = {name for name, at in modified(ran_shop).items() if before.get(name) == at}
    assert sum(name.startswith("event-") for name in kept) == 1
    steps = [name for name in before if name.startswith("step-")]
    assert len(set(steps) - kept) == 1
    with opened(ran_shop) as ws:
        assert ws.journeys.goals().rows()[0]["converted"] == 4


def test_two_runs_end_where_one_run_ends(ran_shop, ran, tmp_path, opened):
    """Loading two files one after the other gives the same steps as loading them together."""
    (ran_shop / "data" / "later.csv").write_text(LATER, "utf-8")
    ran(ran_shop)
    together = tmp_path / "together"
    together.mkdir()
    (together / "data").mkdir()
    for name in ("visits.csv", "later.csv"):
        (together / "data" / name).write_bytes((ran_shop / "data" / name).read_bytes())
    (together / "wegweiser.toml").write_bytes((ran_shop / "wegweiser.toml").read_bytes())
    ran(together)
    with opened(ran_shop) as one, opened(together) as other:
        assert one.journeys.transitions(ends=True).rows() == other.journeys.transitions(ends=True).rows()
        assert one.journeys.paths("purchase").rows() == other.journeys.paths("purchase").rows()


def test_a_file_nobody_can_read_is_left_aside_and_named(shop, ran):
    """A note among the data does not keep the map from being drawn."""
    (shop / "data" / "note.md").write_text("call Ana", "utf-8")
    (shop / "data" / "empty").mkdir()
    report = ran(shop)
    assert report.events == 10
    (aside,) = [text["en"] for text in report.guessed if text["en"].startswith("Left aside")]
    assert "note.md" in aside


def test_days_are_those_of_the_customers_zone(shop, ran):
    """Half past eleven in the evening, UTC, is the next day in Berlin, on the map as in the evidence."""
    (shop / "data" / "visits.csv").write_text("customer,time,event\nAna,2026-03-19T23:30:00Z,purchase\n", "utf-8")
    ran(shop)
    drawn = json.loads((shop / "maps" / "journey-map.json").read_bytes())
    assert (drawn["as_of"], drawn["data"]["until"]) == ("2026-03-20", "2026-03-20")


def test_a_rebuild_keeps_what_a_person_wrote(ran_shop, ran):
    """Words in journey.yaml stand on the map and in the file, however often the map is rebuilt."""
    path = ran_shop / "journey.yaml"
    plan = yaml.safe_load(path.read_text("utf-8"))
    plan["title"] = {"en": "Ana's way", "de": "Anas Weg"}
    plan["cells"] = [{"lane": "question", "phase": "conversion", "claims": [{"id": "cl_mine", "text": "Which size?"}]}]
    path.write_text(yaml.safe_dump(plan, allow_unicode=True), "utf-8")
    written = path.read_bytes()
    ran(ran_shop)
    drawn = json.loads((ran_shop / "maps" / "journey-map.json").read_bytes())
    assert drawn["title"]["de"] == "Anas Weg"
    assert [c["text"] for cell in drawn["cells"] for c in cell.get("claims", []) if c["id"] == "cl_mine"] == [
        "Which size?"
    ]
    assert path.read_bytes() == written


def test_what_a_person_should_mend_is_said(ran_shop, ran):
    """A text too long for print and a rejected id that does not exist are named after the run, and nothing is lost."""
    path = ran_shop / "journey.yaml"
    plan = yaml.safe_load(path.read_text("utf-8"))
    plan["hide"] = ["cl_nowhere"]
    plan["cells"] = [{"lane": "question", "phase": "conversion", "claims": [{"id": "cl_mine", "text": "Which? " * 13}]}]
    path.write_text(yaml.safe_dump(plan, allow_unicode=True), "utf-8")
    said = " ".join(remark["en"] for remark in ran(ran_shop).remarks)
    assert "cl_mine has 9" in said
    assert "cl_nowhere" in said


def test_a_persons_rule_wins_over_a_proposal(ran_shop, ran, opened):
    """A rule changed in wegweiser.toml moves its contacts at the next run; nothing else is asked of her."""
    path = ran_shop / "wegweiser.toml"
    told = path.read_text("utf-8")
    start = told.index('id = "product_view"')
    path.write_text(told[:start] + told[start:].replace('"consideration"', '"awareness"', 1), "utf-8")
    ran(ran_shop)
    with opened(ran_shop) as ws:
        placed = {row["touchpoint"]: row["phase"] for row in ws.journeys.touchpoints().rows()}
    assert placed["product_view"] == "awareness"


def test_a_mended_rule_takes_quarantined_rows_in(shop, ran, opened):
    """A row in another date format waits in quarantine until the format is written down, then replay takes it in."""
    ran(shop)
    with (shop / "data" / "visits.csv").open("a", encoding="utf-8") as file:
        file.write("Ben,20.03.2026 10:00,purchase,store,15\n")
    (loaded,) = ran(shop).files
    assert (loaded.events, loaded.quarantined, loaded.state) == (10, 1, "reloaded")
    with opened(shop) as ws:
        (row,) = ws.quarantine.rows().rows()
        assert (row["line"], row["code"]) == (12, "unreadable_time")
    path = shop / "wegweiser.toml"
    path.write_text(path.read_text("utf-8").replace('["iso"]', '["iso", "%d.%m.%Y %H:%M"]'), "utf-8")
    with opened(shop) as ws:
        assert ws.quarantine.replay() == 1
        assert len(ws.quarantine.rows()) == 0
    assert ran(shop).events == 11


def test_a_new_event_name_is_proposed_and_appended(ran_shop, ran):
    """Unseen event names get a touchpoint of their own; what stands in the file keeps its place."""
    told = (ran_shop / "wegweiser.toml").read_text("utf-8")
    (ran_shop / "data" / "later.csv").write_text(LATER.replace("purchase", "parcel_arrived"), "utf-8")
    ran(ran_shop)
    lines = iter((ran_shop / "wegweiser.toml").read_text("utf-8").splitlines())
    assert all(line in lines for line in told.splitlines())
    assert 'match = {event = "parcel_arrived"}' in (ran_shop / "wegweiser.toml").read_text("utf-8")


def test_questions_are_answered_without_a_run_in_between(ran_shop, opened):
    """Ana and Cem buy after a look at a product: 2 of 3 within an hour."""
    with opened(ran_shop) as ws:
        steps = ws.journeys.funnel(["product_view", "purchase"], within=timedelta(hours=1)).rows()
        assert [row["reached"] for row in steps] == [3, 2]
        with pytest.raises(UnknownName, match="product_view"):
            ws.journeys.funnel(["prodct_view"])


def test_personas_ask_for_a_run_first(shop, opened):
    """Before the first run the error names the command."""
    with opened(shop) as ws, pytest.raises(WorkspaceProblem, match="wegweiser run"):
        ws.personas()


def test_too_few_customers_make_no_personas(ran_shop, opened):
    """Three customers are no groups, and the verdict says so."""
    with opened(ran_shop) as ws:
        assert ws.personas().personas == ()


def test_who_belongs_to_which_persona_is_kept(ran_shop, ran, opened):
    """Memberships are sealed for the journeys they were found in; where they are missing, they are found again."""
    with opened(ran_shop) as ws:
        (found,) = ws.warehouse.parts("membership")
        assert (found.key, found.rows) == ("all", 0)
        ws.warehouse.publish(removed=[found])
    ran(ran_shop)
    with opened(ran_shop) as ws:
        assert ws.warehouse.parts("membership") == [found]


def test_personas_are_searched_again_when_a_goal_changes(ran_shop, ran):
    """Goals take part in what people are told apart by, so another goal asks for another search; the same does not."""
    kept = ran_shop / ".wegweiser" / "personas.json"
    first = json.loads(kept.read_bytes())["inputs"]
    ran(ran_shop)
    assert json.loads(kept.read_bytes())["inputs"] == first
    path = ran_shop / "wegweiser.toml"
    told = path.read_text("utf-8")
    path.write_text(told.replace('touchpoints = ["purchase"]', 'touchpoints = ["cart"]'), "utf-8")
    ran(ran_shop)
    assert json.loads(kept.read_bytes())["inputs"] != first


def test_the_status_names_what_wants_a_look(shop, ran, opened):
    """A file waits before the run and is loaded after it."""
    with opened(shop) as ws:
        assert ws.status()["files waiting"] == 1
    ran(shop)
    with opened(shop) as ws:
        standing = ws.status()
    assert (standing["files waiting"], standing["events"], standing["events without touchpoint"]) == (0, 10, 0)


def test_events_of_a_source_taken_out_are_counted_not_dropped(ran_shop, opened):
    """Deleting a source from wegweiser.toml loses nothing in silence: its ten events stay and the status says so."""
    path = ran_shop / "wegweiser.toml"
    told = path.read_text("utf-8")
    path.write_text(told.replace('name = "visits"', 'name = "clicks"'), "utf-8")
    with opened(ran_shop) as ws:
        assert ws.status()["events of sources no longer named"] == 10


def test_every_format_is_written(shop, ran):
    """HTML, PDF, SVG, PNG and JSON of one map stand in the output folder; no sedcards where there are no personas."""
    report = ran(shop, ("html", "pdf", "svg", "png", "json", "sedcards"))
    names = sorted(path.name for path in (shop / "maps").iterdir())
    assert names == [
        "journey-map.en.html", "journey-map.en.pdf", "journey-map.en.png", "journey-map.en.svg", "journey-map.json",
        "personas.json",
    ]  # fmt: skip
    assert len(report.written) == len(names)


def test_counted_paths_alone_make_no_map(tmp_path, ran):
    """Two rows of counted paths are kept for attribution, and the report says why there is no map."""
    folder = tmp_path / "paths"
    create_workspace(folder, Config(name="Paths"))
    rows = "path,total_conversions,total_conversion_value,total_null\nad > shop,1,0.5,3\nshop,2,1.0,6\n"
    (folder / "data" / "paths.csv").write_text(rows, "utf-8")
    report = ran(folder)
    assert [(f.rows, f.paths, f.events) for f in report.files] == [(2, 2, 0)]
    assert report.written == ()
    assert "a map needs events" in report.findings[0]["en"]


TILL = "customer,time,event,channel\nBen,2026-02-02 10:00:00,Kauf,Website\nCem,2026-02-03 10:00:00,Kauf,Website\n"


@pytest.mark.parametrize("proposed", [True, False])
def test_a_goal_nobody_looked_at_counts_the_purchases_of_a_second_source(ran_shop, ran, proposed):
    """The till's "Kauf" is a purchase, too: a goal that was proposed grows by it, one somebody made stays her own."""
    before = Config.read(ran_shop)
    (goal,) = (goal for goal in before.goal if goal.id == "purchase")
    changing.set_goal(ran_shop, msgspec.structs.replace(goal, proposed=proposed))
    (ran_shop / "data" / "kasse.csv").write_text(TILL, "utf-8")
    ran(ran_shop)
    after = Config.read(ran_shop)
    (grown,) = (goal for goal in after.goal if goal.id == "purchase")
    assert grown.touchpoints == (("purchase", "kauf") if proposed else ("purchase",))
    assert grown.proposed == proposed
    (new,) = (one for one in after.touchpoint if one.id == "kauf")
    assert (read(new.name, "de"), new.channel) == ("Kauf (kasse)", "web")
