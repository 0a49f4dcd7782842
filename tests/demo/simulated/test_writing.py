"""What the simulated customers write: in two languages, in character, and not to be taken for templates."""

from __future__ import annotations

import csv
import json
import re
from random import Random

import pytest

from wegweiser.demo.simulated.writing import Facts, Part, Writer, fragments

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def leaves(node) -> list[str]:
    """Return every text in nested lists and tables."""
    if isinstance(node, str):
        return [node]
    return [leaf for child in (node.values() if isinstance(node, dict) else node) for leaf in leaves(child)]


def shape(node):
    """Return the keys of nested tables, without what is in their lists."""
    return {key: shape(child) for key, child in node.items()} if isinstance(node, dict) else None


def luck(seed: int) -> Random:
    """Return random numbers for words."""
    return Random(seed)  # noqa: S311  (words, no secrets)


def column(path, name) -> list[str]:
    """Return what stands in a column of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def texts(company) -> dict[str, list[str]]:
    """Return everything people wrote in whole sentences, by where they wrote it."""
    data = company.folder / "data"
    chats = [json.loads(line)["text"] for line in (data / "chats.jsonl").read_text("utf-8").splitlines()]
    said = {name: column(data / f"{name}.csv", "text") for name in ("tickets", "complaints", "reviews")}
    return said | {"chats": chats, "notes": [note for note in column(data / "calls.csv", "note") if note]}


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_language_has_three_hundred_fragments(language):
    """Month names and what is only looked up do not count."""
    counted = {name: part for name, part in fragments(language).items() if name not in {"months", "topics", "lowered"}}
    assert len(set(leaves(counted))) >= 300


def test_both_languages_can_say_the_same():
    """What one language has fragments for, the other has too."""
    assert shape(fragments("de")) == shape(fragments("en"))


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_fragment_can_be_spelled_out(language):
    """No choice and no slot stays open, whichever product it is about."""
    writer = Writer(language, luck(1))
    for place, fragment in enumerate(leaves(fragments(language))):
        said = writer.said(fragment, Facts(product=place % 24))
        assert not set("{}|") & set(said), fragment


def test_german_articles_follow_the_product():
    """A boot is 'der', a stove 'den Gaskocher', a jacket 'eine Regenjacke'."""
    writer = Writer("de", luck(1))
    assert writer.said("{Der_produkt} und {den_produkt}", Facts(product=12)) == "Der Wanderschuh und den Wanderschuh"
    assert writer.said("mit {dem_produkt}, {einen_produkt}", Facts(product=9)) == "mit der Regenjacke, eine Regenjacke"


def test_the_same_random_numbers_give_the_same_words():
    """Ana writes twice with the same luck."""
    parts, facts = (Part("hotline", "bad"), Part("product", "good")), Facts(minutes=17)
    assert Writer("en", luck(5)).letter(parts, facts) == Writer("en", luck(5)).letter(parts, facts)


def test_texts_do_not_look_like_templates(texts):
    """Nearly no text occurs twice, most sentences are the only ones of their kind, four words seldom return."""
    for name, least in (("tickets", 0.97), ("complaints", 0.97), ("reviews", 0.97), ("chats", 0.9), ("notes", 0.9)):
        assert len(set(texts[name])) >= least * len(texts[name]), name
    said = [text for name in ("complaints", "reviews") for text in texts[name]]
    sentences = [part.casefold() for text in said for part in _SENTENCE.split(text) if len(part.split()) >= 4]
    assert len(set(sentences)) > 0.6 * len(sentences)
    words = [re.findall(r"\w+", text.casefold()) for text in said]
    grams = [tuple(text[at : at + 4]) for text in words for at in range(len(text) - 3)]
    assert len(set(grams)) > 0.6 * len(grams)


def test_stars_agree_with_the_words(company):
    """Reviews that call something bad have few stars, those that recommend have many."""
    path = company.folder / "data" / "reviews.csv"
    rated = list(zip(column(path, "text"), map(int, column(path, "stars")), strict=True))
    bad = [stars for text, stars in rated if re.search("Never again|Nie wieder|on hold|Warteschleife", text)]
    good = [stars for text, stars in rated if re.search("recommended!|Empfehlung!|Fünf Sterne|Five stars", text)]
    assert sum(bad) / len(bad) < 3
    assert sum(good) / len(good) > 4


def test_some_texts_hold_personal_data_so_that_masking_has_work(texts):
    """Addresses, telephone numbers, the example account number and names, all invented."""
    said = "\n".join(text for name in ("tickets", "complaints", "notes") for text in texts[name])
    for told in ("@post.example", "030 23125", "Herr ", "DE89 3704"):
        assert told.casefold() in said.casefold()
