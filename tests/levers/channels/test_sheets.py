"""Strategy sheets: what they say from what was measured, and what they admit they do not know."""

from __future__ import annotations

import dataclasses

import pytest

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.levers import Grade, Lever
from wegweiser.domain.personas import Persona, UseShare
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.levers.channels import Material, Part, sheets
from wegweiser.maps import strategy
from wegweiser.stats.intervals import wilson

PHASES = phase_model("five").phases
TOUCHPOINTS = (
    Touchpoint("view", {"en": "Product page", "de": "Produktseite"}, Match("view"), channel="web"),
    Touchpoint("call", "Call_centre", Match("call"), channel="phone", goal={"en": "Solve it", "de": "Lösen"}),
)


def part(opens, assists, closes, n=100):
    """Return a part played, of n conversions."""
    return Part(wilson(opens, n), wilson(assists, n), wilson(closes, n))


def lever(name, touchpoint, grade=Grade.D, **more):
    """Return a lever on a touchpoint."""
    return Lever(name, f"Lever {name}", "purchase", "conversion", grade, customers=50, touchpoint=touchpoint, **more)


@pytest.fixture
def material():
    """Return two channels: the web meets 80 of 100 and has a lever; the phone meets 30 and has an aim."""
    return Material(
        touchpoints=TOUCHPOINTS,
        phases=PHASES,
        reach={"phone": wilson(30, 100), "web": wilson(80, 100)},
        contacts={"web": {1: 150, 2: 50}, "phone": {3: 40}},
        personas=(
            Persona(
                "p1", "Night owls", "", "NO", 40, wilson(40, 100), 0.9, 0.8,
                channels=(UseShare("web", "Website", wilson(70, 100), base=0.4),),
            ),
        ),
        parts={"web": part(60, 30, 20)},
        credit={"web": Estimate(0.62, 0.55, 0.7, 100)},
        levers=(
            lever("d", "view", measures=("reviews", "better-images")),
            lever("a", "view", Grade.A, effect=Estimate(0.02, 0.01, 0.03, 900), rank=1, measures=("reviews", "faq")),
        ),
    )  # fmt: skip


def test_the_channel_that_meets_most_comes_first(material):
    """The web meets 80 customers, the phone 30."""
    assert [sheet.id for sheet in sheets(material)] == ["web", "phone"]


def test_the_part_it_plays_is_said_in_words(material):
    """Of the 100 conversions it takes part in, 60 begin on the web."""
    web, phone = sheets(material)
    assert web.role["en"] == "Mostly opens: 60% of the 100 conversions it takes part in begin here"
    assert phone.role == ""


@pytest.mark.parametrize(
    ("played", "said"), [((20, 60, 30), "assists"), ((20, 30, 60), "closes"), ((34, 33, 34), "Opens 34%")]
)
def test_other_parts_are_said_too(material, played, said):
    """Assisting, closing, and all three about as often."""
    other = Material(TOUCHPOINTS, PHASES, material.reach, material.contacts, parts={"web": part(*played)})
    assert said in sheets(other)[0].role["en"]


def test_few_conversions_say_nothing(material):
    """Of nineteen conversions no part is told, and a credit of nineteen is not shown."""
    other = Material(
        TOUCHPOINTS, PHASES, material.reach, material.contacts,
        parts={"web": part(10, 5, 4, n=19)}, credit={"web": Estimate(0.5, 0.2, 0.8, 19)},
    )  # fmt: skip
    assert sheets(other)[0].role == ""
    assert len(sheets(other)[0].figures) == 2


def test_levers_come_by_rank_and_bring_their_measures_once(material):
    """The ranked lever stands first; only what is listed apart brings proposals, each with its reason."""
    web = sheets(material)[0]
    assert [(one.id, one.rank, one.grade) for one in web.levers] == [("a", 1, "A"), ("d", None, "D")]
    assert [action.measure for action in web.actions] == ["reviews", "better-images"]
    assert web.actions[0].why == "Lever d"


def test_what_shows_no_effect_says_so_and_proposes_nothing(material):
    """A hold-out without an effect stands last, with its doubt, and draws nothing from the playbook."""
    open_ = Estimate(0.01, -0.01, 0.03, 900)
    doubted = lever("x", "view", Grade.A, effect=open_, doubt="No effect shown", measures=("faq",))
    web = sheets(dataclasses.replace(material, levers=(doubted, *material.levers)))[0]
    assert [one.id for one in web.levers] == ["a", "d", "x"]
    assert web.levers[2].text["en"] == "Lever x \u2013 No effect shown"
    assert "faq" not in [action.measure for action in web.actions]


def test_contacts_are_shared_among_the_phases(material):
    """Of 200 contacts on the web three quarters fall into consideration."""
    web = sheets(material)[0]
    assert [(name["en"], share) for name, share in web.phases] == [("Consideration", 0.75), ("Conversion", 0.25)]


def test_nobody_is_shown_in_groups_below_twenty():
    """A persona of eighteen contacts is left out, and so is the share of eighteen customers."""
    few = Persona(
        "p1",
        "Few",
        "",
        "F",
        18,
        wilson(18, 100),
        0.9,
        0.8,
        channels=(UseShare("web", "Web", Proportion(0.5, 0.3, 0.7, 9, 18)),),
    )
    other = Material(TOUCHPOINTS, PHASES, {"web": wilson(9, 18)}, {"web": {1: 9}}, personas=(few,))
    (web,) = sheets(other)
    assert web.personas == ()
    assert [figure.shown["en"] for figure in web.figures] == ["9"]


def test_markdown_says_everything_and_escapes_what_comes_from_data(material):
    """Both languages are written; a name with an underscore stays a name; a missing aim is said."""
    text = strategy.markdown(sheets(material), "en")
    assert text.count("No aim is written down for:") == 1
    assert "**Aim:** \n" not in text
    assert "Call\\_centre" in text
    assert "Lever a (Rank 1, Grade A)" in text
    german = strategy.markdown(sheets(material), "de")
    assert "Produktseite" in german
    assert "Eröffnet meist: 60\u00a0% der 100 Abschlüsse" in german


def test_the_page_asks_for_nothing_and_escapes_what_comes_from_data(material):
    """No address, no script, and a name with a tag in it stays a name."""
    evil = Material(
        (Touchpoint("view", "<b>View</b>", Match("view"), channel="web"),), PHASES, material.reach, material.contacts
    )
    page = strategy.html(sheets(evil), "de")
    assert "<b>View</b>" not in page
    assert "&lt;b&gt;View" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page
    assert '<html lang="de">' in page
