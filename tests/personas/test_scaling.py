"""Figures made comparable, worked by hand."""

import numpy as np
import pytest

from wegweiser.personas import words
from wegweiser.personas.profiles import TraitColumn
from wegweiser.personas.scaling import Scaling, association, figures, heap, shares


def test_a_heap_of_zeros_becomes_a_category():
    """Three zeros of seven; 1, 2 are the lower and 3, 4 the upper half of the others; unknown stays unknown."""
    values = np.array([0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, np.nan])
    assert heap(values) == (2.5,)
    assert Scaling(cuts=(2.5,), heap=True).codes(values).tolist() == [0, 0, 0, 1, 1, 2, 2, -1]
    assert heap(np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])) == ()


def test_what_is_unknown_of_many_is_read_in_thirds():
    """Three of nine have no basket value: the others fall into thirds, the unknown stay unknown."""
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, np.nan, np.nan, np.nan])
    measured = figures(words.BASKET, values)
    assert measured is not None
    assert measured.codes is not None
    assert measured.codes.tolist() == [0, 0, 1, 1, 2, 2, -1, -1, -1]


def test_a_figure_everybody_shares_is_left_out():
    """One contact per visit for all: nothing to compare."""
    assert figures(words.DEPTH, np.ones(50)) is None


def test_shares_that_differ_by_chance_alone_are_left_out():
    """400 people draw ten contacts each from the same urn; then half of them from another."""
    rng = np.random.default_rng(2)
    whole = np.full(400, 10.0)
    assert shares(words.WEEKEND, rng.binomial(10, 0.3, 400).astype(float), whole) is None
    different = np.where(np.arange(400) < 200, rng.binomial(10, 0.1, 400), rng.binomial(10, 0.6, 400)).astype(float)
    measured = shares(words.WEEKEND, different, whole)
    assert measured is not None
    assert measured.values.tolist() == (different / 10).tolist()


def test_few_contacts_are_pulled_further_towards_everyone():
    """Two of two at the weekend say less than twenty of twenty."""
    rng = np.random.default_rng(3)
    part = np.concatenate([[2.0, 20.0], rng.binomial(10, rng.beta(1, 2, 300)).astype(float)])
    measured = shares(words.WEEKEND, part, np.concatenate([[2.0, 20.0], np.full(300, 10.0)]))
    assert measured is not None
    assert measured.values[0] == measured.values[1] == 1.0
    assert measured.scaled[0] < measured.scaled[1]


def test_nobody_known_gives_no_share():
    """Files without hours leave every band of the day empty."""
    assert shares(words.BAND_FEATURES[0], np.zeros(5), np.zeros(5)) is None


def test_a_trait_that_tells_another_is_recognised():
    """Size tells the kind of household fully (V = 1); age, crossed evenly with it, tells nothing (V = 0)."""
    size = TraitColumn("size", ("1", "2"), np.array([0, 0, 1, 1, -1]))
    kind = TraitColumn("kind", ("single", "couple"), np.array([0, 0, 1, 1, 0]))
    age = TraitColumn("age", ("old", "young"), np.array([0, 1, 0, 1, 1]))
    assert association(size, kind) == pytest.approx(1)
    assert association(size, age) == 0
