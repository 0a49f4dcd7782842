"""The sheets of the workbook and their columns: one sheet per kind of thing, ids in a hidden column."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wegweiser.domain.claims import Status
from wegweiser.domain.journey_maps import Band, LaneType
from wegweiser.i18n import LANGUAGES, Language, message


class Kind(StrEnum):
    """What a column holds."""

    WORDS = "words"
    """A text of the map; it has a second column for the other language."""
    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    DAY = "day"
    CHOICE = "choice"
    PHASE = "phase"
    LANE = "lane"


class Column(msgspec.Struct, frozen=True):
    """A column: the field it holds, its heading, and whether what people write there is taken back."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    mine: bool = True
    wide: float = 16
    choices: tuple[tuple[str, str], ...] = ()
    """Values with the message each is called by; a column of texts takes others, too."""


class SheetPlan(msgspec.Struct, frozen=True):
    """A sheet: its name and columns."""

    id: str
    title: str
    columns: tuple[Column, ...]

    def keys(self, language: Language) -> tuple[tuple[str, Column, str], ...]:
        """Return field, column and heading of every column as written, the other language's beside the first."""
        found = []
        for column in self.columns:
            found.append((column.key, column, message(column.title, language)))
            if column.kind is Kind.WORDS:
                told = message("{heading} (other language)", language, heading=message(column.title, language))
                found.append((f"{column.key}{OTHER}", column, told))
        return tuple(found)

    def headings(self) -> dict[str, str]:
        """Return the field by the heading in either language, in small letters."""
        return {title.casefold(): key for language in LANGUAGES for key, _, title in self.keys(language)}


OTHER = "~other"
_STATUS = tuple((status.value, status.value) for status in Status)
_TYPES = (
    ("touchpoints", "Touchpoints"),
    ("steps", "Steps"),
    ("feeling", "Feelings"),
    ("question", "Questions"),
    ("expectation", "Expectations"),
    ("experience", "Experiences"),
    ("association", "Associations"),
    ("measure", "Measures"),
    ("goal", "Goals"),
    ("metric", "Metrics"),
    ("gap", "Gaps and opportunities"),
)
_BANDS = (("customer", "Customer view"), ("doing", "What we do"), ("steering", "Steering"))
_YES = (("yes", "yes"), ("no", "no"))
_MEDIA = (("owned", "owned"), ("paid", "paid"), ("earned", "earned"), ("social", "social"))
_GAPS = (("gap", "gap"), ("opportunity", "opportunity"))
_AUTHORS = (("human", "a person"), ("rule", "a rule"), ("template", "the template"))
_SOURCES = (
    ("event_query", "query on events"),
    ("survey_item", "survey item"),
    ("interview", "interview"),
    ("ticket_cluster", "tickets"),
    ("review", "reviews"),
    ("observation", "observation"),
    ("experiment", "experiment"),
    ("document", "document"),
)
_IMPACTS = (("high", "high"), ("medium", "medium"), ("low", "low"))

KIND_OF_MAP = Column(
    "kind",
    "Kind of map",
    choices=(
        ("current", "as it is"),
        ("target", "as it should be"),
        ("planned", "as planned"),
        ("hypothesis", "as we suppose"),
    ),
)
"""What the row of the kind takes, which shares its column with texts."""
PHASE = Column("phase", "Phase", Kind.PHASE, wide=20)

SHEETS = (
    SheetPlan(
        "map", "Map", (Column("field", "Field", mine=False, wide=26), Column("value", "Value", Kind.WORDS, wide=60))
    ),
    SheetPlan(
        "phases",
        "Phases",
        (
            Column("name", "Name", Kind.WORDS, wide=24),
            Column("line", "Line", Kind.WORDS, wide=40),
            Column("goal_customer", "What the customer wants", Kind.WORDS, wide=40),
            Column("goal_business", "What we want", Kind.WORDS, wide=40),
            Column("customers", "Customers", Kind.WHOLE, mine=False),
        ),
    ),
    SheetPlan(
        "lanes",
        "Lanes",
        (
            Column("title", "Title", Kind.WORDS, wide=28),
            Column("type", "Type", Kind.CHOICE, choices=_TYPES, wide=24),
            Column("band", "Band", Kind.CHOICE, choices=_BANDS, wide=20),
        ),
    ),
    SheetPlan(
        "steps",
        "Steps",
        (
            PHASE,
            Column("name", "Name", Kind.WORDS, wide=36),
            Column("customers", "Share of customers", Kind.NUMBER, mine=False),
        ),
    ),
    SheetPlan(
        "touchpoints",
        "Touchpoints",
        (
            PHASE,
            Column("name", "Name", Kind.WORDS, wide=32),
            Column("icon", "Icon", wide=18),
            Column("medium", "Medium", Kind.CHOICE, choices=_MEDIA),
            Column("direct", "Made by us", Kind.CHOICE, choices=_YES),
            Column("customers", "Share of customers", Kind.NUMBER, mine=False),
            Column("contacts", "Contacts", Kind.WHOLE, mine=False),
        ),
    ),
    SheetPlan(
        "claims",
        "Claims",
        (
            Column("lane", "Lane", Kind.LANE, wide=22),
            PHASE,
            Column("text", "Text", Kind.WORDS, wide=60),
            Column("detail", "Details", Kind.WORDS, wide=40),
            Column("status", "Status", Kind.CHOICE, choices=_STATUS),
            Column("n", "People (n)", Kind.WHOLE),
            Column("as_of", "As of", Kind.DAY),
            Column("valid_until", "Valid until", Kind.DAY),
            Column("kind", "Gap or opportunity", Kind.CHOICE, choices=_GAPS),
            Column("impact", "Impact", Kind.CHOICE, choices=_IMPACTS),
            Column("evidence", "Evidence", wide=24),
            Column("author", "Written by", choices=_AUTHORS, wide=16),
        ),
    ),
    SheetPlan(
        "metrics",
        "Metrics",
        (
            PHASE,
            Column("name", "Name", Kind.WORDS, wide=36),
            Column("target", "Target", Kind.WORDS, wide=20),
            Column("value", "Value", Kind.NUMBER, mine=False),
            Column("shown", "Shown", mine=False),
        ),
    ),
    SheetPlan(
        "curve",
        "Curve",
        (
            PHASE,
            Column("place", "Place in the phase (0 to 1)", Kind.NUMBER),
            Column("value", "Feeling (\u22122 to +2)", Kind.NUMBER),
            Column("quote", "Quote", Kind.WORDS, wide=50),
            Column("label", "Label", Kind.WORDS, wide=24),
            Column("n", "People (n)", Kind.WHOLE, mine=False),
        ),
    ),
    SheetPlan(
        "evidence",
        "Evidence",
        (
            Column("name", "Id", mine=False, wide=20),
            Column("kind", "Kind", choices=_SOURCES, wide=18),
            Column("source", "Source", Kind.WORDS, wide=50),
            Column("n", "People (n)", Kind.WHOLE),
            Column("since", "Since", Kind.DAY),
            Column("until", "Until", Kind.DAY),
            Column("method", "Method", Kind.WORDS, wide=40),
        ),
    ),
)
FIELDS = (
    ("title", "Title"),
    ("subtitle", "Subtitle"),
    ("organisation", "Organisation"),
    ("kind", "Kind of map"),
    ("owner", "Owner"),
    ("mission", "Mission"),
    ("review_every_days", "Review every so many days"),
    ("review_next", "Next review"),
)
"""Fields of the map itself, a row each."""
KINDS_OF_BAND = {kind.value: kind for kind in Band}
TYPES_OF_LANE = {kind.value: kind for kind in LaneType}
