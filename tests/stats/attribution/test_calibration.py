"""Experiments pull credit by their precision; what they take away goes to nobody."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution.calibration import calibrated

NAN = float("nan")


def test_a_precise_experiment_outweighs_the_model():
    """0.30 +- 0.04 and a measured 0 +- 0.02: weights 1 to 4, so 0.06 with error 0.0179; 0.24 become baseline."""
    found = calibrated([0.3, 0.7], [0.04, 0.05], [0.0, NAN], [0.02, NAN])
    assert found.share == pytest.approx([0.06, 0.7])
    assert found.se == pytest.approx([0.017889, 0.05], abs=1e-6)
    assert found.weight == pytest.approx([0.8, 0.0])
    assert found.baseline == pytest.approx(0.24)
    assert found.tested.tolist() == [True, False]
    assert (found.lo[1], found.hi[1]) == pytest.approx((0.602, 0.798), abs=1e-3)


def test_without_experiments_everything_stays():
    """The model's shares, its errors, its baseline."""
    found = calibrated([0.5, 0.3], [0.1, 0.1], [NAN, NAN], [NAN, NAN], baseline=0.2)
    assert (found.share.tolist(), found.baseline) == ([0.5, 0.3], pytest.approx(0.2))


@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(0.01, 1), st.floats(-1, 2), st.floats(0.01, 1)), min_size=1))
def test_nothing_is_spread_again(rows):
    """Shares and baseline are always the whole; each share lies between model and experiment, surer than both."""
    model, s, x, t = np.array(rows).T
    model = model / model.sum()
    found = calibrated(model, s, x, t)
    assert found.share.sum() + found.baseline == pytest.approx(1)
    assert (found.share >= np.minimum(model, x) - 1e-12).all()
    assert (found.share <= np.maximum(model, x) + 1e-12).all()
    assert (found.se <= np.minimum(s, t) + 1e-12).all()


def test_what_is_no_whole_or_has_no_error_is_refused():
    """Shares of 90 %, an error of zero, an experiment without error, columns of two lengths."""
    with pytest.raises(InvalidSetting, match=r"sum to 0\.9000"):
        calibrated([0.9], [0.1], [NAN], [NAN])
    with pytest.raises(InvalidSetting, match="not above zero"):
        calibrated([1.0], [0.0], [NAN], [NAN])
    with pytest.raises(InvalidSetting, match="not above zero"):
        calibrated([1.0], [0.1], [0.5], [NAN])
    with pytest.raises(InvalidSetting, match="length"):
        calibrated([1.0], [0.1], [0.5, 0.5], [NAN])
