"""CJML, the customer journey modelling language: a writer and a reader of our own for its XML.

The planned journey holds what people wrote, the actual one what was measured; phases, languages and shares, which
the language has no place for, stand in a namespace of ours that other readers pass over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from msgspec.structs import replace

from wegweiser.domain.journey_maps import MapStep, TouchpointCard
from wegweiser.domain.phases import Phase
from wegweiser.errors import SourceProblem
from wegweiser.i18n import LANGUAGES, Count, Language, Text, both
from wegweiser.i18n import read as told
from wegweiser.maps.exchange.forms import Subject, Taken
from wegweiser.maps.exchange.reviser import slug
from wegweiser.maps.exchange.safety import LIMITS, Limits, plain, xml
from wegweiser.maps.plan import Plan

OURS = "urn:wegweiser:cjml:1"
VERSION = "2.0"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CUSTOMER, _COMPANY = "customer", "company"
_POINTS = {"plannedCommunicationPoint", "actualCommunicationPoint", "communicationPoint"}
_ACTIONS = {"plannedAction", "actualAction", "action"}


def write(subject: Subject) -> bytes:
    """Return the planned and the actual journey of a map as CJML."""
    register_namespace("w", OURS)
    root = Element("CJML", {"version": VERSION})
    plan, journey_map = subject.plan, subject.map
    planned = _journey(root, "plannedJourney", subject, plan.id)
    for card in plan.touchpoints:
        _point(planned, "plannedCommunicationPoint", card, subject.language)
    for step in plan.steps:
        _action(planned, "plannedAction", step, subject.language)
    met = [card for card in journey_map.touchpoints if card.contacts and (not card.share or not card.share.suppressed)]
    if met:
        actual = _journey(root, "actualJourney", subject, f"{plan.id}_actual")
        for card in met:
            _point(actual, "actualCommunicationPoint", card, subject.language)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _journey(root: Element, tag: str, subject: Subject, name: str) -> Element:
    """Add a journey with its actors and phases, and return the element its touchpoints stand in."""
    plan, journey_map, language = subject.plan, subject.map, subject.language
    journey = SubElement(root, tag)
    SubElement(journey, "journeyID").text = plain(name)
    actors = SubElement(journey, "actors")
    customer = SubElement(actors, "endUser", {"actorID": _CUSTOMER})
    who = told(journey_map.persona.name, language) if journey_map.persona else ""
    SubElement(customer, "actorName").text = plain(who) or "Customer"
    company = SubElement(actors, "serviceProvider", {"actorID": _COMPANY})
    SubElement(company, "companyName").text = plain(told(journey_map.organisation, language)) or "Company"
    points = SubElement(journey, "touchpoints")
    _names(journey, plan.title)
    phases = SubElement(journey, _w("phases"))
    for phase in plan.phases:
        _names(SubElement(phases, _w("phase"), {"id": plain(phase.id)}), phase.name)
    return points


def _names(parent: Element, text: Text) -> None:
    """Add a text in each of its languages; one without a language has none here either."""
    spoken = {"": text} if isinstance(text, str) else text
    for language, words in spoken.items():
        SubElement(parent, _w("name"), {_LANG: language} if language else {}).text = plain(words)


def _point(parent: Element, tag: str, card: TouchpointCard, language: Language) -> None:
    facts = {"phase": card.phase, "icon": card.icon, "medium": card.medium, "direct": "yes" if card.direct else "no"}
    if card.share and not card.share.suppressed:
        facts |= {"share": f"{card.share.value:.4f}", "n": str(card.share.n)}
    point = SubElement(parent, tag, {_w(key): plain(value) for key, value in facts.items()})
    SubElement(point, "touchpointID").text = plain(card.id)
    name = plain(told(card.name, language))
    for role, actor in (("initiator", _CUSTOMER), ("receiver", _COMPANY)):
        side = SubElement(point, role)
        SubElement(side, "refersTo", {"actorIDref": actor})
        SubElement(side, f"{role}Label").text = name
    SubElement(SubElement(point, "channel"), "channelName").text = plain(card.channel)
    _names(point, card.name)


def _action(parent: Element, tag: str, step: MapStep, language: Language) -> None:
    action = SubElement(parent, tag, {_w("phase"): plain(step.phase), _w("kind"): plain(step.kind)})
    SubElement(action, "touchpointID").text = plain(step.id)
    side = SubElement(action, "initiator")
    SubElement(side, "refersTo", {"actorIDref": _CUSTOMER})
    SubElement(side, "initiatorLabel").text = plain(told(step.name, language))
    _names(action, step.name)


def _w(name: str) -> str:
    return f"{{{OURS}}}{name}"


def read(content: bytes, where: str = "The file", limits: Limits = LIMITS) -> Taken:
    """Return the planned journey of a CJML document as a plan; of an actual one alone, what it says was planned.

    Raises:
        SourceProblem: it is no CJML, or declares a document type or entities.
    """
    root = xml(content, limits, where)
    journeys = [one for one in root.iter() if _tag(one) in {"plannedJourney", "actualJourney"}]
    if _tag(root).lower() != "cjml" or not journeys:
        raise SourceProblem(f"{where} is XML but no CJML with a planned or an actual journey.")
    chosen = next((one for one in journeys if _tag(one) == "plannedJourney"), journeys[0])
    remarks: list[Text] = []
    actual = sum(_tag(point) in _POINTS | _ACTIONS for one in journeys if one is not chosen for point in one.iter())
    if actual:
        remarks.append(
            both("{n} touchpoints of other journeys were left out: what happened comes from data.", n=Count(actual))
        )
    if _tag(chosen) == "actualJourney":
        remarks.append(both("The file holds no planned journey; the actual one was taken as the plan."))
    plan = _plan(chosen, remarks)
    told_ = both(
        "A journey in CJML with {n} touchpoints and actions.", n=Count(len(plan.touchpoints) + len(plan.steps))
    )
    return Taken(plan, "cjml", (told_,), tuple(remarks))


def _plan(journey: Any, remarks: list[Text]) -> Plan:  # noqa: ANN401  (an element)
    title = _name(journey) or _first(journey, "journeyName") or _first(journey, "journeyID") or "Journey"
    phases = [
        Phase(id=one.get("id"), name=_name(one) or one.get("id")) for one in journey.iter(_w("phase")) if one.get("id")
    ]
    phases = list({phase.id: phase for phase in phases}.values())
    if not phases:
        phases = [Phase(id="phase", name=title)]
        remarks.append(both("The journey has no phases; everything was put into one."))
    known, ids = {phase.id for phase in phases}, set[str]()
    cards, steps = list[TouchpointCard](), list[MapStep]()
    for point in journey.iter():
        kind = _tag(point)
        if kind not in _POINTS | _ACTIONS:
            continue
        label = _name(point) or _first(point, "initiatorLabel") or _first(point, "receiverLabel")
        name = _first(point, "touchpointID") or slug(_plain(label), set(ids))
        phase = point.get(_w("phase"))
        if phase not in known:
            phase = phases[0].id
        # one touchpoint may stand in several phases, and a step in one only
        mark = f"{name}@{phase}" if kind in _POINTS else name
        if mark in ids:
            name = slug(f"{name} again", ids)
            remarks.append(both("The id of “{name}” is used twice; it got a new one.", name=_plain(label)[:80]))
        ids.add(mark)
        if kind in _POINTS:
            cards.append(_card(point, TouchpointCard(id=name, phase=phase, name=label or name, icon="circle-dot")))
        else:
            steps.append(MapStep(id=name, phase=phase, name=label or name, kind=point.get(_w("kind"), "planned")))
    name = _first(journey, "journeyID") or slug(_plain(title), set())
    return Plan(id=name, title=title, phases=tuple(phases), touchpoints=tuple(cards), steps=tuple(steps))


def _card(point: Any, card: TouchpointCard) -> TouchpointCard:  # noqa: ANN401  (an element)
    return replace(
        card,
        icon=point.get(_w("icon")) or card.icon,
        medium=point.get(_w("medium")) or card.medium,
        direct=point.get(_w("direct"), "yes") == "yes",
        channel=_first(point, "channelName") or card.channel,
    )


def _name(parent: Any) -> Text:  # noqa: ANN401  (an element)
    """Return the text of ours right below an element, in every language it has."""
    found = {one.get(_LANG, ""): (one.text or "").strip() for one in parent.findall(_w("name"))}
    if "" in found:
        return found[""]
    return {language: words for language, words in found.items() if language in LANGUAGES and words} or ""


def _first(parent: Any, tag: str) -> str:  # noqa: ANN401  (an element)
    """Return the text of the first element of that name, whatever its namespace."""
    return next((text.strip() for text in _texts(parent, tag) if text.strip()), "")


def _texts(parent: Any, tag: str) -> Iterator[str]:  # noqa: ANN401  (an element)
    for one in parent.iter():
        if _tag(one) == tag:
            # CJML of others may hold texts that our fields have no room for: the first thousand characters do
            yield (one.text or "")[:1000]


def _plain(text: Text) -> str:
    return told(text, "en")


def _tag(element: Any) -> str:  # noqa: ANN401  (an element)
    return str(element.tag).rpartition("}")[2]
