"""The whole sheet of a map: header, heads with the flow, bands, legend, sources and imprint."""

from __future__ import annotations

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.journey_maps import JourneyMap, MapPersona, MapPhase, View
from wegweiser.i18n import Count, Language, Short, Span, message, read
from wegweiser.maps.render.feelings import feelings
from wegweiser.maps.render.figures import customers, day, interval, people, period, share, too_few
from wegweiser.maps.render.house import PLAIN, House
from wegweiser.maps.render.levers import Shown
from wegweiser.maps.render.rows import bands
from wegweiser.maps.render.sheet import Chip, Head, Sheet
from wegweiser.maps.render.statements import Speaker

_KINDS = {"current": "", "target": "target state", "planned": "planned", "hypothesis": "hypothesis"}
_NAMES_SHOWN = 12
_WORDS = {
    "flow": "Customer flow",
    "no_flow": "not measured yet",
    "root_scale": "who reached this phase or a later one; height by the square root of their number",
    "no_feelings": "not measured yet",
    "measured": "30 people and more",
    "assumed": "fewer, or assumed",
    "beside": "Beside it",
    "expected": "expected",
    "felt": "felt",
    "view": "View",
    "minimal": "Minimal",
    "working": "Working",
    "full": "Full",
    "executive": "For the board",
    "blueprint": "Blueprint",
    "theme": "Switch between light and dark",
    "evidence": "Evidence",
    "evidence_for": "Evidence and sources",
    "mix": "Evidence mix",
    "legend": "Legend",
    "sources": "Sources",
    "notes": "About the data",
    "query": "Query",
    "no_evidence": "No evidence yet: an assumption to check.",
    "simulated": "simulated data",
    "looked": "looked, nothing found",
    "open": "not looked yet",
    "intervals": "ranges: 95 % intervals",
    "suppressed": "under 20 people: not shown",
    "map": "Journey map",
    "page": "Page",
    "of": "of",
    "dark": "without an event",
    "persona": "Persona",
    "levers": "Levers",
    "unshown": "No effect shown",
    "apart": "Listed apart: to test first",
    "logo": "Logo",
    "quote_open": "\u201c",
    "quote_close": "\u201d",
}


def sheet(journey_map: JourneyMap, language: Language, view: View, house: House = PLAIN) -> Sheet:
    """Return the map in one language with every lane; templates and `cut` choose what the view shows."""
    speaker = Speaker(journey_map, language)
    flows = [phase.flow.customers if phase.flow else 0 for phase in journey_map.phases]
    counted = any(phase.flow for phase in journey_map.phases)
    shown = Shown(journey_map, language)
    curve = feelings(journey_map, language, shown.pins())
    return Sheet(
        language=language,
        view=view.value,
        title=read(journey_map.title, language),
        subtitle=read(journey_map.subtitle, language),
        organisation=read(journey_map.organisation, language),
        kind=speaker.say(_KINDS[journey_map.kind]) if _KINDS.get(journey_map.kind) else "",
        simulated=journey_map.data.simulated,
        finding=speaker.statement(journey_map.finding) if journey_map.finding else None,
        persona=_chip(journey_map.persona, language) if journey_map.persona else None,
        facts=_facts(journey_map, language),
        mix=speaker.mix(),
        heads=tuple(_head(phase, language) for phase in journey_map.phases),
        flow=tuple(0.0 if n < SUPPRESSED_BELOW else float(n) for n in flows) if counted else (),
        folded=not counted and journey_map.data.asked > 0,
        bands=bands(speaker),
        feelings=curve,
        pins=() if curve else shown.pins(),
        levers=shown.list(),
        legend=speaker.legend(),
        sources=speaker.sources(),
        source_names=tuple(read(source, language) for source in journey_map.data.sources),
        notes=_notes(journey_map, language),
        imprint=_imprint(journey_map, language),
        words={name: message(msgid, language) for name, msgid in _WORDS.items()},
        house=house,
    )


def _head(phase: MapPhase, language: Language) -> Head:
    """Return a phase with its flow; the share going on is left out where too few go on to be counted."""
    flow = phase.flow
    on = flow.on if flow and flow.on and not flow.on.suppressed and flow.customers >= SUPPRESSED_BELOW else None
    few_left = on is not None and 0 < on.hits < SUPPRESSED_BELOW
    lasted = flow.dwell if flow and flow.dwell and not too_few(flow.dwell.n) else None
    dwell = lasted if lasted and lasted.median.total_seconds() >= 1 else None
    parts = (
        message("{n} customers reach this phase or a later one", language, n=customers(flow.customers, language))
        if flow
        else "",
        message("median {span} to the next phase", language, span=Span(dwell.median)) if dwell else "",
        message(
            "{share} go on ({interval}, {n})",
            language,
            share=share(on, language),
            interval=interval(on, language),
            n=people(on.n, language),
        )
        if on and not few_left
        else "",
    )
    return Head(
        id=phase.id,
        name=read(phase.name, language),
        line=read(phase.line, language),
        customers=customers(flow.customers, language) if flow and flow.customers else "",
        nobody=message("no contact measured", language) if flow and not flow.customers else "",
        thin=flow is not None and flow.customers < SUPPRESSED_BELOW,
        dwell=Span(dwell.median).shown(language) if dwell else "",
        on=share(on, language) if on and not few_left else "",
        on_within=interval(on, language) if on and not few_left else "",
        spoken="; ".join(part for part in parts if part),
    )


def _chip(persona: MapPersona, language: Language) -> Chip:
    shown = persona.share
    words = "{share} of {n} customers with enough behaviour"
    part = message(words, language, share=share(shown, language), n=Count(shown.n)) if shown else ""
    within = interval(shown, language) if shown else ""
    return Chip(
        name=read(persona.name, language),
        initials=persona.initials,
        line=read(persona.line, language),
        share=f"{part} ({within})" if within else part,
        quote=read(persona.quote, language) if persona.quote else "",
    )


def _facts(journey_map: JourneyMap, language: Language) -> tuple[tuple[str, str, str], ...]:
    """Return the data box line by line; a map without data has an empty one."""
    data = journey_map.data
    coverage = data.coverage
    rows = (
        ("Customers", customers(data.customers, language) if data.customers else "", ""),
        ("Surveyed last", customers(data.asked, language) if data.asked else "", ""),
        ("Events", Short(data.events).shown(language) if data.events else "", ""),
        ("Period", period(data.since, data.until, language), ""),
        ("Coverage", share(coverage, language) if coverage else "", interval(coverage, language) if coverage else ""),
    )
    return tuple((message(label, language), value, small) for label, value, small in rows if value)


def _notes(journey_map: JourneyMap, language: Language) -> tuple[str, ...]:
    """Return what a reader must know of the data: the publisher's words, what was left out, what is simulated."""
    data = journey_map.data
    names = ", ".join(data.unmapped[:_NAMES_SHOWN])
    if len(data.unmapped) > _NAMES_SHOWN:
        names = message("{names} and {n} more", language, names=names, n=len(data.unmapped) - _NAMES_SHOWN)
    notes = (
        read(data.note, language),
        message("All data is simulated.", language) if data.simulated else "",
        message(
            "Coverage {share}: customers whose first contacts follow the order of the phases.",
            language,
            share=share(data.coverage, language),
        )
        if data.coverage
        else "",
        message("{n} events match no touchpoint: {names}.", language, n=Count(data.unmapped_events), names=names)
        if data.unmapped
        else "",
        message("{n} rows are in quarantine, each with its reason.", language, n=Count(data.quarantined))
        if data.quarantined
        else "",
    )
    return tuple(note for note in notes if note)


def _imprint(journey_map: JourneyMap, language: Language) -> tuple[str, ...]:
    parts = (
        read(journey_map.organisation, language),
        message("as of {day}", language, day=day(journey_map.as_of, language)) if journey_map.as_of else "",
        message("snapshot {hash}", language, hash=journey_map.snapshot) if journey_map.snapshot else "",
        f"Wegweiser {journey_map.version}".strip(),
    )
    return tuple(part for part in parts if part)
