"""The server process: what it is told before it begins."""

from __future__ import annotations

import ctypes
import platform

from wegweiser.web import serving


def test_the_c_library_of_linux_knows_how():
    """Where it is glibc it says that it took the number; elsewhere nothing is asked of it."""
    assert serving.few_heaps() is (platform.libc_ver()[0] == "glibc")


def test_a_system_that_knows_no_heaps_is_served_all_the_same(monkeypatch):
    """A C library without `mallopt` is left as it is."""
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    assert serving.few_heaps() is False
