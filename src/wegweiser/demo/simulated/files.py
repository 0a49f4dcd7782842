"""The diary as the files a company's systems would export: CSV in two fashions, JSON lines, local times and UTC."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.csv

from wegweiser.demo.simulated import keys
from wegweiser.demo.simulated.casting import Ints, Words
from wegweiser.demo.simulated.days import CAMPAIGNS, Year
from wegweiser.demo.simulated.shelf import DAY, PRODUCTS, START, offers

BROKEN_LINES, BROKEN_RECEIPTS = 3, 2
"""Rows planted to end in quarantine: lines cut off in the web log, receipts without a readable date."""
STORES = ("Hamburg", "Kiel", "Bremen", "Leipzig", "Freiburg")
_SUMMER = tuple(int((np.datetime64(day, "s") - START).astype(np.int64)) for day in ("2025-03-30T02", "2025-10-26T03"))
_IDS = np.array([product.id for product in PRODUCTS])
_GROUPS = np.array([product.group for product in PRODUCTS])


def local(at: Ints) -> Words:
    """Return seconds since the year began as local times."""
    return np.datetime_as_string(START + at.astype("timedelta64[s]"))


def day(days: Ints) -> Words:
    """Return days since the year began as dates."""
    return np.datetime_as_string(
        (START + (days.astype(np.int64) * DAY).astype("timedelta64[s]")).astype("datetime64[D]")
    )


def utc(at: Ints) -> Words:
    """Return seconds of local time since the year began as instants in UTC, summer time heeded."""
    ahead = np.where((at >= _SUMMER[0]) & (at < _SUMMER[1]), 7200, 3600)
    return np.char.add(local(at - ahead), "Z")


def csv(path: Path, columns: Mapping[str, Any], *, german: bool = False) -> None:
    """Write columns as CSV, or as the CSV German tills write, which separate by semicolons."""
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    options = pyarrow.csv.WriteOptions(delimiter=";" if german else ",", quoting_style="needed")
    pyarrow.csv.write_csv(table, path, options)


def write_events(year: Year, folder: Path) -> None:
    """Write everything but texts into a folder."""
    _ads(year, folder)
    _clicks(year, folder)
    _purchases(year, folder)
    _letters(year, folder)
    _services(year, folder)
    _people(year, folder)
    pyarrow.csv.write_csv(
        offers(), folder.parent / "offers" / "offers.csv", pyarrow.csv.WriteOptions(quoting_style="needed")
    )


def _ads(year: Year, folder: Path) -> None:
    rows = year.diary.stream("ads")
    month = (START + rows["at"].astype("timedelta64[s]")).astype("datetime64[M]").astype(np.int64) % 12
    columns = {
        "time": local(rows["at"]),
        "cookie": keys.cookie(rows["who"], rows["cookie"].astype(np.int64)),
        "event": np.char.add("ad_", rows["event"].astype(str)),
        "channel": rows["medium"].astype(str),
        "campaign": np.array(CAMPAIGNS)[month],
        "cost": rows["cost"].astype(np.float64),
    }
    csv(folder / "ad_contacts.csv", columns)


def _clicks(year: Year, folder: Path) -> None:
    """Write the logs of web shop and app; only after a login does a line know the customer."""
    for stream in ("web", "app"):
        rows = year.diary.stream(stream)
        who, events = rows["who"], rows["event"].tolist()
        numbers, times = keys.customer(year.number[who]).tolist(), utc(rows["at"]).tolist()
        web = stream == "web"
        key = (keys.cookie(who, rows["cookie"].astype(np.int64)) if web else keys.device(who)).tolist()
        inside = {"login", "cart", "checkout", "newsletter_signup"}
        lines = []
        for event, number, time, one, product in zip(
            events, numbers, times, key, rows["product"].tolist(), strict=True
        ):
            line = {"time": time, "cookie" if web else "device": one, "event": event}
            if number and (not web or event in inside):
                line["customer"] = number
            if product is not None:
                line["product"] = PRODUCTS[int(product)].id
            lines.append(msgspec.json.encode(line))
        if web:
            # Lines a server was killed over: they belong in quarantine, and nothing else does.
            for place in np.linspace(len(lines) // 5, len(lines) - 1, BROKEN_LINES).astype(int).tolist():
                lines.insert(place, lines[place][:31])
        (folder / f"{stream}_events.jsonl").write_bytes(b"\n".join(lines) + b"\n")


def _purchases(year: Year, folder: Path) -> None:
    rows = year.diary.stream("orders")
    product = rows["product"].astype(np.int64)
    columns = {
        "time": local(rows["at"]),
        "order": np.char.add("B", (500_000 + rows["trip"].astype(np.int64)).astype(str)),
        "customer": keys.customer(year.number[rows["who"]]),
        "event": np.array(["order_web", "order_app"])[rows["place"].astype(np.int64)],
        "product": _IDS[product],
        "group": _GROUPS[product],
        "amount": rows["paid"].astype(np.float64),
        "currency": np.full(len(product), "EUR"),
    }
    csv(folder / "orders.csv", columns)
    rows = year.diary.stream("receipts")
    product, moments = rows["product"].astype(np.int64), local(rows["at"]).tolist()
    times = [f"{t[8:10]}.{t[5:7]}.{t[:4]} {t[11:16]}" for t in moments]
    times[3 : 3 + BROKEN_RECEIPTS] = ["??.??.2025 00:00"] * BROKEN_RECEIPTS
    till = {
        "Zeit": times,
        "Filiale": np.array(STORES)[rows["who"] % len(STORES)],
        "Karte": keys.card(year.number[rows["who"]]),
        "Artikel": _IDS[product],
        "Warengruppe": _GROUPS[product],
        "Betrag": [f"{paid:.2f}".replace(".", ",") for paid in rows["paid"].tolist()],
    }
    csv(folder / "receipts.csv", till, german=True)


def _letters(year: Year, folder: Path) -> None:
    rows = year.diary.stream("newsletter")
    month = np.array([text[5:7] for text in local(rows["at"]).tolist()])
    columns = {
        "time": local(rows["at"]),
        "email": keys.email(rows["who"]),
        "event": np.char.add("newsletter_", rows["event"].astype(str)),
        "campaign": np.char.add("letter 2025-", month),
    }
    csv(folder / "newsletter.csv", columns)


def _services(year: Year, folder: Path) -> None:
    rows = year.diary.stream("parcels")
    columns = {
        "time": local(rows["at"]),
        "customer": keys.customer(year.number[rows["who"]]),
        "event": np.char.add("parcel_", rows["event"].astype(str)),
        "order": np.char.add("B", (500_000 + rows["trip"].astype(np.int64)).astype(str)),
        "promised": day(rows["promised"]),
        "actual": np.where(rows["event"] == "delivered", day(rows["actual"]), ""),
        "days_late": ["" if late is None else str(late) for late in rows["late"].tolist()],
    }
    csv(folder / "parcels.csv", columns)
    rows = year.diary.stream("advice")
    advice = {
        "time": local(rows["at"]),
        "customer": keys.customer(year.number[rows["who"]]),
        "store": np.array(STORES)[rows["who"] % len(STORES)],
        "minutes": rows["minutes"].astype(np.int64),
    }
    csv(folder / "store_advice.csv", advice)
    rows = year.diary.stream("heard")
    answers = np.array(["heard_of_us", "referral_code"])[(rows["event"] == "code_shared").astype(np.int64)]
    heard = {
        "time": local(rows["at"]),
        "customer": keys.customer(year.number[rows["who"]]),
        "event": answers,
        "answer": rows["event"].astype(str),
    }
    csv(folder / "word_of_mouth.csv", heard)


def _people(year: Year, folder: Path) -> None:
    rows, people = year.diary.stream("customers"), year.people
    who = rows["who"]
    columns = {
        "registered": local(rows["at"]),
        "customer": keys.customer(year.number[who]),
        "card": keys.card(year.number[who]),
        "email": keys.email(who),
        "cookie": keys.cookie(who, np.zeros(len(who), dtype=np.int64)),
        "device": keys.device(who),
        "age_band": people.age[who],
        "household": people.household[who],
        "region": people.region[who],
        "preferred_device": people.device[who],
        "language": np.where(people.english[who], "en", "de"),
    }
    csv(folder / "customers.csv", columns)
