"""`wegweiser scores` and `feelings`: figures with interval, n and response; what few said is not shown."""

from __future__ import annotations

import pytest

from wegweiser.bootstrap import create_workspace, open_workspace
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.voice.texts import TextSpec
from wegweiser.workspace import Config, hearing, listening

VISITS = """customer,time,event
Ana,2026-01-05 09:00:00,product_view
Ben,2026-01-06 18:00:00,product_view
Cem,2026-01-07 12:00:00,purchase
"""
PROBLEMS = """[[item]]
id = "q9_problems"
text = "Did you encounter any problems?"
role = "answer"
columns = ["Q9_problems"]
metric = "yes_no"
scale = {low = 1, high = 2}
levels = {1 = "Yes", 2 = "No"}
"""
HEADER = "ID,satisfaction_shop,satisfaction_delivery,satisfaction_hotline,nps\n"


def wave(year):
    """Return 60 people; in 2026 the shop is worse, and only 19 called the hotline."""
    rows = []
    for n in range(60):
        shop = n % 2 + (4 if year == 2025 else 1)
        rows.append(f"{n},{shop},{n % 4 + 2},{n % 5 + 1 if n < 19 else ''},{n % 11}\n")
    return HEADER + "".join(rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a workspace with both waves read, the shop placed before the delivery."""
    place = tmp_path_factory.mktemp("asked")
    create_workspace(place / "ws", Config(name="Asked"))
    with open_workspace(place / "ws") as ws:
        for year in (2025, 2026):
            (place / f"visit_{year}.csv").write_text(wave(year), "utf-8")
            ws.add_survey(place / f"visit_{year}.csv")
        hearing.take_in(ws)
    toml = place / "ws" / "wegweiser.toml"
    text = toml.read_text("utf-8").replace('id = "shop"', 'id = "shop"\nphase = "awareness"')
    toml.write_text(text, "utf-8")
    return place / "ws"


def test_every_question_has_its_score_with_interval_n_and_response(wegweiser, folder):
    """Of 60 people 10 give 9 or 10 and 40 at most 6; the last wave counts alone."""
    found = wegweiser("scores", "-C", folder, "--json").json["scores"]
    (nps,) = (one for one in found if one["kind"] == "nps")
    assert (nps["estimate"]["value"], nps["estimate"]["n"], nps["suppressed"]) == (-50.0, 60, False)
    shown = wegweiser("scores", "-C", folder).out
    assert "\u221250" in shown
    assert "100%" in shown


def test_figures_of_nineteen_people_are_not_shown_and_it_is_said(wegweiser, folder):
    """19 called the hotline; programs get the figures, marked."""
    answer = wegweiser("scores", "-C", folder, "--by", "touchpoint")
    (hotline,) = (line for line in answer.out.splitlines() if line.startswith("Hotline"))
    assert hotline.split()[1:] == ["mean", "<\u00a020"] or "<" in hotline
    assert "fewer than 20 people" in answer.out
    found = wegweiser("scores", "-C", folder, "--by", "touchpoint", "--json").json["scores"]
    assert {one["touchpoint"]: one["suppressed"] for one in found} == {
        "shop": False,
        "delivery": False,
        "hotline": True,
    }


def test_a_change_between_waves_is_told_where_it_is_beyond_chance(wegweiser, folder):
    """The shop falls from +1.5 to -1.5; everything else stays as it was."""
    answer = wegweiser("scores", "-C", folder, "--by", "wave")
    changes = [line for line in answer.out.splitlines() if line.startswith("  2025 > 2026")]
    assert len(changes) == 2
    assert any("mean  \u22123.00 (" in line for line in changes)
    told = wegweiser("scores", "-C", folder, "--by", "wave", "--json").json["changes"]
    assert sum(one["p"] < 0.05 for one in told) == 2


def test_feelings_stand_in_the_order_of_the_journey_with_what_is_told_apart(wegweiser, folder):
    """The shop is worse than the delivery beyond chance; of personas nobody is known."""
    answer = wegweiser("feelings", "-C", folder, "--json").json
    at = {one["touchpoint"]: one for one in answer["feelings"] if one["touchpoint"]}
    assert at["shop"]["experienced"]["value"] == -1.5
    assert [(one["here"], one["there"]) for one in answer["differences"] if one["p"] < 0.05] == [("delivery", "shop")]
    shown = wegweiser("feelings", "-C", folder).out
    assert "worse than" in shown
    assert "\u22121.5" in shown
    assert "Goes with the overall score" in shown


def test_a_division_nobody_knows_is_refused(wegweiser, folder):
    """The nearest right one is named."""
    answer = wegweiser("scores", "-C", folder, "--by", "touchpont")
    assert answer.code == 2
    assert "Did you mean 'touchpoint'" in answer.err


def test_stars_of_reviews_are_shown_and_it_is_said_who_gave_them(wegweiser, tmp_path):
    """Ten give five stars, five three, nine one: +0.08 in the mean, also by touchpoint; they are no survey's score."""
    folder = tmp_path / "shop"
    spec = TextSpec("reviews", ("data/reviews.csv",), person="who", score="stars", touchpoint="shop")
    place = Touchpoint("shop", "Shop", Match(event="shop"), phase="awareness")
    create_workspace(folder, Config(name="Shop", text=(spec,), touchpoint=(place,)))
    rows = "".join(f"c{n},{stars},It was as it was\n" for n, stars in enumerate([5] * 10 + [3] * 5 + [1] * 9))
    (folder / "data" / "reviews.csv").write_text(f"who,stars,text\n{rows}", "utf-8")
    with open_workspace(folder) as ws:
        listening.take_in(ws)
    for how in ((), ("--by", "touchpoint")):
        told = wegweiser("scores", "-C", folder, *how).out
        assert "chose to write" in told
        assert "+0.08" in told
        assert "24" in told


def test_a_division_or_persona_nobody_knows_is_refused_where_nothing_was_asked(wegweiser, tmp_path):
    """A workspace without answers knows its divisions all the same; nobody is the persona Nix."""
    create_workspace(tmp_path / "ws", Config(name="Bare"))
    answer = wegweiser("scores", "-C", tmp_path / "ws", "--by", "wav")
    assert (answer.code, "Did you mean 'wave'" in answer.err) == (2, True)
    (tmp_path / "ws" / "data" / "visits.csv").write_text(VISITS, "utf-8")
    assert wegweiser("run", "-C", tmp_path / "ws", "--formats", "json").code == 0
    answer = wegweiser("feelings", "-C", tmp_path / "ws", "--persona", "Nix")
    assert (answer.code, "No persona is called 'Nix'" in answer.err) == (2, True)


def test_a_top_box_names_the_answer_it_counts(wegweiser, tmp_path):
    """Of 60 people 50 say no: the share is of the No, and is called so; a place and a phase of one id stay apart."""
    rows = [f"{n},{n % 5 + 1},{n % 4 + 1},{n % 3 + 2},{'Yes' if n < 10 else 'No'}" for n in range(60)]
    create_workspace(tmp_path / "ws", Config(name="Box"))
    (tmp_path / "visit.csv").write_text(
        "ID,satisfaction_shop,satisfaction_delivery,satisfaction_hotline,Q9_problems\n" + "\n".join(rows), "utf-8"
    )
    with open_workspace(tmp_path / "ws") as ws:
        ws.add_survey(tmp_path / "visit.csv")
    questions = tmp_path / "ws" / "visit.survey.toml"
    text = questions.read_text("utf-8")
    standing, _, _ = text.partition('[[item]]\nid = "q9_problems"')
    questions.write_text(standing + PROBLEMS, "utf-8")
    toml = tmp_path / "ws" / "wegweiser.toml"
    with open_workspace(tmp_path / "ws") as ws:
        hearing.take_in(ws)
    toml.write_text(toml.read_text("utf-8").replace('id = "shop"', 'id = "awareness"\nphase = "awareness"'), "utf-8")
    questions.write_text(questions.read_text("utf-8").replace('"shop"', '"awareness"'), "utf-8")
    shown = wegweiser("scores", "-C", tmp_path / "ws").out
    assert "No: 83.3%" in shown
    felt = wegweiser("feelings", "-C", tmp_path / "ws").out
    assert any(line.split()[:2] == ["Awareness", "Shop"] for line in felt.splitlines())


def test_answers_alone_draw_no_page_of_ways(wegweiser, folder):
    """Nobody was seen on any way, so there is no page that would be empty."""
    assert wegweiser("run", "-C", folder, "--formats", "json,flow").code == 0
    assert {path.name for path in (folder / "maps").iterdir()} >= {"journey-map.json"}
    assert not list((folder / "maps").glob("flow*"))
