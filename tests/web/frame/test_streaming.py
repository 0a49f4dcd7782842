from __future__ import annotations

from types import SimpleNamespace

from tests.web.loops import run

from wegweiser.web.bus import Bus
from wegweiser.web.frame import streaming


def test_a_stream_pulses_while_nothing_happens_and_ends_with_its_reader():
    """Event, pulse, event; afterwards nobody follows the topic and the place is free again."""

    async def read():
        bus, site = Bus(), SimpleNamespace(streams=dict.fromkeys(("Ana",), 0))
        lines = streaming.lines(bus.follow("map:journey"), site, "Ana", pulse=0.05)
        got = [await anext(lines), await anext(lines)]
        bus.ring("map:journey", "changed", {"revision": 2})
        got.append(await anext(lines))
        counted = site.streams["Ana"]
        await lines.aclose()
        return got, counted, site.streams["Ana"], bus.followed()

    got, during, after, followed = run(read())
    assert got == [b"retry: 1000\n\n", b": still here\n\n", b'event: changed\ndata: {"revision":2}\n\n']
    assert (during, after, followed) == (1, 0, ())
