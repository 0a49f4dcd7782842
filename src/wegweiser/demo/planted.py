"""Simulated customers whose true effects are known: brand search changes nothing, and yet goes before purchases.

Nothing here is anybody's data. Every customer has an intent nobody sees. It makes her buy, and it makes her search
the brand and meet retargeting; the other channels reach people by chance. What a channel is truly worth is
counted by running the same customers, with the same luck, without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from wegweiser.errors import InvalidSetting

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
DAYS = 30
_START = np.datetime64("2026-03-01T00:00:00", "s")
_DAY = 86_400
_FADES = 0.5 ** (1 / 4)
"""What is left of a contact's effect a day later: half after four days."""
_HAZARD = -7.0
_INTENT = 1.0
_VALUE = 60.0


@dataclass(frozen=True)
class _Channel:
    """Contacts per day, how strongly intent brings them about, and what a fresh contact adds to the log-odds."""

    daily: float
    drawn: float
    effect: float


CHANNELS = {
    "display": _Channel(0.080, 0.0, 0.08),
    "social": _Channel(0.050, 0.0, 0.25),
    "video": _Channel(0.030, 0.0, 0.30),
    "affiliate": _Channel(0.015, 0.0, 0.60),
    "email": _Channel(0.060, 0.0, 0.80),
    "generic_search": _Channel(0.020, 0.3, 0.70),
    "retargeting": _Channel(0.025, 0.9, 0.12),
    "brand_search": _Channel(0.015, 1.1, 0.0),
}


@dataclass(frozen=True)
class Planted:
    """A simulated world: its events as a source would hand them over, and what nobody could see in them."""

    events: pa.Table
    """One row per contact and purchase, in the order of customer and time; labelled simulated."""
    truths: dict[str, int]
    """Purchases each channel truly brings: with it for everybody, less without it for anybody."""
    bought: Ints
    """Day each customer bought on, -1 for never."""
    contacts: Flags
    """Customer x day x channel, before the purchase and on its day."""
    intent: Floats
    held_out: Flags
    """Customer x channel: who was kept from the channel by lot."""

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of the channels, in the order of the columns."""
        return tuple(self.truths)

    @property
    def conversions(self) -> int:
        """Number of purchases."""
        return int((self.bought >= 0).sum())

    def write(self, path: Path) -> Path:
        """Write the events as CSV and return the path."""
        pa.csv.write_csv(self.events, path)
        return path


def planted(customers: int, seed: int, *, held_out: float = 0.0) -> Planted:
    """Return a simulated world of this many customers; `held_out` of them, by lot per channel, never meet the channel.

    Raises:
        InvalidSetting: there is no customer, or the share held out is not from 0 to below 1.

    Example:
        >>> world = planted(2000, seed=1)
        >>> world.truths["brand_search"], world.truths["email"] > 0
        (0, True)
    """
    if customers < 1 or not 0 <= held_out < 1:
        raise InvalidSetting("Simulated customers", ["it takes a customer, and a share held out from 0 to below 1"])
    rng = np.random.default_rng(seed)
    intent = rng.normal(size=customers)
    luck = rng.random((customers, DAYS))
    drawn = np.stack([_met(channel, intent, rng) for channel in CHANNELS.values()], axis=2)
    lots = rng.random((customers, len(CHANNELS))) < held_out
    contacts = drawn & ~lots[:, None, :]
    bought = _purchases(contacts, intent, luck)
    truths = {name: _worth(drawn, contacts, at, intent, luck) for at, name in enumerate(CHANNELS)}
    contacts &= (np.arange(DAYS) <= np.where(bought < 0, DAYS, bought)[:, None])[:, :, None]
    return Planted(_events(contacts, bought, rng), truths, bought, contacts, intent, lots)


def _met(channel: _Channel, intent: Floats, rng: np.random.Generator) -> Flags:
    # exp(d u - d^2 / 2) has mean one, so intent moves who is met and not how many.
    rate = channel.daily * np.exp(channel.drawn * intent - channel.drawn**2 / 2)
    return np.asarray(rng.random((len(intent), DAYS)) < np.minimum(rate, 0.9)[:, None])


def _purchases(contacts: Flags, intent: Floats, luck: Floats) -> Ints:
    """Return the day each customer buys on, -1 for never."""
    effects = np.array([channel.effect for channel in CHANNELS.values()])
    bought, fresh = np.full(len(intent), -1, dtype=np.int64), np.zeros(len(intent))
    for day in range(DAYS):
        fresh = fresh * _FADES + contacts[:, day] @ effects
        chance = 1 / (1 + np.exp(-(_HAZARD + _INTENT * intent + fresh)))
        bought[(bought < 0) & (luck[:, day] < chance)] = day
    return bought


def _worth(drawn: Flags, contacts: Flags, at: int, intent: Floats, luck: Floats) -> int:
    """Return how many more purchases there are with the channel for everybody than with it for nobody."""
    found = []
    for there in (drawn[:, :, at], np.zeros_like(drawn[:, :, at])):
        other = contacts.copy()
        other[:, :, at] = there
        found.append(int((_purchases(other, intent, luck) >= 0).sum()))
    return found[0] - found[1]


def _events(contacts: Flags, bought: Ints, rng: np.random.Generator) -> pa.Table:
    """Return contacts and purchases as rows; a day's contacts lie before its purchase."""
    customer, day, channel = np.nonzero(contacts)
    buyers = np.flatnonzero(bought >= 0)
    second = np.concatenate(
        [
            day * _DAY + rng.integers(0, _DAY * 3 // 4, len(day)),
            bought[buyers] * _DAY + _DAY - 1 - rng.integers(0, 3600, len(buyers)),
        ]
    )
    who = np.concatenate([customer, buyers])
    what = np.concatenate([channel, np.full(len(buyers), len(CHANNELS))])
    worth = np.full(len(who), np.nan)
    worth[len(day) :] = np.round(rng.lognormal(np.log(_VALUE), 0.4, len(buyers)), 2)
    order = np.lexsort((what, second, who))
    names = np.array([*CHANNELS, "purchase"])
    groups = np.array([*CHANNELS, "web"])
    columns = {
        "event_id": pa.array(np.arange(1, len(order) + 1)),
        "customer": pa.array(np.char.add("simulated-", who[order].astype(str))),
        "at": pa.array(_START + second[order].astype("timedelta64[s]")),
        "event": pa.array(names[what[order]]),
        "channel": pa.array(groups[what[order]]),
        "value": pa.array(worth[order], from_pandas=True),
    }
    return pa.table(columns).replace_schema_metadata({"simulated": "yes: seeded numbers, nobody's data"})
