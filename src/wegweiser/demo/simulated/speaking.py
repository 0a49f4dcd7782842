"""What people say of their year, in tickets, chats, complaints, reviews, calls and searches, true to what they met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import numpy as np

from wegweiser.demo.simulated import keys, trips
from wegweiser.demo.simulated.casting import Ints
from wegweiser.demo.simulated.days import Year
from wegweiser.demo.simulated.files import csv, local, utc
from wegweiser.demo.simulated.shelf import DAY, PRODUCTS, START
from wegweiser.demo.simulated.trips import APP, STORE
from wegweiser.demo.simulated.writing import Facts, Part, Writer

UNANSWERED = "opened_tent"
"""The question nobody answers."""
ASK_IT, ASK_OTHER = 0.15, 0.14
"""Shares of known customers who ask it, and who ask each of the other questions but seldom ones."""
QUESTIONS = ("delivery_time", "tracking", "sizes", "hours", "vouchers", "care", "repair", "invoice", "letters")
_ANY = tuple(range(len(PRODUCTS)))
_GROUPS = {
    "sizes": {"rain_jackets", "boots"},
    "care": {"rain_jackets", "sleeping_bags"},
    "repair": {"tents", "rain_jackets", "backpacks"},
    UNANSWERED: {"tents"},
}
_ABOUT = {topic: tuple(i for i in _ANY if PRODUCTS[i].group in groups) for topic, groups in _GROUPS.items()}
"""Products a question can be about, where not any."""
_IN_WRITING = 0.65
"""Share of questions that come as a message; the others are put into the chat."""
_NOTED = 0.35
"""Share of calls somebody writes a note about."""
_REVIEWS, _COMPLAINS = 0.11, 0.16


@dataclass(frozen=True)
class Sayer:
    """Gives every person a writer and the facts of a trip."""

    year: Year
    random: Random
    writers: tuple[Writer, Writer]

    def writer(self, who: int) -> Writer:
        """Return the writer of a person's language."""
        return self.writers[int(self.year.people.english[who])]

    def facts(self, who: int, trip: int | None, at: int, topic: str = "") -> Facts:
        """Return what a person can refer to at a moment."""
        year = self.year
        month = int((START + np.timedelta64(at, "s")).astype("datetime64[M]").astype(int) % 12)
        waited = int(year.trips.waited[trip]) if trip is not None else 600
        late = int(year.late[trip]) if trip is not None else 2
        return Facts(
            product=int(year.product[trip]) if trip is not None else self.random.choice(_ABOUT.get(topic, _ANY)),
            minutes=max(2, round(waited / 60)),
            days=max(late, 1),
            order=f"B{500_000 + (self.random.randrange(30_000) if trip is None else trip)}",
            month=month,
            name=keys.names(np.array([who]))[0],
            email=str(keys.email(np.array([who]))[0]),
            phone=keys.phone(who),
        )

    def parts(self, trip: int) -> tuple[Part, ...]:
        """Return what there is to say of a trip: what hurt first, then what is usual at its place."""
        year, went, random = self.year, self.year.trips, self.random
        found = []
        if (went.called[trip] or went.asked[trip]) and random.random() < 0.75:
            found.append(Part("hotline", "bad" if went.waited[trip] > trips.PAIN * 0.6 else "good"))
        if went.failed[trip]:
            found.append(Part("app", "bad"))
        if year.late[trip] > 0:
            found.append(Part("delivery", "bad"))
        usual = {APP: ("app", "price"), STORE: ("store_advice", "product")}.get(
            int(went.place[trip]), ("website", "delivery", "product")
        )
        aspect = random.choice((*usual, "product"))
        happy = random.random() < 0.8 + 0.1 * float(year.people.mood[went.who[trip]])
        mixed = random.random() < 0.12
        if (not found or random.random() < 0.35) and aspect not in {part.aspect for part in found}:
            found.append(Part(aspect, "mixed" if mixed else "good" if happy or aspect == "store_advice" else "bad"))
        return tuple(found[:3])


def sayer(year: Year, rng: np.random.Generator) -> Sayer:
    """Return who writes the texts of a year."""
    random = Random(int(rng.integers(1 << 60)))  # noqa: S311  (words, no secrets)
    return Sayer(year, random, (Writer("de", random), Writer("en", random)))


def write_texts(says: Sayer, folder: Path) -> None:
    """Write everything people said by themselves into the data folder, each with its event."""
    asked = list(_asked(says))
    _tickets(says, folder, [row for row in asked if row[3] == "tickets"])
    _chats(says, folder, [row for row in asked if row[3] == "chats"])
    _searches(says, folder)
    _complaints(says, folder)
    _reviews(says, folder)
    _calls(says, folder)


def _asked(says: Sayer) -> Iterator[tuple[int, int, str, str]]:
    """Yield who asks what, when and where; every topic by people of its own."""
    random = says.random
    known = np.flatnonzero(says.year.number > 0).tolist()
    for topic in (UNANSWERED, *QUESTIONS):
        share = (
            ASK_IT if topic == UNANSWERED else ASK_OTHER if topic in {"delivery_time", "sizes", "tracking"} else 0.07
        )
        for who in known:
            if random.random() < share:
                at = random.randrange(364) * DAY + random.randrange(8 * 3600, 22 * 3600)
                yield who, at, topic, "tickets" if random.random() < _IN_WRITING else "chats"


def _tickets(says: Sayer, folder: Path, asked: Sequence[tuple[int, int, str, str]]) -> None:
    rows = []
    for who, at, topic, _ in asked:
        facts = says.facts(who, None, at, topic)
        parts = (Part("product", "good"),) if says.random.random() < 0.08 else ()
        rows.append((at, who, "Frage", says.writer(who).letter(parts, facts, [topic])))
    _write(says.year, folder / "tickets.csv", rows, event="ticket", topic=True)


def _chats(says: Sayer, folder: Path, asked: Sequence[tuple[int, int, str, str]]) -> None:
    lines = []
    for who, at, topic, _ in sorted(asked, key=lambda row: (row[1], row[0])):
        number = str(keys.customer(says.year.number[np.array([who])])[0])
        text = says.writer(who).chat(topic, says.facts(who, None, at, topic))
        time = str(utc(np.array([at]))[0])
        lines.append(msgspec.json.encode({"time": time, "customer": number, "event": "chat", "text": text}))
    (folder / "chats.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))


def _searches(says: Sayer, folder: Path) -> None:
    """Write the terms of the searches in the web shop, apart from the log that says when somebody searched."""
    web = says.year.diary.stream("web")
    which = np.flatnonzero(web["event"] == "site_search")
    rows = []
    for place in which.tolist():
        who, at = int(web["who"][place]), int(web["at"][place])
        facts = Facts(product=int(web["product"][place]))
        topic = "product" if says.random.random() < 0.82 else says.random.choice((UNANSWERED, *QUESTIONS[:7]))
        rows.append((at, who, int(web["cookie"][place]), says.writer(who).search(topic, facts)))
    people, browsers = np.array([r[1] for r in rows], dtype=np.int64), np.array([r[2] for r in rows], dtype=np.int64)
    columns = {
        "time": local(np.array([r[0] for r in rows], dtype=np.int64)),
        "cookie": keys.cookie(people, browsers),
        "term": [r[3] for r in rows],
    }
    csv(folder.parent / "voice" / "search_terms.csv", columns)


def _complaints(says: Sayer, folder: Path) -> None:
    went, year = says.year.trips, says.year
    known = year.number[went.who] > 0
    hurt = (went.called | went.asked) & (went.waited > trips.PAIN)
    rows = []
    for flags, part in (
        (hurt, Part("hotline", "bad")),
        (year.late > 1, Part("delivery", "bad")),
        (went.failed, Part("app", "bad")),
    ):
        for trip in np.flatnonzero(flags & known).tolist():
            if says.random.random() > _COMPLAINS:
                continue
            who, at = int(went.who[trip]), int(went.end[trip]) + 9 * DAY + says.random.randrange(3600)
            rows.append((at, who, part.aspect, says.writer(who).letter((part,), says.facts(who, trip, at))))
    _write(year, folder / "complaints.csv", rows, event="complaint", topic=True)


def _reviews(says: Sayer, folder: Path) -> None:
    went, year, random = says.year.trips, says.year, says.random
    rows, stars = [], []
    for trip in np.flatnonzero(went.buys).tolist():
        if random.random() > _REVIEWS:
            continue
        who, at = int(went.who[trip]), int(went.end[trip]) + random.randrange(6, 16) * DAY
        parts = says.parts(trip)
        rows.append((at, who, parts[0].aspect, says.writer(who).review(parts, says.facts(who, trip, at))))
        good = sum({"good": 1, "bad": -1, "mixed": 0}[part.feeling] for part in parts)
        middle = 3 if parts[0].feeling == "mixed" else 4 if good > 0 else 3 if good == 0 else 2
        stars.append(min(5, max(1, middle + (random.random() < 0.6) * (1 if good > 0 else -1 if good < 0 else 0))))
    _write(year, folder / "reviews.csv", rows, event="review", extra={"stars": stars})


def _calls(says: Sayer, folder: Path) -> None:
    rows = says.year.diary.stream("calls")
    notes = []
    for who, at, trip, reason in zip(*(rows[name].tolist() for name in ("who", "at", "trip", "reason")), strict=True):
        facts = says.facts(who, trip, at)
        tent = says.random.random() < 0.04
        mood = "long" if says.year.trips.waited[trip] > trips.PAIN else "short"
        note = says.writers[0].note((mood, "tent" if tent else reason), facts)
        notes.append(note if says.random.random() < _NOTED else "")
    calls = {
        "time": local(rows["at"]),
        "customer": keys.customer(says.year.number[rows["who"]]),
        "waiting_seconds": rows["waited"].astype(np.int64),
        "talking_seconds": rows["spoke"].astype(np.int64),
        "note": notes,
    }
    csv(folder / "calls.csv", calls)


def _write(
    year: Year,
    path: Path,
    rows: Sequence[tuple[int, int, str, str]],
    *,
    event: str,
    topic: bool = False,
    extra: dict[str, list[int]] | None = None,
) -> None:
    """Write texts with their time and customer, those of the year only, in the order of time."""
    order = sorted(range(len(rows)), key=lambda place: (rows[place][0], rows[place][1]))
    order = [place for place in order if rows[place][0] < 365 * DAY]
    who: Ints = np.array([rows[place][1] for place in order], dtype=np.int64)
    columns: dict[str, Any] = {
        "time": local(np.array([rows[place][0] for place in order], dtype=np.int64)),
        "customer": keys.customer(year.number[who]),
        "event": [event] * len(order),
    }
    if topic:
        columns["topic"] = [rows[place][2] for place in order]
    columns |= {name: [values[place] for place in order] for name, values in (extra or {}).items()}
    columns["text"] = [rows[place][3] for place in order]
    csv(path, columns)
