"""Claims and evidence turned into words of one language."""

from __future__ import annotations

from dataclasses import dataclass

from wegweiser.domain.claims import Claim, Evidence
from wegweiser.domain.feelings import read_by
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.i18n import Language, Share, message, read
from wegweiser.maps.document import STRONGEST_FIRST, evidence_mix
from wegweiser.maps.render.figures import day, people, period, support, too_few
from wegweiser.maps.render.sheet import Part, Source, Statement

_KINDS = {
    "event_query": "query on events",
    "survey_item": "survey item",
    "interview": "interview",
    "ticket_cluster": "tickets",
    "review": "reviews",
    "observation": "observation",
    "experiment": "experiment",
    "document": "document",
}
_IMPACTS = {"high": "impact high", "medium": "impact medium", "low": "impact low"}
_GENERATED = ("rule", "model")


@dataclass(frozen=True)
class Speaker:
    """Says the claims of one map in one language, each with the numbers of its sources."""

    map: JourneyMap
    language: Language

    def say(self, msgid: str) -> str:
        """Return a fixed message in the language."""
        return message(msgid, self.language)

    def statement(self, claim: Claim) -> Statement:
        """Return a claim in words; a generated one about fewer than twenty people keeps its words to itself."""
        standing = claim.standing(self.map.as_of) if self.map.as_of else claim.status
        hidden = too_few(claim.n) and claim.author.startswith(_GENERATED)
        numbers = {evidence.id: i for i, evidence in enumerate(self.map.evidence, start=1)}
        known = {evidence.id: evidence for evidence in self.map.evidence}
        return Statement(
            text=self.say("fewer than 20 people: not shown") if hidden else read(claim.text, self.language),
            status=standing.value,
            status_name=self.say(standing.value),
            support=support(claim.share or claim.estimate, claim.n, self.language),
            detail="" if hidden or not claim.detail else read(claim.detail, self.language),
            facts=self._facts(claim),
            sources=tuple((numbers[e], read(known[e].source, self.language)) for e in claim.evidence if e in numbers),
            kind=claim.kind,
            kind_name=self.say(claim.kind) if claim.kind in {"gap", "opportunity"} else "",
            impact=self.say(_IMPACTS[claim.impact]) if claim.impact in _IMPACTS else claim.impact,
            id=claim.id,
        )

    def _facts(self, claim: Claim) -> tuple[tuple[str, str], ...]:
        figure = claim.share or claim.estimate
        rows = (
            (self.say("Basis"), support(figure, claim.n, self.language)),
            (self.say("As of"), day(claim.as_of, self.language)),
            (self.say("Valid until"), day(claim.valid_until, self.language)),
            (self.say("Written by"), self._author(claim.author)),
        )
        return tuple(row for row in rows if row[1])

    def _author(self, author: str) -> str:
        known = {"human": "a person", "rule": "a rule", "template": "the template"}
        return self.say(known[author]) if author in known else read(read_by([author]), self.language)

    def sources(self) -> tuple[Source, ...]:
        """Return the evidence of the map, numbered in its order."""
        return tuple(self._source(i, evidence) for i, evidence in enumerate(self.map.evidence, start=1))

    def _source(self, number: int, evidence: Evidence) -> Source:
        facts = (
            (self.say("Basis"), people(evidence.n, self.language)),
            (self.say("Period"), period(evidence.since, evidence.until, self.language)),
            (self.say("Method"), read(evidence.method, self.language) if evidence.method else ""),
            (self.say("Snapshot"), evidence.snapshot or ""),
        )
        return Source(
            number=number,
            name=read(evidence.source, self.language),
            kind=self.say(_KINDS.get(evidence.kind, evidence.kind)),
            facts=tuple(fact for fact in facts if fact[1]),
            query=evidence.query or "",
        )

    def mix(self) -> tuple[Part, ...]:
        """Return how many of the map's statements stand how, strongest support first."""
        counted = evidence_mix(self.map)
        total = sum(counted.values())
        return tuple(
            Part(
                status=status.value,
                name=self.say(status.value),
                count=count,
                share=count / total,
                shown=message(
                    "{share} {status}", self.language, share=Share(count / total), status=self.say(status.value)
                ),
            )
            for status, count in counted.items()
            if count
        )

    def legend(self) -> tuple[tuple[str, str], ...]:
        """Return every standing a statement can have with its name."""
        return tuple((status.value, self.say(status.value)) for status in STRONGEST_FIRST)
