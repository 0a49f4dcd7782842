from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from wegweiser.clock import FixedClock, SystemClock, today


def test_a_fixed_clock_always_shows_its_time():
    """Asked twice, it shows the same time."""
    clock = FixedClock(datetime(2026, 10, 31, 12, tzinfo=UTC))
    assert clock.now() == clock.now() == datetime(2026, 10, 31, 12, tzinfo=UTC)
    assert today(clock) == date(2026, 10, 31)


def test_the_machine_s_clock_is_aware_and_in_utc():
    """Its times can be compared with stored ones, and do not run backwards."""
    first, second = SystemClock().now(), SystemClock().now()
    assert first.utcoffset() == timedelta(0)
    assert first <= second


def test_today_is_the_day_in_utc():
    """Half past midnight in Berlin is still the day before in UTC."""
    berlin = timezone(timedelta(hours=2))
    clock = FixedClock(datetime(2026, 7, 2, 0, 30, tzinfo=berlin).astimezone(UTC))
    assert today(clock) == date(2026, 7, 1)
