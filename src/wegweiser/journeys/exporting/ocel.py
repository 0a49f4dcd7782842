"""OCEL 2.0 as JSON: contacts as events of customers, their sessions and, of a goal, their journeys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from wegweiser.journeys.exporting.contacts import Case, Contact
from wegweiser.journeys.exporting.xes import moment

_ATTRIBUTES = (
    ("touchpoint", "string"),
    ("channel", "string"),
    ("phase", "string"),
    ("value", "float"),
)


def write(out: IO[str], cases: Iterable[Case], names: list[str], *, journeys: bool) -> tuple[int, int]:
    """Write the log and return how many cases and events it holds.

    Objects are known only once all events are, so they wait in a file of their own.
    """
    kinds = ["customer", "session", *(["journey"] if journeys else [])]
    attributes = {"journey": [{"name": "outcome", "type": "string"}]}
    objects_of = [{"name": kind, "attributes": attributes.get(kind, [])} for kind in kinds]
    events_of = [{"name": one, "attributes": [{"name": n, "type": t} for n, t in _ATTRIBUTES]} for one in names]
    out.write(f'{{"objectTypes": {_json(objects_of)},\n"eventTypes": {_json(events_of)},\n"events": [\n')
    count, events = 0, 0
    seen = set[str]()
    with TemporaryFile("w+", encoding="utf-8", newline="\n") as waiting:
        for case in cases:
            count += 1
            for contact in case.contacts:
                out.write(("" if events == 0 else ",\n") + _json(_event(case, contact, journeys=journeys)))
                events += 1
            for one in _objects(case, journeys=journeys):
                # journeys of one customer share the customer and may share a session
                if one["id"] not in seen:
                    waiting.write(("" if not seen else ",\n") + _json(one))
                    seen.add(one["id"])
        out.write('\n],\n"objects": [\n')
        waiting.seek(0)
        for line in waiting:
            out.write(line)
    out.write("\n]}\n")
    return count, events


def _event(case: Case, contact: Contact, *, journeys: bool) -> dict[str, Any]:
    facts = (
        ("touchpoint", contact.touchpoint),
        ("channel", contact.channel),
        ("phase", contact.phase),
        ("value", contact.value),
    )
    related = [(case.customer, "customer"), (_session(case, contact), "session")]
    if journeys:
        related.append((case.id, "journey"))
    return {
        "id": f"{case.id}-e{contact.number}",
        "type": contact.name,
        "time": moment(contact.at),
        "attributes": [{"name": name, "value": value} for name, value in facts if value not in {None, ""}],
        "relationships": [{"objectId": one, "qualifier": kind} for one, kind in related],
    }


def _objects(case: Case, *, journeys: bool) -> Iterator[dict[str, Any]]:
    yield _object(case.customer, "customer", ())
    for session in dict.fromkeys(_session(case, contact) for contact in case.contacts):
        yield _object(session, "session", (case.customer,))
    if journeys:
        at = moment(case.contacts[0].at)
        outcome = [{"name": "outcome", "time": at, "value": case.outcome}]
        yield _object(case.id, "journey", (case.customer,)) | {"attributes": outcome}


def _object(name: str, kind: str, owners: tuple[str, ...]) -> dict[str, Any]:
    related = [{"objectId": one, "qualifier": "of"} for one in owners]
    return {"id": name, "type": kind, "attributes": [], "relationships": related}


def _session(case: Case, contact: Contact) -> str:
    return f"{case.customer}-s{contact.session}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
