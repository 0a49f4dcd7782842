"""The product finds what was planted in the simulated company, and nothing of the kind where nothing was."""

from __future__ import annotations

from datetime import date

from sklearn.metrics import adjusted_rand_score

from wegweiser.collect.tables import IDENTIFIER
from wegweiser.domain.attribution import Basis
from wegweiser.identity import MEMBERSHIP, PROFILE_OF
from wegweiser.warehouse import Query


def memberships(ws) -> dict[str, str]:
    """Return the persona each customer number was put into."""
    tables = [ws.warehouse.table(schema) for schema in (IDENTIFIER, PROFILE_OF, MEMBERSHIP)]
    known, profile, member = tables
    found = Query(
        "found_members",
        f"""select i.value as customer, m.persona_id, m.probability
            from (select distinct identifier_id, value from {known} where kind = 'customer') as i
            left join {profile} p on p.subject_id = i.identifier_id and p.valid_from is null and p.valid_to is null
            join {member} m on m.profile_id = coalesce(p.profile_id, i.identifier_id)
            order by i.value, m.probability, m.persona_id""",
    )
    return {row["customer"]: row["persona_id"] for row in ws.warehouse.run(found).rows()}


def test_all_rows_load_but_those_planted_broken(followed, company):
    """Five rows stand in quarantine; every event has a touchpoint, and every touchpoint events."""
    standing = followed.status()
    assert standing["rows in quarantine"] == company.truth["rows_for_quarantine"] == 5
    assert (standing["events without touchpoint"], standing["files waiting"]) == (0, 0)
    met = {row["touchpoint"] for row in followed.journeys.touchpoints().rows()}
    assert met == {touchpoint.id for touchpoint in company.plan.touchpoints}


def test_identifiers_of_one_customer_are_one_profile(followed, company):
    """Card, e-mail, cookies, device and number of each customer belong together; none are mixed up."""
    found = memberships(followed)
    assert set(found) == set(company.truth["membership"])


def test_the_four_kinds_are_found(followed, company):
    """Groups agree with the planted kinds: adjusted Rand index of at least 0.85."""
    found, truth = memberships(followed), company.truth["membership"]
    customers = sorted(truth)
    score = adjusted_rand_score([truth[name] for name in customers], [found[name] for name in customers])
    assert score >= 0.85


def test_the_discount_online_only_is_found_and_no_other(followed, company):
    """Rain jackets break for 25 weeks; sales that both sides hold, prices and stock agree."""
    summary = {row["kind"]: row["broken"] for row in followed.consistency.summary().rows()}
    planted = company.truth["discount_online_only"]
    assert summary["discount"] == 25 * len(planted["products"])
    assert (summary["price"], summary["availability"]) == (0, 0)
    breaks = followed.consistency.breaks("discount", top=500).rows()
    assert {row["object"] for row in breaks} == set(planted["products"])
    assert {(row["high_side"], row["low_side"]) for row in breaks} == {("web", "store")}


def test_the_fault_of_month_nine_is_dated(followed):
    """The app's checkout fails from the day of the release on; no other fault has a date."""
    faults = [row for row in followed.journeys.reasons.friction().rows() if row["what"] == "fault"]
    dated = [row for row in faults if row["since"] is not None and row["segment"] is None]
    assert {row["touchpoint"] for row in faults} == {"app_checkout_error"}
    assert len(dated) == 1
    assert abs((dated[0]["since"] - date(2025, 9, 8)).days) <= 14


def test_parcels_are_late_from_month_nine_on(company):
    """The truth as drawn: one in twenty before, more than one in four after."""
    late = company.truth["drift"]["late_parcels"]
    assert late["before"] < 0.08
    assert late["after"] > 0.28


def test_regulars_buy_again_without_looking(followed, company):
    """The persona most regulars are in skips consideration in over half of its repeat purchases; no other does."""
    found, truth = memberships(followed), company.truth["membership"]
    groups = sorted(set(found.values()))
    kinds = [truth[name] for name in found]
    of_regulars = {
        group: sum(k == "regulars" and found[n] == group for n, k in zip(found, kinds, strict=True)) for group in groups
    }
    loyal = max(groups, key=lambda group: of_regulars[group])
    shares = {group: followed.journeys.among(f"persona:{group}").loyalty("purchase").one()["share"] for group in groups}
    assert shares[loyal] > 0.5
    assert all((shares[group] or 0) < 0.35 for group in groups if of_regulars[group] < 10)


def test_the_channel_that_only_looks_good_is_seen_through(followed, company):
    """Retargeting has credit by the model and an effect around 0 by the hold-out, which weighs more."""
    experiments = {one.id: one.effect for one in company.plan.experiments}
    effect = experiments["retargeting_holdout"]
    assert effect.lo <= 0 <= effect.hi
    rows = followed.attribution.calibrate(Basis("purchase"), company.plan.experiments).rows()
    retargeting = next(row for row in rows if row["touchpoint"] == "retargeting")
    assert retargeting["model_share"] > 0.02
    assert retargeting["weight"] > 0.5
    assert retargeting["share"] < retargeting["model_share"]


def test_hold_outs_are_levers_of_the_best_grade(followed):
    """What was tried stands in the list of levers as an experiment, of grade A."""
    levers = {lever.id: lever.grade.value for lever in followed.levers()}
    tried = [levers[f"lv_experiment_{name}_holdout"] for name in ("retargeting", "newsletter")]
    assert tried == ["A", "A"]
