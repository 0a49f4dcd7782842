"""Models of credit judged against planted truth: `python -m wegweiser.demo.judged --customers 100000 --seed 1`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

import numpy as np

from wegweiser.demo.planted import DAYS, Floats, Ints, Planted, planted
from wegweiser.stats import difference, wilson
from wegweiser.stats.attribution import higher, markov, rate_game, resampling, shapley
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.stats.hazard import Periods, associated

_FADES = 0.5 ** (1 / 4)
_KEPT = 0.1
"""Share of the person-days without a purchase that the hazard model sees, each then counted ten times."""


@dataclass(frozen=True)
class Answer:
    """Purchases each channel gets by one way of asking, with the 95 % interval."""

    name: str
    value: Floats
    lo: Floats
    hi: Floats


@dataclass(frozen=True)
class _Paths:
    """The contacts of all journeys in their order, each with its journey and place."""

    journey: Ints
    channel: Ints
    """1 to n."""
    customer: Ints
    """Customer of each journey."""
    won: Ints
    channels: int

    @classmethod
    def of(cls, world: Planted) -> _Paths:
        """Return the paths of customers with a contact."""
        names = world.events["event"].to_numpy(zero_copy_only=False)
        order = {name: place + 1 for place, name in enumerate(world.channels)}
        contact = names != "purchase"
        label = world.events["customer"].to_numpy(zero_copy_only=False)[contact]
        number = np.array([int(text.rpartition("-")[2]) for text in label], dtype=np.int64)
        channel = np.array([order[name] for name in names[contact]], dtype=np.int64)
        customer, journey = np.unique(number, return_inverse=True)
        won = (world.bought[customer] >= 0).astype(np.int64)
        return cls(journey.astype(np.int64), channel, customer, won, len(order))

    def cells(self, order: int) -> higher.Cells:
        """Return the counted transitions with this memory."""
        first = np.concatenate([[True], self.journey[1:] != self.journey[:-1]])
        last = np.concatenate([first[1:], [True]])
        place = np.arange(len(first)) - np.maximum.accumulate(np.where(first, np.arange(len(first)), 0))
        state = np.zeros(len(first), dtype=np.int64)
        for back in range(order):
            at = np.arange(len(first)) - back
            state += np.where(place >= back, self.channel[np.maximum(at, 0)], 0) * 64**back
        begun = np.concatenate([[0], state[:-1]])
        begun[first] = 0
        ends = self.channels + 2 - self.won[self.journey[last]]
        bucket = self.customer[self.journey] % BUCKETS
        return higher.Cells(
            bucket=np.concatenate([bucket, bucket[last]]),
            state=np.concatenate([begun, state[last]]),
            onward=np.concatenate([self.channel, ends]),
            n=np.ones(len(first) + int(last.sum())),
            touchpoints=self.channels,
            order=order,
        )

    def sets(self) -> shapley.Sets:
        """Return the journeys by the set of their channels."""
        members = np.zeros(len(self.customer), dtype=np.int64)
        np.bitwise_or.at(members, self.journey, np.int64(1) << (self.channel - 1))
        ones = np.ones(len(members))
        bucket = self.customer % BUCKETS
        return shapley.Sets(bucket, members, ones, self.won.astype(np.float64), self.channels)


def credited(world: Planted) -> list[Answer]:
    """Return what models of credit give each channel."""
    paths = _Paths.of(world)
    total = float(paths.won.sum())
    size = np.bincount(paths.journey)
    last = np.concatenate([paths.journey[1:] != paths.journey[:-1], [True]])
    bucket = paths.customer[paths.journey] % BUCKETS
    shares = {
        "last": last * paths.won[paths.journey],
        "linear": paths.won[paths.journey] / size[paths.journey],
    }
    found = []
    for name, weight in shares.items():
        cell = bucket * paths.channels + paths.channel - 1
        table = np.bincount(cell, weights=weight, minlength=BUCKETS * paths.channels)
        draws = resampling.resampled(table.reshape(BUCKETS, -1).astype(np.float64), markov.credit, of=total)
        found.append(_divided(name, draws, total))
    game = rate_game.rates(paths.sets()).credit
    found.append(Answer("Shapley", game.estimate, game.lo, game.hi))
    for order in (1, 3):
        effects = higher.resampled(paths.cells(order))
        draws = resampling.Resampled(markov.credit(effects.estimate), markov.credit(effects.draws), total)
        found.append(_divided(f"Markov {order}", draws, total))
    return found


def _divided(name: str, shares: resampling.Resampled, total: float) -> Answer:
    return Answer(name, shares.estimate * total, shares.lo * total, shares.hi * total)


def adjusted(world: Planted, *, intent: bool) -> Answer:
    """Return what goes with each channel day by day, with or without the intent nobody sees in real data."""
    rng = np.random.default_rng(0)
    customers, days = len(world.bought), np.arange(DAYS)
    fresh = np.zeros((customers, DAYS, len(world.channels)))
    running = np.zeros((customers, len(world.channels)))
    for day in days:
        running = running * _FADES + world.contacts[:, day]
        fresh[:, day] = running
    still = days <= np.where(world.bought < 0, DAYS, world.bought)[:, None]
    hits = days == world.bought[:, None]
    who, when = np.nonzero(still & (hits | (rng.random(still.shape) < _KEPT)))
    hit = hits[who, when].astype(np.float64)
    covariates = world.intent[who, None] if intent else np.zeros((len(who), 0))
    periods = Periods(when // 3, fresh[who, when], covariates, np.where(hit > 0, 1.0, 1 / _KEPT), hit, who % 256)
    found = associated(periods)
    return Answer("hazard, intent known" if intent else "hazard", found.extra, found.lo, found.hi)


def tested(world: Planted) -> Answer:
    """Return what the groups held out by lot say each channel brings, with Newcombe's interval."""
    people, rows = len(world.bought), []
    for channel in range(len(world.channels)):
        out, won = world.held_out[:, channel], world.bought >= 0
        here, alone = wilson(int(won[~out].sum()), int((~out).sum())), wilson(int(won[out].sum()), int(out.sum()))
        gap = difference(here, alone)
        rows.append((gap.value, gap.lo, gap.hi) if gap is not None else (np.nan,) * 3)
    value, lo, hi = np.array(rows).T * people
    return Answer("hold-out", value, lo, hi)


def table(customers: int, seed: int) -> str:
    """Return the comparison as a Markdown table; the last row is the sum over channels."""
    world, trial = planted(customers, seed), planted(customers, seed, held_out=0.1)
    answers = [*credited(world), adjusted(world, intent=False), adjusted(world, intent=True)]
    test = tested(trial)
    truth = np.array([world.truths[name] for name in world.channels], dtype=np.float64)
    rows = [["", "true", *(answer.name for answer in answers), "hold-out, 95 % interval"]]
    for at, name in enumerate(world.channels):
        gap = f"{test.value[at]:,.0f} ({test.lo[at]:,.0f} to {test.hi[at]:,.0f})"
        rows.append([name, f"{truth[at]:,.0f}", *(f"{answer.value[at]:,.0f}" for answer in answers), gap])
    totals = [truth, *(answer.value for answer in answers), test.value]
    rows.append(["sum", *(f"{total.sum():,.0f}" for total in totals)])
    rows.insert(1, ["---", *("---:" for _ in rows[0][1:])])
    text = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"{customers:,} customers, {world.conversions:,} purchases\n\n{text}\n"


def main() -> None:
    """Write the comparison to standard output."""
    parser = argparse.ArgumentParser(description="Judge models of credit against planted truth.")
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    sys.stdout.write(table(wanted.customers, wanted.seed))


if __name__ == "__main__":
    main()
