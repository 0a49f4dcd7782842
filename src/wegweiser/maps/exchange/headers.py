"""What other tools call phases, lanes and cards, in English and German."""

from __future__ import annotations

import re

from wegweiser.domain.journey_maps import LaneType

_FIELDS = {
    "id": "id|card id|karten-id|nr",
    "phase": "phase|phases|phasen|stage|stages|journey phase|journey stage|step group|etappe|abschnitt|spalte|column",
    "lane": "lane|row|row type|lane type|type|card type|layer|swimlane|category|zeile|zeilentyp|bahn|kategorie|"
    "kartentyp|typ|ebene|reihe",
    "title": "title|name|card|card title|headline|label|titel|karte|kartentitel|überschrift|bezeichnung",
    "text": "text|description|content|body|details|notes|note|beschreibung|inhalt|notizen|notiz|erläuterung",
    "feeling": "emotion|sentiment|feeling|score|experience score|gefühl|stimmung|bewertung",
    "channel": "channel|channels|kanal|kanäle",
}
_LANES = {
    LaneType.TOUCHPOINTS: "touchpoint|touch point|kontaktpunkt|channel|kanal|kanäle|medium|media|medien",
    LaneType.STEPS: "step|action|activity|activities|customer action|user action|doing|what customers do|schritt|"
    "aktion|handlung|tätigkeit|aktivität|kundenaktion",
    LaneType.FEELING: "emotion|feeling|sentiment|emotional journey|experience graph|mood|gefühl|emotionen|stimmung|"
    "gefühlskurve|emotionskurve",
    LaneType.QUESTION: "question|customer question|frage|kundenfrage",
    LaneType.EXPECTATION: "expectation|need|customer need|user need|customer goal|user goal|job to be done|"
    "jobs to be done|erwartung|bedürfnis|kundenbedürfnis|kundenziel",
    LaneType.EXPERIENCE: "experience|thought|thinking|thinking and feeling|quote|customer quote|says|hears|erlebnis|"
    "gedanke|zitat|kundenzitat|erfahrung",
    LaneType.ASSOCIATION: "association|assoziation",
    LaneType.MEASURE: "measure|process|backstage|frontstage|back-office process|what we do|internal process|"
    "maßnahme|massnahme|prozess|interner prozess|was wir tun",
    LaneType.GOAL: "goal|business goal|objective|ziel|geschäftsziel|unternehmensziel",
    LaneType.METRIC: "metric|kpi|key figure|kennzahl|messgröße",
    LaneType.GAP: "gap|problem|pain|pain point|painpoint|issue|frustration|barrier|opportunity|opportunities|idea|"
    "solution|gaps and opportunities|lücke|schmerzpunkt|hürde|chance|idee|lösung|lücken und chancen|möglichkeit",
}
_OPPORTUNITY = re.compile(r"opportunit|idea|idee|solution|lösung|chance|möglichkeit", re.IGNORECASE)
_FEELINGS = {
    2.0: "very positive|very happy|delighted|sehr positiv|sehr gut|begeistert|excellent|"
    "\U0001f600|\U0001f604|\U0001f60d",
    1.0: "positive|happy|good|positiv|gut|zufrieden|\U0001f642|\U0001f60a",
    0.0: "neutral|ok|okay|mixed|gemischt|\U0001f610",
    -1.0: "negative|unhappy|bad|sad|negativ|schlecht|unzufrieden|\U0001f641|\U0001f615",
    -2.0: "very negative|very unhappy|very bad|angry|frustrated|sehr negativ|sehr schlecht|verärgert|wütend|"
    "frustriert|\U0001f620|\U0001f621|\U0001f622",
}
_FIELD_OF = {name: field for field, names in _FIELDS.items() for name in names.split("|")}
_LANE_OF = {name: kind for kind, names in _LANES.items() for name in names.split("|")}
_FEELING_OF = {name: value for value, names in _FEELINGS.items() for name in names.split("|")}


def field_of(heading: str) -> str | None:
    """Return what a column holds by its heading; None where nobody knows.

    Example:
        >>> field_of("Stage"), field_of("Beschreibung "), field_of("Colour")
        ('phase', 'text', None)
    """
    return _FIELD_OF.get(_flat(heading))


def lane_of(name: str) -> LaneType | None:
    """Return the type of lane a name stands for; None where nobody knows.

    Example:
        >>> lane_of("Pain points").value, lane_of("Kundenfragen").value, lane_of("Weather")
        ('gap', 'question', None)
    """
    flat = _flat(name)
    tried = (flat, flat.removesuffix("s"), flat.removesuffix("en"), flat.removesuffix("n"), flat.removesuffix("e"))
    return next((_LANE_OF[one] for one in tried if one in _LANE_OF), None)


def gap_kind(name: str) -> str:
    """Return whether a lane of gaps by its name holds opportunities.

    Example:
        >>> gap_kind("Ideen"), gap_kind("Pain points")
        ('opportunity', 'gap')
    """
    return "opportunity" if _OPPORTUNITY.search(name) and "gap" not in name.lower() else "gap"


def feeling_of(words: str) -> float | None:
    """Return the feeling a word or face stands for, from -2 to +2; None where nobody knows.

    Example:
        >>> feeling_of("Sehr positiv"), feeling_of("rainy")
        (2.0, None)
    """
    return _FEELING_OF.get(_flat(words))


def _flat(text: str) -> str:
    return " ".join(text.replace("_", " ").replace(":", " ").lower().split())
