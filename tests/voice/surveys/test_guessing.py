"""Which files look like surveys, and which do not."""

from __future__ import annotations

from tests.voice.surveys.conftest import FIRST

from wegweiser.i18n import read
from wegweiser.voice.surveys import guess


def people(n=20):
    """Return a survey of twenty people."""
    rows = FIRST.splitlines()
    return "\n".join([rows[0], *(rows[1 + i % 3].replace(",", f"{i},", 1) for i in range(n))]) + "\n"


def test_a_survey_is_recognised_with_the_dictionary_beside_it(warehouse, written, dictionary):
    """Its name loses the year of the wave, so that the next wave joins it."""
    found = guess(warehouse, written("shop_2025.csv", people()))
    assert found is not None
    assert (found.spec.name, found.spec.dictionary) == ("shop", str(dictionary))
    assert read(found.sentences[0], "en") == (
        "A survey (wave 2025): 4 questions on a scale, 0 with a choice, 1 traits."
    )
    assert [read(said, "de") for said in found.sentences[1:]] == [
        "Fragen und Codes benennt dictionary.csv.",
        "Q2NPS fragt, wie wahrscheinlich Menschen weiterempfehlen: NPS.",
        "WT gewichtet die Antworten.",
    ]


def test_events_are_no_survey(warehouse, written):
    """A log of purchases has no ratings; a dictionary is no survey either."""
    log = "time,customer,event,amount\n" + "".join(f"2026-01-{d:02},ana,buy,{d}\n" for d in range(1, 29))
    assert guess(warehouse, written("log.csv", log)) is None
    assert guess(warehouse, written("codebook.csv", "field,question\nQ1,Why?\n")) is None


def test_reviews_with_stars_are_no_survey(warehouse, written):
    """One rating beside a text is a source of texts."""
    rows = "id,stars,text\n" + "".join(f"{n},{n % 5 + 1},It was a nice day number {n}\n" for n in range(40))
    assert guess(warehouse, written("reviews.csv", rows)) is None


def test_the_reason_people_give_is_an_open_text(warehouse, written):
    """Three words come again and again: under "Warum?" they are what people wrote, under "Filiale" a trait."""
    said = ("Zu teuer", "Schnell", "Freundlich und gut")
    rows = "".join(f"{n},{n % 11},{said[n % 3]},{said[n % 3]},{said[n % 3]}\n" for n in range(60))
    found = guess(warehouse, written("nps.csv", "Kd-Nr,Weiterempfehlung 0–10,Warum?,Grund,Filiale\n" + rows))
    assert found is not None
    assert [item.role for item in found.items] == ["respondent", "answer", "comment", "comment", "trait"]


def test_codes_under_why_are_no_text(warehouse, written):
    """A reason that was ticked, as a number, holds no words."""
    rows = "".join(f"{n},{n % 11},{n % 4}\n" for n in range(60))
    found = guess(warehouse, written("nps.csv", "id,Weiterempfehlung 0–10,Warum?\n" + rows))
    assert found is not None
    assert found.items[2].role != "comment"
