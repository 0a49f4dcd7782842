"""A map that strains every rule: seven phases, long words, a dozen cards in one phase, markup in words."""

from __future__ import annotations

from grocer import EVIDENCE, LANES, card
from grocer_words import AS_OF, DAY, assumed, cell, measured, p

from wegweiser.domain.claims import Claim
from wegweiser.domain.estimates import Duration
from wegweiser.domain.journey_maps import (
    Cell,
    CurvePoint,
    JourneyMap,
    LaneType,
    MapPersona,
    MapPhase,
    PhaseFlow,
    TouchpointCard,
)

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
EIGHTY = "Kundinnen verlangen Rechtsschutzversicherungsgesellschaftsbestätigungen am Tag 1"
NAUGHTY = '<script>alert(1)</script> #let x = $1 *fett* _kursiv_ @ref \\ < & "x" `code` [1] 日本 😀'


def _phases() -> tuple[MapPhase, ...]:
    """Return seven phases with long names; ever fewer customers reach them."""
    return tuple(
        MapPhase(
            f"ph{i}",
            f"Bestellabwicklungsphase {i + 1}" if i % 2 else LONG[:38],
            "Vergleicht, fragt nach und wartet auf die Auftragsbestätigung",
            PhaseFlow(
                (155848, 90211, 45010, 8123, 2201, 45, 12)[i],
                12,
                p(0.5, 4000) if i < 6 else None,
                Duration((i + 1) * 40 * DAY, 400 * DAY, 900) if i < 6 else None,
            ),
        )
        for i in range(7)
    )


def _cards() -> tuple[TouchpointCard, ...]:
    """Return a dozen cards of one phase, half of them with an icon nobody has."""
    return tuple(
        card(
            f"tp{i}",
            "ph1",
            f"Zahlungserinnerungsschreiben {i + 1}",
            "mail" if i % 2 else "no-such-icon",
            (0.9 - i * 0.07, 12345678),
        )
        for i in range(12)
    )


def _cells(phases: tuple[MapPhase, ...]) -> tuple[Cell, ...]:
    """Return two claims as long as print allows for every lane and phase."""
    return tuple(
        cell(
            lane.id,
            phase.id,
            *(
                Claim(
                    id=f"c_{lane.id}_{phase.id}_{k}",
                    text=f"{EIGHTY} {lane.id[3:]}{phase.id}{k}",
                    kind="gap",
                    impact="high",
                )
                for k in range(2)
            ),
        )
        for lane in LANES
        if lane.type not in {LaneType.TOUCHPOINTS, LaneType.STEPS, LaneType.FEELING, LaneType.METRIC}
        for phase in phases
    )


def strained() -> JourneyMap:
    """Return a map that strains the page: seven phases, long words, a dozen cards in one phase, markup in words."""
    phases = _phases()
    wild = cell(
        "la_measure", "ph0", measured("c_wild", NAUGHTY, 500), measured("c_few", "Geheim: 3 von 7 Kundinnen", 7)
    )
    return JourneyMap(
        id="jn_extreme",
        title=NAUGHTY,
        subtitle=LONG * 2,
        phases=phases,
        lanes=LANES,
        touchpoints=_cards(),
        cells=(wild, *(c for c in _cells(phases) if (c.lane, c.phase) != ("la_measure", "ph0"))),
        curve=tuple(CurvePoint(i + 0.5, 2.0 if i % 2 else -2.0, 100, quote=EIGHTY) for i in range(7)),
        finding=measured("f", f"{EIGHTY} und {EIGHTY}", 400),
        evidence=EVIDENCE,
        persona=MapPersona("pe", LONG, LONG, "DD", quote=EIGHTY),
        as_of=AS_OF,
    )


def bare() -> JourneyMap:
    """Return a map of a template: words assumed throughout, no data at all."""
    names = ("Aufmerksam werden", "Abwägen", "Kaufen", "Bleiben", "Weiterempfehlen")
    phases = tuple(MapPhase(f"ph{i}", name, "Eine Zeile dazu") for i, name in enumerate(names))
    assumed_lanes = {LaneType.QUESTION, LaneType.EXPECTATION, LaneType.MEASURE, LaneType.GOAL}
    cells = tuple(
        cell(lane.id, phase.id, *(assumed(f"{lane.id}{phase.id}{k}", f"Annahme {k + 1} der Vorlage") for k in range(2)))
        for lane in LANES
        if lane.type in assumed_lanes
        for phase in phases
    )
    cards = tuple(card(f"tp{phase.id}", phase.id, "Website", "globe", None) for phase in phases)
    return JourneyMap(id="jn_bare", title="Online-Shop", phases=phases, lanes=LANES, cells=cells, touchpoints=cards)
