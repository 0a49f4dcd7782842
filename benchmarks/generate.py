"""Generate event logs of made-up customers, seeded: the same arguments give the same files to the byte.

Every customer has an intent. From event to event she looks around, weighs, decides or leaves, the likelier
onwards the stronger the intent; whoever decides may buy, and buyers come back more often. Nothing here is
anybody's data, and nothing measured on it says anything about people: it only has the size and the shape.

    python benchmarks/generate.py --customers 50000 --out build/bench
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

START = np.datetime64("2024-01-01T00:00:00", "s")
DAYS = 180
LONGEST = 80
TIES = 0.03
CHANNELS = {
    "search": ("search_ad", "search_result"),
    "social": ("social_ad", "social_post", "influencer_video", "social_comment"),
    "display": ("display_ad", "retargeting_ad"),
    "video": ("video_ad", "tutorial_video"),
    "press": ("press_article", "product_review"),
    "web": (
        "landing_page", "category_view", "product_view", "comparison", "price_check", "blog_article", "size_guide",
        "store_finder", "wishlist_add", "cart_add", "cart_view", "shipping_details", "payment_details",
    ),
    "app": ("app_open", "app_product_view", "app_push_open"),
    "email": ("newsletter_open", "newsletter_click", "cart_reminder", "offer_mail"),
    "store": ("store_visit", "store_advice", "fitting"),
    "phone": ("service_call", "callback"),
    "chat": ("chat_question",),
    "post": ("catalogue", "voucher_letter"),
}  # fmt: skip
GOALS = {"purchase": "web", "newsletter_signup": "email"}
CAMPAIGNS = tuple(
    f"{kind}_{month}" for month in ("jan", "feb", "mar", "apr", "may", "jun") for kind in ("brand", "offer")
)
SENDERS = (
    "search_ad", "social_ad", "influencer_video", "display_ad", "retargeting_ad", "video_ad", "newsletter_open",
    "newsletter_click", "offer_mail", "catalogue", "voucher_letter",
)  # fmt: skip
"""What carries the campaign of the day: half of the adverts, newsletters and letters."""
ANSWERS = ("landing_page", "product_view", "cart_add", "app_open", "store_visit", "purchase")
"""What carries the campaign again, for three customers in ten, up to two weeks after one reached them."""
AWARE = 14
"""The first so many touchpoints are where people hear of us; the rest is nearer to a decision."""


@dataclass(frozen=True)
class Log:
    """A log by columns, in the order of time."""

    customer: npt.NDArray[np.int64]
    at: npt.NDArray[np.datetime64]
    event: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]
    campaign: npt.NDArray[np.int64]
    """Places in CAMPAIGNS; the place after the last is none."""


def names() -> tuple[list[str], list[str]]:
    """Return the names of all events and their channels: 40 touchpoints, then the goals."""
    pairs = [(name, channel) for channel, events in CHANNELS.items() for name in events] + list(GOALS.items())
    return [name for name, _ in pairs], [channel for _, channel in pairs]


def generate(customers: int, seed: int = 7) -> Log:
    """Return the log of so many customers, about ten events each, of whom about three in a hundred buy."""
    chance = np.random.default_rng(seed)
    walks = _walks(chance, customers)
    lengths = np.bincount(walks[0], minlength=customers)
    at = _times(chance, walks[0], lengths)
    order = np.lexsort((np.arange(len(at)), at))
    customer, event = walks[0][order], walks[1][order]
    purchase = names()[0].index("purchase")
    value = np.where(event == purchase, np.round(chance.lognormal(3.6, 0.7, len(event)), 2), np.nan)
    carried = _campaigns(chance, walks, at, known=names()[0])
    return Log(customer, at[order], event, value, carried[order])


def _campaigns(
    chance: np.random.Generator,
    walks: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    at: npt.NDArray[np.datetime64],
    known: list[str],
) -> npt.NDArray[np.int64]:
    """Return the campaign of every step, by customer and in her order: sent with a contact, or brought back."""
    (customer, event), none = walks, len(CAMPAIGNS)
    fortnight = (at - START).astype(np.int64) // (15 * 86_400)
    place = np.arange(len(event))
    sends = np.isin(event, [known.index(name) for name in SENDERS]) & (chance.random(len(event)) < 0.5)
    campaign = np.where(sends, np.minimum(fortnight, none), none)
    # The last step up to here that sent one; it may be another customer's, who then has none to bring back.
    sender = np.maximum.accumulate(np.where(sends, place, 0))
    recent = (customer[sender] == customer) & (at - at[sender] <= np.timedelta64(14, "D"))
    remembers = (chance.random(int(customer.max()) + 1) < 0.3)[customer]
    answers = np.isin(event, [known.index(name) for name in ANSWERS])
    return np.where(answers & recent & remembers, campaign[sender], campaign)


def _walks(chance: np.random.Generator, customers: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return customer and event of every step, by customer and in her order."""
    known = names()[0]
    purchase, signup = known.index("purchase"), known.index("newsletter_signup")
    intent = chance.beta(1.2, 4.0, customers)
    stage = np.zeros(customers, dtype=np.int64)
    tables = _stage_tables(len(known) - len(GOALS))
    alive = np.arange(customers)
    steps: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
    for _ in range(LONGEST):
        here, eager = stage[alive], intent[alive]
        drawn = _drawn(chance, tables, here)
        lucky = chance.random(len(alive))
        drawn = np.where((here == 2) & (lucky < 0.035 * eager), purchase, drawn)
        drawn = np.where((here < 2) & (lucky < 0.004), signup, drawn)
        steps.append((alive, drawn))
        moves = chance.random(len(alive))
        onward = (moves < 0.12 + 0.25 * eager) & (here < 2)
        back = (moves > 0.93) & (here > 0)
        stage[alive] = np.where(drawn == purchase, 1, here + onward - back)
        stays = chance.random(len(alive)) < np.where(drawn == purchase, 0.97, 0.88 + 0.08 * eager)
        alive = alive[stays]
    customer = np.concatenate([who for who, _ in steps])
    event = np.concatenate([what for _, what in steps])
    # A stable sort by customer keeps each walk in its order.
    order = np.argsort(customer, kind="stable")
    return customer[order], event[order]


def _stage_tables(touchpoints: int) -> npt.NDArray[np.float64]:
    """Return cumulative probabilities of the touchpoints in each of three stages."""
    place = np.arange(touchpoints)
    popular = 1.0 / (1.0 + place % 7)
    aware = popular * np.where(place < AWARE, 3.0, 0.6)
    weigh = popular * np.where(place < AWARE, 0.7, 2.0)
    decide = popular * np.where((place >= 23) & (place < 27), 6.0, 0.4)
    return np.stack([np.cumsum(w / w.sum()) for w in (aware, weigh, decide)])


def _drawn(
    chance: np.random.Generator, tables: npt.NDArray[np.float64], stage: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    drawn = np.empty(len(stage), dtype=np.int64)
    uniform = chance.random(len(stage))
    for number, table in enumerate(tables):
        at_stage = stage == number
        drawn[at_stage] = np.searchsorted(table, uniform[at_stage])
    return np.minimum(drawn, tables.shape[1] - 1)


def _times(
    chance: np.random.Generator, customer: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]
) -> npt.NDArray[np.datetime64]:
    """Return the times: minutes within a visit, days between visits, and some ties to the second."""
    n = len(customer)
    kind = chance.random(n)
    gaps = np.where(kind < 0.65, chance.exponential(180.0, n), chance.lognormal(11.6, 1.2, n))
    gaps = np.where(chance.random(n) < TIES, 0.0, gaps + 1.0).astype(np.int64)
    first = np.cumsum(lengths) - lengths
    gaps[first[lengths > 0]] = 0
    total = np.cumsum(gaps)
    since = total - total[first[customer]]
    start = chance.integers(0, DAYS * 86_400, len(lengths))
    return START + (start[customer] + since).astype("timedelta64[s]")


def table(log: Log) -> pa.Table:
    """Return the log as a table of columns anybody would name so."""
    known, channels = names()
    event = pa.DictionaryArray.from_arrays(pa.array(log.event, pa.int32()), pa.array(known))
    channel = pa.DictionaryArray.from_arrays(pa.array(log.event, pa.int32()), pa.array(channels))
    numbers = np.char.add("c", np.char.zfill(np.arange(int(log.customer.max()) + 1).astype(str), 7))
    who = pa.DictionaryArray.from_arrays(pa.array(log.customer, pa.int32()), pa.array(numbers))
    columns = {"customer": who, "time": pa.array(log.at), "event": event, "channel": channel}
    plain = {name: column.cast(pa.string()) if name != "time" else column for name, column in columns.items()}
    campaign = pa.DictionaryArray.from_arrays(pa.array(log.campaign, pa.int32()), pa.array([*CAMPAIGNS, None]))
    return pa.table({**plain, "campaign": campaign.cast(pa.string()), "value": pa.array(log.value, from_pandas=True)})


def write(customers: int, folder: Path, formats: tuple[str, ...] = ("csv", "parquet"), seed: int = 7) -> list[Path]:
    """Write the log in each format, where it is not there yet, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"events_{customers}_{seed}.{ending}" for ending in formats]
    missing = [path for path in paths if not path.exists()]
    rows = table(generate(customers, seed)) if missing else None
    for path in missing:
        written = path.with_suffix(".writing")
        if path.suffix == ".csv":
            pyarrow.csv.write_csv(rows, written)
        else:
            pq.write_table(rows, written, compression="zstd")
        written.rename(path)
    return paths


def main() -> None:
    """Write logs as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=Path("build/bench"))
    parser.add_argument("--format", choices=["csv", "parquet"], nargs="+", default=["csv", "parquet"])
    asked = parser.parse_args()
    for path in write(asked.customers, asked.out, tuple(asked.format), asked.seed):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
