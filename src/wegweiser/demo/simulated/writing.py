"""Writes what the simulated customers say: fragments composed by aspect, feeling and register, with slips and typos."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from wegweiser.demo.simulated.shelf import PRODUCTS

REGISTERS = ("polite", "chatty", "curt", "angry")
STORES = ("Hamburg", "Kiel", "Bremen", "Leipzig", "Freiburg")
IBAN = "DE89 3704 0044 0532 0130 00"
"""The example number of the standard: well formed, and nobody's."""
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")
_DER = {"der": ("der", "den", "dem", "ein", "einen"), "die": ("die", "die", "der", "eine", "eine")} | {
    "das": ("das", "das", "dem", "ein", "ein")
}
_TYPO, _SHARE = re.compile(r"\b[^\W\d_]{5,}\b"), {"polite": 0.08, "chatty": 0.3, "curt": 0.35, "angry": 0.3}
_SMALL = {"kitchen", "lamps", "gifts"}
_SPICED, _PUT = 0.3, 0.45


@dataclass(frozen=True)
class Part:
    """One thing somebody talks about: an aspect, and whether it was good, bad or in between."""

    aspect: str
    feeling: str


@dataclass(frozen=True)
class Facts:
    """What a text can refer to."""

    product: int = 0
    minutes: int = 12
    days: int = 2
    order: str = "B500000"
    month: int = 5
    name: tuple[str, str] = ("Ana", "Petersen")
    email: str = "ana@post.example"
    phone: str = "030 23125 000"
    more: dict[str, str] = field(default_factory=dict)


@cache
def fragments(language: str) -> dict[str, Any]:
    """Return the fragments of a language, by what they are for."""
    text = (files("wegweiser.demo.simulated") / "words" / f"{language}.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


class Writer:
    """Composes texts in one language; the same random numbers give the same words."""

    def __init__(self, language: str, random: Random) -> None:
        self.language = language
        self._words, self._random = fragments(language), random

    def said(self, fragment: str, facts: Facts) -> str:
        """Return one fragment spelled out: one of each choice, and the facts where they belong."""
        while (found := _CHOICE.search(fragment)) is not None:
            fragment = fragment[: found.start()] + self._random.choice(found[1].split("|")) + fragment[found.end() :]
        return _SLOT.sub(lambda slot: self._slot(slot[1], facts), fragment)

    def one(self, kind: Sequence[str], facts: Facts) -> str:
        """Return one of several fragments, spelled out."""
        return self.said(self._random.choice(kind), facts)

    def question(self, topic: str, facts: Facts) -> str:
        """Return a question about a topic."""
        return self.one(self._words["questions"][topic], facts)

    def search(self, topic: str, facts: Facts) -> str:
        """Return what somebody types into the search box about a topic."""
        return self.one(self._words["search"].get(topic, self._words["search"]["product"]), facts).lower()

    def note(self, kinds: Iterable[str], facts: Facts) -> str:
        """Return the note of a call as an agent types it."""
        return " ".join(self.one(self._words["notes"][kind], facts) for kind in kinds)

    def comment(self, parts: Sequence[Part], facts: Facts) -> str:
        """Return the short answer to an open question of a survey."""
        feeling = parts[0].feeling
        if self._random.random() < 0.3:
            return self._slipped(self.one(self._words["short"][feeling], facts), "curt")
        return self._slipped(" ".join(self._body(parts, facts, brief=True)), self._register(feeling))

    def letter(self, parts: Sequence[Part], facts: Facts, questions: Sequence[str] = ()) -> str:
        """Return a message: opening, what happened, questions, closing, in one register."""
        register = self._register(parts[0].feeling if parts else "mixed")
        body = self._body(parts, facts, brief=register == "curt")
        asked = [self._put(topic, facts) for topic in questions]
        if asked and register != "curt" and self._random.random() < 0.5:
            body.insert(0, self.one(self._words["neutral"], facts))
        opening = self.one(self._words["openings"][register], facts)
        pieces = [opening, *body, *asked]
        if opening.endswith(","):
            pieces = [opening + "\n" + self._lowered(pieces[1]), *pieces[2:]]
        if self._random.random() < 0.7:
            pieces.append(self.one(self._words["closings"][register], facts))
        return self._slipped(" ".join(piece for piece in pieces if piece), register)

    def _put(self, topic: str, facts: Facts) -> str:
        """Return a question, often with words before it."""
        asked = self.question(topic, facts)
        if self._random.random() > _PUT:
            return asked
        return f"{self._random.choice(self._words['asks'])} {asked}"

    def chat(self, topic: str, facts: Facts) -> str:
        """Return what somebody types into the chat."""
        asked = self._put(topic, facts)
        opened = self.one(self._words["chats"], facts) if self._random.random() < 0.5 else ""
        text = f"{opened} {asked}".strip()
        return self._slipped(text.lower() if self._random.random() < 0.35 else text, "curt")

    def review(self, parts: Sequence[Part], facts: Facts) -> str:
        """Return a review: what happened, and perhaps what the writer thinks of the brand."""
        body = self._body(parts, facts, brief=self._random.random() < 0.3)
        feeling = parts[0].feeling
        if feeling != "mixed" and self._random.random() < 0.6:
            body.append(self.one(self._words["associations"][feeling], facts))
        return self._slipped(" ".join(body), self._register(feeling))

    def _body(self, parts: Sequence[Part], facts: Facts, *, brief: bool) -> list[str]:
        words, random = self._words, self._random
        said: list[str] = []
        for place, part in enumerate(parts):
            if place:
                said.append(self.one(words["links"], facts))
            aspect = self._aspect(part, facts)
            known = words["aspects"][aspect]
            lived = self.one(known[part.feeling] if part.feeling in known else words["then_mixed"], facts)
            said.append(self._spiced(lived) if random.random() < _SPICED else lived)
            if part.feeling != "good" and aspect in words["expectations"] and random.random() < 0.28:
                said.append(self.one(words["expectations"][aspect], facts))
        if brief or not parts:
            return [piece for piece in said if piece]
        for kind, chance in (("neutral", 0.35), ("asides", 0.22)):
            if random.random() < chance:
                said.insert(random.randrange(len(said) + 1), self.one(words[kind], facts))
        if random.random() < 0.6:
            said.append(self.one(words[f"then_{parts[0].feeling}"], facts))
        return [piece for piece in said if piece]

    def _aspect(self, part: Part, facts: Facts) -> str:
        """Return what is talked of: nobody looks for seams and zips on a bottle."""
        small = PRODUCTS[facts.product].group in _SMALL
        return "gadget" if part.aspect == "product" and small else part.aspect

    def _spiced(self, sentence: str) -> str:
        return f"{self._random.choice(self._words['spices'])} {self._lowered(sentence)}"

    def _lowered(self, sentence: str) -> str:
        """Return a sentence as it goes on after a comma or a colon: without its capital, unless the word keeps it."""
        first = sentence.split(" ", 1)[0]
        return sentence[0].lower() + sentence[1:] if first in self._words["lowered"] else sentence

    def _register(self, feeling: str) -> str:
        weights = {"bad": (3, 1, 3, 4), "good": (4, 5, 2, 0), "mixed": (4, 2, 4, 0)}[feeling]
        return self._random.choices(REGISTERS, weights)[0]

    def _slipped(self, text: str, register: str) -> str:
        """Return the text with the slips of people who type fast."""
        random = self._random
        if random.random() > _SHARE[register]:
            return text
        slip = random.randrange(5)
        whole = {
            0: text.rstrip(".!").replace(", ", " "),
            1: text if register == "polite" else text.lower(),
            2: text.replace("ü", "ue").replace("ä", "ae").replace("ö", "oe").replace("ß", "ss"),
        }
        if slip in whole:
            return whole[slip]
        places = [found.span() for found in _TYPO.finditer(text)]
        if not places:
            return text
        start, end = random.choice(places)
        at = random.randrange(start + 1, end - 2)
        if slip == 3:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return text[:at] + text[at + 1 :]

    def _slot(self, name: str, facts: Facts) -> str:
        if name in facts.more:
            return facts.more[name]
        words, random = self._words, self._random
        if name in words["amounts"]:
            return str(random.choice(words["amounts"][name]))
        if name.casefold().endswith("produkt") or name == "product":
            return self._product(name, facts)
        known: dict[str, Callable[[], str]] = {
            "min": lambda: str(max(2, facts.minutes + random.randrange(-1, 3))),
            "days": lambda: str(max(2, facts.days)),
            "order": lambda: facts.order,
            "first": lambda: facts.name[0],
            "last": lambda: facts.name[1],
            "email": lambda: facts.email,
            "phone": lambda: facts.phone,
            "iban": lambda: IBAN,
            "store": lambda: random.choice(STORES),
            "month": lambda: str(words["months"][facts.month]),
            "day": lambda: str(random.randrange(1, 29)),
            "height": lambda: str(random.randrange(152, 199)),
            "price": lambda: f"{PRODUCTS[facts.product].price:.0f}",
            "zelt": lambda: random.choice(("Kuppelzelt", "Tunnelzelt", "Trekkingzelt", "Zelt")),
            "tent": lambda: random.choice(("dome tent", "tunnel tent", "trekking tent", "tent")),
        }
        return known[name]()

    def _product(self, name: str, facts: Facts) -> str:
        product = PRODUCTS[facts.product]
        if name in {"product", "produkt"}:
            return product.en if self.language == "en" else product.de
        article = name.split("_", maxsplit=1)[0]
        form = _DER[product.der][("der", "den", "dem", "ein", "einen").index(article.lower())]
        return f"{form.capitalize() if article[0].isupper() else form} {product.de}"
