from __future__ import annotations

import re

import pytest

ASK = """
name = "Kornblume"
language = "de"

[[ask]]
id = "kauf"
title = { en = "Your purchase", de = "Ihr Einkauf" }
share = 0.25

[[ask.question]]
id = "nps"
text = "Empfehlen Sie uns weiter?"
metric = "recommend"
"""


@pytest.fixture
def folder(tmp_path):
    """Return a workspace with one survey of its own and no data."""
    (tmp_path / "wegweiser.toml").write_text(ASK, "utf-8")
    return tmp_path


def test_surveys_are_listed_with_who_is_asked(wegweiser, folder):
    """A quarter of those due, every 90 days at most."""
    said = wegweiser("ask", "list", "-C", folder).out
    assert said.splitlines() == [
        "kauf: Ihr Einkauf",
        "  Fragen: 1 · gefragt werden 25\u00a0% der Fälligen · Pause in Tagen: 90",
    ]
    assert wegweiser("ask", "list", "-C", folder, "--json").json == [
        {"id": "kauf", "title": {"en": "Your purchase", "de": "Ihr Einkauf"}, "questions": ["nps"]}
    ]


def test_a_personal_link_is_the_same_every_time_and_drawn_as_a_code(wegweiser, folder):
    """The token of customer 4711, and a code with the survey's title below."""
    command = ("ask", "link", "kauf", "-C", folder, "--person", "4711", "--base-url", "https://example.org")
    first = wegweiser(*command, "--qr", folder / "code.svg").out.strip()
    assert first.startswith("https://example.org/ask/kauf?p=")
    assert "4711" not in first
    assert wegweiser(*command, "--json").json == {"link": first, "qr": None}
    assert "Ihr Einkauf" in (folder / "code.svg").read_text("utf-8")


def test_what_cannot_be_asked_is_misuse(wegweiser, folder):
    """A survey nobody named, and one without a question."""
    unknown = wegweiser("ask", "link", "kuaf", "-C", folder)
    assert (unknown.code, unknown.err.strip()) == (
        2,
        "„kuaf“ gibt es nicht (eigene Umfrage). Meinten Sie „kauf“? Bekannt: kauf.",
    )
    (folder / "wegweiser.toml").write_text('[[ask]]\nid = "leer"\ntitle = "Leer"\nquestion = []\n', "utf-8")
    assert "'leer': it asks no question" in wegweiser("serve", "-C", folder).err


@pytest.fixture
def served(monkeypatch):
    """Return what was served, instead of serving it: pages, host and port."""
    from wegweiser import web  # noqa: PLC0415  (only here)

    found = []
    monkeypatch.setattr(web, "serve", lambda *told: found.append(told))
    return found


def test_the_first_start_prints_a_link_until_somebody_used_it(wegweiser, folder, served):
    """The app needs no survey; the link is another one each time, and gone once there is an admin."""
    (folder / "wegweiser.toml").write_text('name = "Kornblume"\n', "utf-8")
    first, second = (wegweiser("serve", "-C", folder, "--port", "8099").out for _ in range(2))
    assert first.splitlines()[0] == "Wegweiser: http://127.0.0.1:8099"
    links = [re.search(r"http://127.0.0.1:8099/welcome/\S{40,}", out)[0] for out in (first, second)]
    assert links[0] != links[1]
    assert [told[1:] for told in served] == [("127.0.0.1", 8099)] * 2
    (folder / "wegweiser.toml").write_text('name = "Kornblume"\nlanguage = "de"\n', "utf-8")
    assert "richtet die Administration ein" in wegweiser("serve", "-C", folder).out


def test_listening_beyond_the_machine_in_the_clear_is_said(wegweiser, folder, served, monkeypatch):
    """With an https address for visitors there is a proxy, and nothing to say."""
    assert "ohne TLS" in wegweiser("serve", "-C", folder, "--host", "0.0.0.0").out  # noqa: S104
    monkeypatch.setenv("WEGWEISER_BASE_URL", "https://maps.example.org")
    out = wegweiser("serve", "-C", folder, "--host", "0.0.0.0").out  # noqa: S104
    assert "ohne TLS" not in out
    assert "https://maps.example.org/ask/kauf" in out
    assert len(served) == 2


@pytest.mark.parametrize(
    ("options", "answers", "groups", "invitations"),
    [
        (("--nps", "--margin", "5"), 1537, 1, 15370),
        (("--share", "0.5", "--margin", "0.05", "--response", "0.5"), 385, 1, 770),
        (("--spread", "1.2", "--margin", "0.1", "--response", "1"), 554, 1, 554),
        (("--nps", "--difference", "10", "--response", "0.2"), 1570, 2, 15700),
        (("--share", "0.10", "--difference", "0.02"), 3841, 2, 76820),
    ],
)
def test_a_plan_says_answers_and_invitations(wegweiser, options, answers, groups, invitations):
    """By the formulas of stats.planning and stats.power."""
    assert wegweiser("ask", "plan", *options, "--json").json == {
        "answers": answers,
        "groups": groups,
        "invitations": invitations,
    }


def test_a_plan_beyond_everybody_is_a_finding(wegweiser):
    """Of 2,000 people 870 must answer; at one in ten that takes 8,700."""
    told = wegweiser("ask", "plan", "--nps", "--margin", "5", "--among", "2000", "--lang", "de")
    assert (told.code, told.out.splitlines()) == (
        1,
        [
            "870 Antworten, also 8.700 Einladungen, wenn 10\u00a0% antworten.",
            "Es gibt nur 2.000 Personen: Wählen Sie eine weitere Spanne, oder mehr müssen antworten.",
        ],
    )
    assert wegweiser("ask", "plan", "--nps").code == 2
