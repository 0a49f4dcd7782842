"""XES, the event log of IEEE 1849: a trace per case, an event per contact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import IO
from xml.sax.saxutils import quoteattr

from wegweiser.journeys.exporting.contacts import Case, Contact

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="trace">
    <string key="concept:name" value="unknown"/>
  </global>
  <global scope="event">
    <string key="concept:name" value="unknown"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
    <string key="touchpoint" value="unknown"/>
    <string key="channel" value="unknown"/>
    <int key="session" value="1"/>
  </global>
  <classifier name="Touchpoint" keys="concept:name"/>
  <classifier name="Channel" keys="channel"/>
"""


def write(out: IO[str], cases: Iterable[Case], *, by_customer: bool) -> tuple[int, int]:
    """Write the log and return how many traces and events it holds."""
    out.write(_HEAD)
    traces = events = 0
    for case in cases:
        traces += 1
        events += len(case.contacts)
        out.write("  <trace>\n")
        out.write(_string("concept:name", case.id, 4))
        if not by_customer:
            out.write(_string("customer", case.customer, 4))
            out.write(_string("outcome", case.outcome, 4))
        out.writelines(_event(contact) for contact in case.contacts)
        out.write("  </trace>\n")
    out.write("</log>\n")
    return traces, events


def _event(contact: Contact) -> str:
    phase = _string("phase", contact.phase, 6) if contact.phase else ""
    value = "" if contact.value is None else f'      <float key="value" value="{contact.value!r}"/>\n'
    return (
        "    <event>\n"
        + _string("concept:name", contact.name, 6)
        + f'      <date key="time:timestamp" value="{moment(contact.at)}"/>\n'
        + _string("touchpoint", contact.touchpoint, 6)
        + _string("channel", contact.channel, 6)
        + phase
        + f'      <int key="session" value="{contact.session}"/>\n'
        + value
        + "    </event>\n"
    )


def _string(key: str, value: str, indent: int) -> str:
    return f'{" " * indent}<string key="{key}" value={quoteattr(_NOT_XML.sub("", value))}/>\n'


def moment(at: datetime) -> str:
    """Return a stored time, which is UTC, to the millisecond.

    Example:
        >>> moment(datetime(2026, 3, 2, 9, 0, 0, 120000))
        '2026-03-02T09:00:00.120+00:00'
    """
    return f"{at.replace(tzinfo=None).isoformat(timespec='milliseconds')}+00:00"
