"""The keys people are known by at the simulated company: number, card, e-mail, cookie, device and telephone."""

from __future__ import annotations

import numpy as np

from wegweiser.demo.simulated.casting import Ints, Words

FIRST = (
    *(
        "Anna",
        "Jonas",
        "Mia",
        "Paul",
        "Lea",
        "Felix",
        "Emma",
        "Lukas",
        "Hannah",
        "Max",
        "Sophie",
        "Tim",
        "Clara",
        "Ben",
    ),
    *("Ida", "Moritz", "Nele", "Jan", "Greta", "Ole", "Frieda", "Emre", "Aylin", "Mehmet", "Zofia", "Piotr", "Elena"),
    *(
        "Marco",
        "Amelie",
        "Noah",
        "Ruth",
        "Karl",
        "Helga",
        "Dieter",
        "Ursula",
        "Gerd",
        "Ingrid",
        "Uwe",
        "Petra",
        "James",
    ),
    *("Olivia", "Harry", "Grace", "Liam", "Chloe", "Priya", "Arjun", "Fatima", "Samuel", "Naomi"),
)
LAST = (
    *("Petersen", "Hansen", "Schröder", "Brandt", "Lorenz", "Kaya", "Yilmaz", "Nowak", "Fischer", "Weber", "Albrecht"),
    *(
        "Jansen",
        "Ohlsen",
        "Krüger",
        "Vogt",
        "Seidel",
        "Busch",
        "Marx",
        "Engel",
        "Thiele",
        "Rossi",
        "Bergmann",
        "Lindner",
    ),
    *(
        "Walsh",
        "Turner",
        "Patel",
        "Murphy",
        "Evans",
        "Clarke",
        "Reid",
        "Foster",
        "Sørensen",
        "Dahl",
        "Wolff",
        "Claasen",
    ),
)
_PLAIN = str.maketrans({"ö": "oe", "ü": "ue", "ä": "ae", "ø": "o", "ß": "ss"})


def names(who: Ints) -> list[tuple[str, str]]:
    """Return the invented first and last names of these people."""
    return [(FIRST[int(i) * 7 % len(FIRST)], LAST[(int(i) * 11 + int(i) // len(FIRST)) % len(LAST)]) for i in who]


def email(who: Ints) -> Words:
    """Return their e-mail addresses, at a domain that is nobody's."""
    plain = [(a.lower().translate(_PLAIN), b.lower().translate(_PLAIN)) for a, b in names(who)]
    return np.array([f"{a}.{b}{i}@post.example" for (a, b), i in zip(plain, who.tolist(), strict=True)])


def customer(number: Ints) -> Words:
    """Return customer numbers; empty for people the company does not know."""
    return np.where(number > 0, np.char.add("K", number.astype(str)), "")


def card(number: Ints) -> Words:
    """Return the numbers of loyalty cards; empty for people the company does not know."""
    return np.where(number > 0, np.char.add("2900", (number * 73 + 11).astype(str)), "")


def cookie(who: Ints, browser: Ints) -> Words:
    """Return the cookie of one of a person's browsers."""
    mixed = ((who + 1) * 2_654_435_761 + browser * 40_503_977) % (1 << 44)
    return np.char.add("nl.", np.char.zfill(mixed.astype(str), 14))


def device(who: Ints) -> Words:
    """Return the number the app gave a person's device."""
    return np.char.add("app-", np.char.zfill(((who + 3) * 40_692_187 % (1 << 40)).astype(str), 13))


def phone(who: int) -> str:
    """Return an invented telephone number, from the range kept free for such use."""
    return f"030 23125 {who % 1000:03d}"
