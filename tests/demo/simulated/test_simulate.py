"""The simulated company as files: repeatable, labelled, and its truths kept apart."""

from __future__ import annotations

import hashlib
import json

import pytest

from wegweiser import demo
from wegweiser.errors import InvalidSetting
from wegweiser.maps import Plan


def prints(folder) -> dict[str, str]:
    """Return a fingerprint of every file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    """Every file of two runs is the same; another seed changes what people did and wrote."""
    plans = [demo.simulate(tmp_path / name, customers=90, seed=seed) for name, seed in (("a", 3), ("b", 3), ("c", 4))]
    a, b, c = (prints(tmp_path / name) for name in "abc")
    assert a == b
    assert plans[0] == plans[1] != plans[2]
    changed = {name for name in a if a[name] != c[name]}
    assert {"data/web_events.jsonl", "data/reviews.csv", "voice/survey_2025-06.csv", "truth.json"} <= changed
    assert "voice/content.csv" not in changed


def test_a_company_has_every_kind_of_file(company):
    """Advertising to reviews, two waves of a survey, help pages, interviews, offers, and the mission."""
    written = set(prints(company.folder))
    for name in ("ad_contacts.csv", "web_events.jsonl", "app_events.jsonl", "orders.csv", "receipts.csv", "calls.csv"):
        assert f"data/{name}" in written
    for name in ("newsletter.csv", "parcels.csv", "complaints.csv", "reviews.csv", "tickets.csv", "chats.jsonl"):
        assert f"data/{name}" in written
    assert {"voice/survey_2025-06.csv", "voice/survey_2025-12.csv", "voice/survey_dictionary.csv"} <= written
    assert {"voice/content.csv", "voice/search_terms.csv", "offers/offers.csv", "customers.survey.toml"} <= written
    assert sum(name.startswith("voice/interviews/") for name in written) == 4


def test_truths_lie_outside_of_what_is_read(company):
    """No source names the truth, and no file of data says who is of which kind."""
    named = [spec.files for part in ("sources", "texts", "surveys", "content") for spec in getattr(company.plan, part)]
    assert not [name for names in named for name in names if "truth" in name]
    kinds = set(company.truth["membership"].values())
    assert kinds == {"price_hunters", "advice_seekers", "regulars", "gift_buyers"}
    for path in (company.folder / "data").iterdir():
        assert not any(kind.encode() in path.read_bytes() for kind in kinds), path.name


def test_everything_says_that_it_is_simulated(company):
    """The plan, its note and every source, survey and text carry the label; so does the truth."""
    plan = company.plan
    assert plan.simulated
    assert plan.note["en"].startswith("SIMULATED")
    assert plan.note["de"].startswith("SIMULIERT")
    assert {spec.origin.value for spec in (*plan.sources, *plan.texts, *plan.surveys)} == {"simulated"}
    assert company.truth["simulated"] is True


def test_the_mission_stands_in_the_map(company):
    """journey.yaml has the mission and two values; effortless service is promised after the purchase."""
    written = Plan.read(company.folder / "journey.yaml")
    assert written.mission["en"].startswith("Nobody should have to struggle")
    assert [(value.id, value.phases) for value in written.values] == [
        ("effortless", ("retention",)),
        ("honest", ("consideration",)),
    ]


def test_kinds_have_the_shares_they_were_given(company):
    """Of 600 customers 180, 132, 168 and 120; the company knows those who bought."""
    assert company.truth["personas"] == {
        "price_hunters": 180,
        "advice_seekers": 132,
        "regulars": 168,
        "gift_buyers": 120,
    }
    assert company.truth["known_customers"] == len(company.truth["membership"])


def test_every_row_is_of_its_year(company):
    """Nothing lies after the last day the plan names."""
    lines = (company.folder / "data" / "chats.jsonl").read_text("utf-8").splitlines()
    times = [json.loads(line)["time"] for line in lines]
    assert times == sorted(times)
    assert "2024-12-31T23" <= times[0] <= times[-1] < "2026"


def test_a_company_without_customers_is_refused(tmp_path):
    """There is nothing to simulate."""
    with pytest.raises(InvalidSetting, match="takes at least one"):
        demo.simulate(tmp_path, customers=0)
