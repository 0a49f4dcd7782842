"""The server process: what it is told before it begins."""

from __future__ import annotations

import ctypes
import platform

import uvicorn

from wegweiser.web import serving


def test_all_threads_share_two_heaps_before_any_begins(monkeypatch):
    """The number is told to the C library first; the server starts whether or not it knows what to do with it."""
    told = []
    monkeypatch.setattr(serving, "few_heaps", lambda: told.append("heaps"))
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: told.append("run"))
    serving.serve(lambda: None, "127.0.0.1", 8080)
    assert told == ["heaps", "run"]


def test_the_c_library_of_linux_knows_how():
    """Where it is glibc it says that it took the number; elsewhere nothing is asked of it."""
    assert serving.few_heaps() is (platform.libc_ver()[0] == "glibc")


def test_a_system_that_knows_no_heaps_is_served_all_the_same(monkeypatch):
    """A C library without `mallopt` is left as it is."""
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    assert serving.few_heaps() is False
