"""Claims of a workspace: tested, decided, drawn, and stale when the data moves."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from wegweiser.bootstrap import create_workspace, open_workspace
from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.journey_maps import Cell
from wegweiser.domain.phases import phase_model
from wegweiser.domain.validations import Cause, Method, Verdict
from wegweiser.errors import InvalidSetting, UnknownName, WorkspaceProblem
from wegweiser.maps import Plan, document
from wegweiser.settings import Settings
from wegweiser.stats import wilson
from wegweiser.voice.asking import forms, log, taking
from wegweiser.workspace import Config

NOW = Settings(memory="512MB", threads=2, now=datetime(2026, 4, 1, tzinfo=UTC))
WAITED = Claim("cl_waited", {"en": "I waited too long", "de": "Ich habe zu lange gewartet"})


def visits(first, customers, buyers):
    """Return the events of a month: everybody looks, the first of them buy."""
    rows = ["customer,time,event,channel,value"]
    for number in range(customers):
        day = first + timedelta(days=number % 27)
        rows.append(f"{first:%b}{number},{day} 10:00:00,product_view,web,")
        if number < buyers:
            rows.append(f"{first:%b}{number},{day} 10:20:00,purchase,web,20")
    return "\n".join(rows) + "\n"


def planned(*cells):
    """Return a plan with what a person wrote."""
    plan = Plan.of(phase_model("five"), "Shop")
    return Plan(id=plan.id, title=plan.title, phases=plan.phases, phase_model="five", cells=cells)


@pytest.fixture
def drawn(tmp_path):
    """Return a workspace whose map says one thing nobody has measured yet; nothing was loaded."""
    folder = tmp_path / "shop"
    create_workspace(folder, Config(name="Shop"))
    planned(Cell("experience", "conversion", (WAITED,))).write(folder / "journey.yaml")
    (folder / "journey.data.json").write_bytes(document.Generated(as_of=date(2026, 3, 1)).json())
    return folder


def claim_of(aged, name):
    """Return a claim of a map."""
    return next(claim for claim in aged.journey_map.claims() if claim.id == name)


def test_a_drift_in_the_data_makes_a_written_claim_stale(tmp_path, ran, opened):
    """In January 24 of 60 buy, and somebody writes so; with March it is 304 of 410, and her words are stale.

    Between the runs nobody in 14 interviews tells of waiting: the map shows that assumption as contradicted.
    """
    folder = tmp_path / "shop"
    create_workspace(folder, Config(name="Shop"))
    written = Claim("cl_rate_purchase", {"en": "Two in five buy", "de": "Zwei von fünf kaufen"})
    cells = (Cell("goal", "conversion", (written,)), Cell("experience", "conversion", (WAITED,)))
    planned(*cells).write(folder / "journey.yaml")
    before = (folder / "journey.yaml").read_bytes()
    (folder / "data" / "january.csv").write_text(visits(date(2026, 1, 1), 60, 24), "utf-8")
    ran(folder)
    first = document.decode((folder / "maps" / "journey-map.json").read_bytes())
    told = {claim.id: claim for claim in first.claims()}["cl_rate_purchase"]
    assert (told.status, told.share.hits, told.share.n) == (Status.MEASURED, 24, 60)
    assert [path.name for path in (folder / "snapshots").iterdir()] == ["2026-01-27.json"]
    with opened(folder) as ws:
        ws.validate("cl_waited", Method.INTERVIEW)
        ws.decide("v_waited_interview", wilson(0, 14))
    (folder / "data" / "march.csv").write_text(visits(date(2026, 3, 1), 350, 280), "utf-8")
    report = ran(folder)
    second = document.decode((folder / "maps" / "journey-map.json").read_bytes())
    told = {claim.id: claim for claim in second.claims()}["cl_rate_purchase"]
    assert (told.status, told.share.hits, told.share.n) == (Status.STALE, 304, 410)
    assert "Was 40% of 60" in told.detail["en"]
    waited = {claim.id: claim for claim in second.claims()}["cl_waited"]
    assert (waited.status, waited.n) == (Status.CONTRADICTED, 14)
    (remark,) = [remark["en"] for remark in report.remarks if remark["en"].startswith("Stale")]
    assert remark == (
        "Stale: “Two in five buy”. Was 40% of 60 (28.6–52.6%) on 27 Jan 2026, is 74% of 410 (69.7–78.1%) now: "
        "more than chance."
    )
    assert (folder / "journey.yaml").read_bytes() == before
    with opened(folder) as ws:
        aged = ws.claims()
    assert {one.claim: one.cause for one in aged.stale if not one.renewed} == {"cl_rate_purchase": Cause.MOVED}


def test_a_claim_goes_from_a_test_to_a_verdict_to_the_map(drawn):
    """Three of a hundred waited too long, half were needed: the map shows the assumption as contradicted."""
    with open_workspace(drawn, NOW) as ws:
        proposal = ws.validate("cl_waited", Method.SURVEY)
        assert (proposal.validation.id, proposal.validation.planned_on) == ("v_waited_survey", date(2026, 4, 1))
        assert claim_of(ws.claims(), "cl_waited").status is Status.ASSUMPTION
        assert ws.decide("v_waited_survey", wilson(3, 100), by="Ana").verdict is Verdict.CONTRADICTED
        claim = claim_of(ws.claims(), "cl_waited")
        assert (claim.status, claim.evidence, claim.n) == (Status.CONTRADICTED, ("ev_v_waited_survey",), 100)
        assert [(one.was, one.by) for one in ws.claims().journey_map.validations] == [(Status.ASSUMPTION, "Ana")]
        assert ws.validate("cl_waited", Method.SURVEY).validation.id == "v_waited_survey_2"
    assert "cl_waited" in (drawn / "validations.yaml").read_text("utf-8")


def test_a_contradicted_finding_makes_room_for_the_next_one(drawn):
    """The loss that nobody finds again heads the map no more; where all are contradicted, nothing does."""
    first, second = (
        Claim(name, name, Status.MEASURED, ("ev",), n=100, share=wilson(40, 100), as_of=date(2026, 3, 1), author="rule")
        for name in ("cl_finding", "cl_finding_2")
    )
    found = document.Generated(
        as_of=date(2026, 3, 1), finding=first, further=(second,), evidence=(Evidence("ev", "event_query", "Events"),)
    )
    (drawn / "journey.data.json").write_bytes(found.json())
    with open_workspace(drawn, NOW) as ws:
        for name, heads in (("cl_finding", second.id), ("cl_finding_2", None)):
            test = ws.validate(name, Method.DATA_CHECK).validation.id
            ws.decide(test, wilson(1, 400))
            finding = ws.claims().journey_map.finding
            assert (finding and finding.id) == heads


def test_answers_to_its_own_survey_decide(drawn):
    """Of ten people who answer the survey of a test two say yes; Ana takes it back and counts as she said last."""
    with open_workspace(drawn, NOW) as ws:
        made = ws.validate("cl_waited", Method.SURVEY, needed=0.6, add=True)
        assert [one.validates for one in ws.config.ask] == ["v_waited_survey"]
        assert ws.config.ask[0] == made.survey
        with pytest.raises(WorkspaceProblem, match="Nobody has answered"):
            ws.decide("v_waited_survey")
        answers = log.AnswerLog(drawn / log.FOLDER, ws.clock)
        for number, value in enumerate([1, 1, *[0] * 9]):
            given = (forms.Given("holds", None, float(value)),)
            answers.append(log.Sent("v_waited_survey", f"form{number}", given, subject=100 + number % 10))
        taking.take_in(ws.warehouse, drawn / log.FOLDER, ws.config.ask)
        found = ws.decide("v_waited_survey")
        assert (found.result.hits, found.result.n) == (1, 10)


def test_what_cannot_be_tested_or_decided_is_said(drawn):
    """A claim nobody made, a test nobody planned, one without a survey, one that stands in a person's file."""
    with open_workspace(drawn, NOW) as ws:
        with pytest.raises(UnknownName, match="Did you mean 'cl_waited'"):
            ws.validate("cl_watied", Method.SURVEY)
        with pytest.raises(UnknownName, match="No validation is called 'v_a'"):
            ws.decide("v_a", wilson(1, 10))
        ws.validate("cl_waited", Method.SURVEY)
        with pytest.raises(WorkspaceProblem, match="paste its survey"):
            ws.decide("v_waited_survey")
    text = (drawn / "journey.yaml").read_text("utf-8")
    own = "validations:\n- {id: v_own, claim: cl_waited, method: survey, question: So?, needed: 0.5, planned_n: 20}\n"
    (drawn / "journey.yaml").write_text(text + own, "utf-8")
    with open_workspace(drawn, NOW) as ws, pytest.raises(InvalidSetting, match="only people write"):
        ws.decide("v_own", wilson(1, 10))


def test_without_a_run_there_are_no_claims(tmp_path):
    """Nothing was measured, so nothing stands."""
    create_workspace(tmp_path / "shop", Config(name="Shop"))
    with open_workspace(tmp_path / "shop", NOW) as ws, pytest.raises(WorkspaceProblem, match="Nothing was run yet"):
        ws.claims()


def test_validity_is_a_table_of_the_settings(drawn):
    """Whoever wants figures to count for a month says so; no figure counts for no day."""
    path = drawn / "wegweiser.toml"
    path.write_text(path.read_text("utf-8") + "\n[validity]\nmeasured_days = 30\n", "utf-8")
    assert Config.read(drawn).validity.measured_days == 30
    path.write_text(path.read_text("utf-8").replace("= 30", "= 0"), "utf-8")
    with pytest.raises(InvalidSetting, match="measured_days"):
        Config.read(drawn)


def test_snapshots_are_small(drawn):
    """A snapshot holds figures and marks, no words."""
    with open_workspace(drawn, NOW) as ws:
        from wegweiser.workspace import claims  # noqa: PLC0415  (behind the door, which a run opens)

        claims.tested(ws, ws.claims().journey_map, ())
    kept = json.loads((drawn / "snapshots" / "2026-03-01.json").read_bytes())
    assert set(kept["claims"]["cl_waited"]) == {"words", "status", "as_of"}
