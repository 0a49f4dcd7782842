"""Edits of a plan: each does what it says, touches nothing else, and can be taken back exactly."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from small_shop import FOUND, PLAN

from wegweiser.domain.claims import Status
from wegweiser.domain.journey_maps import Band, LaneType, View
from wegweiser.errors import Conflict, InvalidSetting, UnknownName
from wegweiser.i18n import read
from wegweiser.maps import Plan, join
from wegweiser.maps.editing import Edited, apply, diff, edits, replay, undo
from wegweiser.maps.editing.things import tidy

START = tidy(PLAN)


def done(*made: edits.Edit, plan: Plan = START, language: str = "en") -> Edited:
    """Return the plan after some edits; the answer to the last one."""
    for edit in made:
        found = apply(plan, FOUND, edit, language)
        plan = found.plan
    return found


def said(plan: Plan, lane: str, phase: str) -> list[str]:
    """Return what people wrote at a place, in English."""
    return [read(claim.text, "en") for claim in plan.cell(lane, phase).claims]


def test_a_plan_taken_apart_and_put_together_is_the_same_plan():
    """Nothing a person wrote changes where only the order of cells becomes that of lanes and phases."""
    assert START == PLAN
    assert tidy(START) == START


def test_a_text_is_written_in_one_language_and_stays_in_the_other():
    """Ana edits the German question; the English one stays."""
    found = done(edits.EditClaim(id="cl_ana", text="Was kostet es?"), language="de")
    assert found.plan.cell("question", "look").claims[0].text == {"en": "Is it dear?", "de": "Was kostet es?"}
    assert found.touched == ("cell:question/look",)
    assert found.label == {"en": "Changed “Is it dear?”, in German", "de": "„Was kostet es?“ geändert"}


def test_a_name_changed_in_one_language_is_no_renaming_in_the_other():
    """Who reads German is told the new name; who reads English, that “Look” was changed in German."""
    phases = (replace(START.phases[0], name={"en": "Look", "de": "Sehen"}), *START.phases[1:])
    edit = edits.EditPhase(id=phases[0].id, name="Schauen")
    found = done(edit, plan=replace(START, phases=phases), language="de")
    assert found.label == {"en": "Changed phase “Look”, in German", "de": "Phase „Sehen“ in „Schauen“ umbenannt"}


def test_a_claim_is_added_before_another():
    """Ben's new question comes between the two."""
    found = done(edits.AddClaim(lane="question", phase="look", text="When?", before="cl_ben"))
    assert said(found.plan, "question", "look") == ["Is it dear?", "When?", "Why?"]
    assert [change.thing for change in found.changes] == ["claim"]
    assert found.plan.cell("question", "look").claims[1].id.startswith("cl_")


def test_a_generated_claim_a_person_edits_keeps_its_numbers():
    """Her words supersede the generated ones; joined they carry its n."""
    found = done(edits.EditClaim(id="cl_rate", text="Three in four buy"))
    (own,) = found.plan.cell("goal", "buy").claims
    (shown,) = join(found.plan, FOUND).cell("goal", "buy").claims
    assert own.supersedes == "cl_rate"
    assert (shown.text, shown.n, shown.status) == ("Three in four buy", 40, Status.MEASURED)


def test_a_claim_cannot_be_called_validated_without_support():
    """A status that needs evidence is refused for words alone, and taken where data stands behind them."""
    with pytest.raises(InvalidSetting, match="names no evidence"):
        done(edits.EditClaim(id="cl_ben", status=Status.VALIDATED))
    found = done(edits.EditClaim(id="cl_rate", status=Status.VALIDATED))
    assert found.plan.cell("goal", "buy").claims[0].n == 40


def test_a_claim_moves_to_another_place_with_its_numbers():
    """A generated claim moved by a person leaves where data put it."""
    shown = join(done(edits.MoveClaim(id="cl_rate", lane="gap", phase="look")).plan, FOUND)
    assert [claim.n for claim in shown.cell("gap", "look").claims] == [40]
    assert shown.cell("goal", "buy").claims == ()


def test_a_removed_claim_takes_what_it_stood_for_with_it():
    """The generated one does not come back when the person's words for it are removed."""
    edited = done(edits.EditClaim(id="cl_rate", text="Three in four buy")).plan
    found = done(edits.RemoveClaim(id="cl_rate"), plan=edited)
    assert found.plan.hide == ("cl_loop", "cl_rate")
    assert join(found.plan, FOUND).cell("goal", "buy").claims == ()


def test_a_phase_that_holds_things_goes_only_into_another():
    """Without `into` the removal is refused; with it everything stands in the other phase."""
    with pytest.raises(InvalidSetting, match="phase 'look' holds 6 things"):
        done(edits.RemovePhase(id="look"))
    plan = done(edits.RemovePhase(id="look", into="buy")).plan
    assert [phase.id for phase in plan.phases] == ["buy"]
    assert said(plan, "question", "buy") == ["Is it dear?", "Why?"]
    assert [(point.x, point.value) for point in plan.curve] == [(0.5, 1.0), (0.5, -1.0)]
    assert {card.phase for card in join(plan, FOUND).touchpoints} == {"buy"}


def test_the_curve_goes_with_its_phases():
    """A phase added in front shifts the points; only one change says so."""
    found = done(edits.AddPhase(name="Hear", before="look"))
    assert [point.x for point in found.plan.curve] == [1.5, 2.5]
    assert ([change.thing for change in found.changes], found.touched) == (["phase"], ("all",))


def test_a_measured_card_is_moved_by_decision():
    """The till moved to the first phase keeps its share; moved back, nothing is left of it."""
    moved = done(edits.MoveCard(id="till@buy", phase="look"))
    (till,) = [card for card in join(moved.plan, FOUND).touchpoints if card.id == "till"]
    assert (moved.plan.placed, till.phase, till.share.hits) == ({"till@buy": "look"}, "look", 20)
    assert moved.touched == ("cell:touchpoints/buy", "cell:touchpoints/look")
    assert done(edits.MoveCard(id="till@look", phase="buy"), plan=moved.plan).plan == START


def test_a_measured_card_removed_is_rejected_in_its_phase():
    """Only that one card leaves the map."""
    plan = done(edits.RemoveCard(id="till@buy")).plan
    assert plan.hide == ("cl_loop", "till@buy")
    assert [card.id for card in join(plan, FOUND).touchpoints] == ["shop", "tp_talk"]


def test_a_card_is_renamed_and_keeps_its_contacts():
    """The person's name, data's numbers."""
    plan = done(edits.EditCard(id="shop@look", name="Our shop", icon="house")).plan
    shop = join(plan, FOUND).touchpoints[0]
    assert (read(shop.name, "en"), shop.icon, shop.contacts) == ("Our shop", "house", 90)


def test_a_dark_step_stands_between_measured_ones():
    """A step no event tells of is put before the page."""
    plan = done(edits.AddStep(phase="look", name="Asks a friend", before="st_page")).plan
    names = [read(step.name, "en") for step in join(plan, FOUND).steps]
    assert names == ["Shop", "Asks a friend", "Page", "Thinks", "Till"]


def test_measured_steps_change_their_order_by_decision():
    """The page before the shop; each keeps its numbers."""
    plan = done(edits.MoveStep(id="st_page", phase="look", before="st_shop")).plan
    assert [step.id for step in join(plan, FOUND).steps] == ["st_page", "st_shop", "st_think", "st_till"]
    assert done(edits.RemoveStep(id="st_till")).plan.hide == ("cl_loop", "st_till")


def test_a_target_is_set_on_a_measured_metric():
    """The metric keeps its value and shows the target."""
    plan = done(edits.EditMetric(id="m_rate", target="80 %")).plan
    (rate,) = join(plan, FOUND).metrics
    assert (rate.shown, read(rate.target, "en")) == ("75%", "80 %")


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (edits.AddPhase(name=" \u202e "), "name is empty"),
        (edits.AddClaim(lane="gap", phase="buy", text="x" * 401), "text has 401 characters; 400 are allowed"),
        (edits.RemoveLane(id="question"), "lane 'question' holds 2 claims"),
        (edits.RemovePhase(id="buy", into="buy"), "cannot go into itself"),
        (edits.AddCard(phase="buy", name="Till", touchpoint="till"), "already stands in phase 'buy'"),
    ],
)
def test_what_cannot_be_done_says_why(edit: edits.Edit, problem: str):
    """An edit is refused as a whole, in words."""
    with pytest.raises(InvalidSetting, match=problem):
        done(edit)


def test_an_unknown_name_says_what_is_there():
    """A claim that is not there is named with those that are."""
    with pytest.raises(UnknownName, match="cl_ann"):
        done(edits.RemoveClaim(id="cl_ann"))


def test_two_who_write_the_same_text_lose_nothing():
    """Ben's words stay, Ana's stand right after them, and both are shown to her."""
    bens = done(edits.EditClaim(id="cl_ana", text="What does it cost?")).plan
    found = done(edits.EditClaim(id="cl_ana", text="Is it too dear?", base="Is it dear?"), plan=bens)
    assert said(found.plan, "question", "look") == ["What does it cost?", "Is it too dear?", "Why?"]
    clash = found.conflict
    assert (clash.mine, clash.theirs, clash.target) == ("Is it too dear?", "What does it cost?", "claim:cl_ana")
    assert clash.added == found.plan.cell("question", "look").claims[1].id


def test_what_somebody_removed_while_i_wrote_is_added_again():
    """Ana's text survives that Ben removed the claim."""
    bens = done(edits.RemoveClaim(id="cl_ana")).plan
    edit = edits.EditClaim(id="cl_ana", text="Is it too dear?", base="Is it dear?")
    found = apply(bens, FOUND, edit, "en", seen=START)
    assert said(found.plan, "question", "look") == ["Why?", "Is it too dear?"]
    assert found.conflict is not None


def test_a_name_both_wrote_stays_the_others():
    """A phase has one name: Ben's stays, Ana's comes back to her."""
    bens = done(edits.EditPhase(id="buy", name="Pay")).plan
    found = done(edits.EditPhase(id="buy", name="Order", base="Buy"), plan=bens)
    assert (found.changes, found.conflict.mine, found.conflict.theirs) == ((), "Order", "Pay")


def test_taking_back_stops_where_somebody_went_on():
    """Ana cannot take her claim back once Ben rewrote it, nor her phase once he wrote in it."""
    anas = done(edits.AddPhase(name="Stay"))
    phase = anas.plan.phases[-1].id
    bens = done(edits.AddClaim(lane="gap", phase=phase, text="None come back"), plan=anas.plan)
    with pytest.raises(Conflict, match="claim:cl_"):
        undo(bens.plan, anas.changes)
    first = done(edits.EditClaim(id="cl_cem", text="Half leave"))
    second = done(edits.EditClaim(id="cl_cem", text="A third leaves"), plan=first.plan)
    with pytest.raises(Conflict, match="claim:cl_cem"):
        undo(second.plan, first.changes)


def test_taking_back_keeps_what_others_did_elsewhere():
    """Ben's claim stays while Ana's neighbouring one goes."""
    anas = done(edits.AddClaim(lane="gap", phase="buy", text="No way back"))
    bens = done(edits.AddClaim(lane="gap", phase="buy", text="No receipt"), plan=anas.plan)
    found = undo(bens.plan, anas.changes, anas.label)
    assert said(found.plan, "gap", "buy") == ["Most leave at the till", "No receipt"]
    assert found.label["en"] == "Took back: Added “No way back”"


def test_a_decision_is_an_edit_like_any_other():
    """Accepted words are the person's and keep the numbers; a rejected claim leaves; shown again it is back."""
    plan = done(edits.Accept(id="cl_rate"), edits.Reject(id="cl_drop"), edits.Unhide(id="cl_loop")).plan
    assert plan.cell("goal", "buy").claims[0].supersedes == "cl_rate"
    assert plan.hide == ("cl_drop",)
    assert [claim.id for claim in join(plan, FOUND).cell("gap", "buy").claims] == ["cl_cem", "cl_loop"]


def test_both_stay_side_by_side():
    """Words that stood for the data's stand beside them again."""
    plan = done(edits.EditClaim(id="cl_rate", text="All buy"), edits.KeepBoth(id="cl_rate")).plan
    assert [(read(c.text, "en"), c.n) for c in join(plan, FOUND).cell("goal", "buy").claims] == [
        ("All buy", None), ("75% buy", 40),
    ]  # fmt: skip


NAMES = st.sampled_from(["look", "buy", "cl_ana", "cl_ben", "cl_cem", "cl_rate", "st_shop", "st_think", ""])
PHASES = st.sampled_from(["look", "buy"])
LANES = st.sampled_from(["question", "gap", "goal"])
CARDS = st.sampled_from(["till@buy", "shop@look", "tp_talk@look"])
WORDS = st.text(max_size=30)
CLAIMS = st.sampled_from(["cl_ana", "cl_ben", "cl_cem", "cl_rate", "cl_drop"])
STEPS = st.sampled_from(["st_shop", "st_page", "st_think", "st_till"])
EDITS = st.one_of(
    st.builds(edits.SetText, st.sampled_from(["title", "subtitle", "mission"]), WORDS),
    st.builds(edits.SetFinding, WORDS),
    st.builds(edits.SetReview, st.integers(1, 400), st.just(date(2027, 1, 1))),
    st.builds(edits.DescribePersona, WORDS, WORDS, WORDS),
    st.builds(edits.AddPhase, WORDS, before=st.sampled_from(["", "look", "buy"])),
    st.builds(edits.EditPhase, PHASES, WORDS, WORDS),
    st.builds(edits.MovePhase, PHASES, st.sampled_from(["", "look", "buy"])),
    st.builds(edits.RemovePhase, PHASES, PHASES),
    st.builds(edits.AddLane, WORDS, st.sampled_from(LaneType), st.sampled_from(Band)),
    st.builds(edits.EditLane, LANES, WORDS, st.just((View.FULL,))),
    st.builds(edits.MoveLane, LANES, LANES),
    st.builds(edits.RemoveLane, LANES, LANES),
    st.builds(edits.AddClaim, LANES, PHASES, WORDS, NAMES, detail=WORDS),
    st.builds(edits.EditClaim, CLAIMS, WORDS, WORDS),
    st.builds(edits.MoveClaim, CLAIMS, LANES, PHASES, NAMES),
    st.builds(edits.RemoveClaim, CLAIMS),
    st.builds(edits.AddCard, PHASES, WORDS),
    st.builds(edits.EditCard, CARDS, WORDS),
    st.builds(edits.MoveCard, CARDS, PHASES),
    st.builds(edits.RemoveCard, CARDS),
    st.builds(edits.AddStep, PHASES, WORDS, before=st.one_of(st.just(""), STEPS)),
    st.builds(edits.EditStep, STEPS, WORDS),
    st.builds(edits.MoveStep, STEPS, PHASES, st.one_of(st.just(""), STEPS)),
    st.builds(edits.RemoveStep, STEPS),
    st.builds(edits.AddMetric, PHASES, WORDS, WORDS),
    st.builds(edits.EditMetric, st.just("m_rate"), WORDS, WORDS, PHASES),
    st.builds(edits.RemoveMetric, st.just("m_rate")),
    st.builds(edits.AddPoint, PHASES, st.sampled_from([0.0, 0.25, 0.5]), st.sampled_from([-2.0, 1.0]), WORDS),
    st.builds(edits.Accept, CLAIMS),
    st.builds(edits.Reject, CLAIMS),
    st.builds(edits.KeepBoth, CLAIMS),
)


def attempted(plan: Plan, edit: edits.Edit) -> Edited | None:
    """Return the plan after an edit, or nothing where it is refused."""
    try:
        return apply(plan, FOUND, edit, "en")
    except (InvalidSetting, UnknownName):
        return None


@settings(max_examples=30, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_whatever_is_done_can_be_taken_back_told_and_written_down(made: list[edits.Edit]):
    """Undo restores, redo repeats, changes replayed and YAML read again give the same plan."""
    plan = START
    for edit in made:
        found = attempted(plan, edit)
        if found is None:
            continue
        back = undo(found.plan, found.changes)
        assert back.plan == plan
        assert undo(back.plan, back.changes).plan == found.plan
        assert replay(plan, found.changes) == found.plan
        assert tidy(Plan.parse(found.plan.yaml())) == found.plan
        assert diff(plan, found.plan) == found.changes
        plan = found.plan


@settings(max_examples=30, deadline=None)
@given(EDITS)
def test_no_edit_loses_a_claim(edit: edits.Edit):
    """Every text people wrote is still there, or in what the revision keeps to take back."""
    found = attempted(START, edit)
    if found:
        after = {claim.id for cell in found.plan.cells for claim in cell.claims}
        kept = {change.id for change in found.changes if change.before is not None}
        assert {"cl_ana", "cl_ben", "cl_cem"} <= after | kept


@settings(max_examples=40, deadline=None)
@given(EDITS, EDITS)
def test_edits_of_different_things_commute(one: edits.Edit, two: edits.Edit):
    """Where two edits touch different places, who comes first makes no difference."""
    first, second = attempted(START, one), attempted(START, two)
    if first is None or second is None or "all" in first.touched + second.touched:
        return
    if not first.touched or not second.touched or set(first.touched) & set(second.touched):
        return
    left, right = attempted(first.plan, two), attempted(second.plan, one)
    assert left is not None
    assert right is not None
    assert left.plan == right.plan


def test_edits_travel_as_json():
    """What a form or a program sends is one of the edits, and unknown fields are refused."""
    edit = msgspec.json.decode(b'{"edit": "move_card", "id": "till@buy", "phase": "look"}', type=edits.Edit)
    assert edit == edits.MoveCard(id="till@buy", phase="look")
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"edit": "move_card", "id": "till@buy", "phase": "look", "to": 1}', type=edits.Edit)


def test_a_plan_written_by_a_template_keeps_whose_words_are_whose():
    """A person's claim in a template's plan is read back as hers."""
    plan = replace(START, author="template")
    found = done(edits.AddClaim(lane="gap", phase="buy", text="Mine"), plan=plan)
    assert tidy(Plan.parse(found.plan.yaml())) == found.plan
