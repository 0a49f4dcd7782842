from __future__ import annotations

from wegweiser.web.frame.limits import Limiter


def test_a_minute_lets_so_much_pass_again():
    """Two a minute: the third waits half a minute."""
    now = [0.0]
    limiter = Limiter(2, lambda: now[0])
    assert [limiter.lets("192.0.2.1") for _ in range(3)] == [True, True, False]
    now[0] = 29.0
    assert not limiter.lets("192.0.2.1")
    now[0] = 31.0
    assert limiter.lets("192.0.2.1")
    assert not limiter.lets("192.0.2.1")


def test_one_household_has_one_limit_whatever_address_it_draws():
    """Two addresses of one IPv6 network count together, those of another apart."""
    limiter = Limiter(1, lambda: 0.0)
    assert [limiter.lets(a) for a in ("2001:db8::1", "2001:db8::2", "2001:db8:1::1")] == [True, False, True]


def test_no_flood_of_addresses_fills_the_memory():
    """Only the last 10,000 are remembered; the first has its allowance anew."""
    limiter = Limiter(1, lambda: 0.0)
    for number in range(10_001):
        limiter.lets(f"host-{number}")
    assert limiter.lets("host-0")
    assert not limiter.lets("host-10000")
