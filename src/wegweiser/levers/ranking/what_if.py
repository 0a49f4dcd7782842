"""What-if, mechanical: conversion if fewer journeys ended at a touchpoint and paths kept behaving the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wegweiser.domain.estimates import Estimate
from wegweiser.levers.ranking.grounds import Floats, Move

_DRAWS = 400
_ENDS = (2.5, 97.5)
_SHOWN = 0.0005
"""A change that shows as 0.0 points from end to end says nothing."""
_START, _END = "(start)", "(end)"


def fewer_ends(
    moves: Sequence[Move], touchpoint: str, reaching: frozenset[str], *, less: float, seed: int = 0
) -> Estimate | None:
    """Return how much larger the share of converted journeys were if so many fewer of those that end here went on.

    A chain of order 1 over the moves of a goal's closed journeys: who ends at a touchpoint that reaches the goal has
    converted, who ends elsewhere is lost. The moves of one touchpoint are a draw from a Dirichlet distribution with
    the counted moves as parameters (the Bayesian bootstrap: Rubin 1981, Annals of Statistics 9). It is mechanical:
    nothing says that those who were kept would behave as those who stayed by themselves.

    Returns None where nobody ends at the touchpoint, where it is not among the moves, or where nothing would change
    that shows in tenths of a point.
    """
    states = sorted({m.source for m in moves} - {_START} - reaching)
    ends = sum(m.times for m in moves if m.source == touchpoint and m.target == _END)
    if touchpoint not in states or not ends:
        return None
    counts = _counts(moves, states, reaching)
    drawn = np.random.default_rng(seed).gamma(np.broadcast_to(counts, (_DRAWS, *counts.shape)))
    place, journeys = states.index(touchpoint) + 1, int(counts[0].sum())
    value = _gain(counts[None].astype(np.float64), place, less)[0]
    lo, hi = np.percentile(_gain(drawn, place, less), _ENDS)
    if max(abs(value), abs(lo), abs(hi)) < _SHOWN:
        return None
    return Estimate(value=float(value), lo=float(min(lo, value)), hi=float(max(hi, value)), n=journeys)


def _counts(moves: Sequence[Move], states: Sequence[str], reaching: frozenset[str]) -> Floats:
    """Return moves from start and states (rows) to states, conversion and loss (columns)."""
    at = {name: place for place, name in enumerate(states)}
    counts = np.zeros((len(states) + 1, len(states) + 2))
    for move in moves:
        if move.source != _START and move.source not in at:
            continue
        row = 0 if move.source == _START else at[move.source] + 1
        column = len(states) if move.target in reaching else at.get(move.target, len(states) + 1)
        counts[row, column] += move.times
    return counts


def _gain(counts: Floats, place: int, less: float) -> Floats:
    """Return the change of the conversion rate for each table of counts."""
    changed = counts.copy()
    row = changed[:, place, :]
    going, ending = row[:, :-1].sum(axis=1), row[:, -1]
    grown = np.where(going > 0, (going + less * ending) / np.where(going > 0, going, 1.0), 1.0)
    changed[:, place, :-1] = row[:, :-1] * grown[:, None]
    changed[:, place, -1] = np.where(going > 0, ending * (1 - less), ending)
    gain: Floats = _converted(changed) - _converted(counts)
    return gain


def _converted(counts: Floats) -> Floats:
    """Return the probability of converting from the start: first-step analysis of the chain."""
    total = counts.sum(axis=2, keepdims=True)
    shares = np.divide(counts, total, out=np.zeros_like(counts), where=total > 0)
    among, onto = shares[:, 1:, :-2], shares[:, 1:, -2]
    onward = np.linalg.solve(np.eye(among.shape[1]) - among, onto[..., None])[..., 0]
    found: Floats = shares[:, 0, -2] + np.einsum("bi,bi->b", shares[:, 0, :-2], onward)
    return found
