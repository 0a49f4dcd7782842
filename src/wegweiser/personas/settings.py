"""What a person may decide about the search for personas."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wegweiser.domain.touchpoints import Channel
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Text


@dataclass(frozen=True)
class PersonaSettings:
    """How personas are looked for; the same settings on the same data give the same personas."""

    seed: int = 1
    timezone: str = "UTC"
    """IANA zone in which weekdays and hours are read."""
    most: int = 8
    """Most personas to look for."""
    least_contacts: int = 3
    """Profiles with fewer contacts show too little behaviour and stay without a persona."""
    enough: int = 100
    """Where fewer profiles than this have enough contacts, people are grouped by their traits alone."""
    currency: str | None = None
    channels: tuple[Channel, ...] = ()
    """Names of channels; one without an entry is shown by its id."""
    titles: tuple[tuple[str, Text], ...] = ()
    """The questions that traits from surveys answer, by the trait's name."""

    def __post_init__(self) -> None:
        """Refuse a zone nobody knows and counts that make no sense."""
        wrong = []
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            wrong.append(f"timezone '{self.timezone}' is no IANA zone; use one like Europe/Berlin")
        if self.most < 2:
            wrong.append(f"most = {self.most}, but it takes at least 2 to tell people apart")
        if self.least_contacts < 1:
            wrong.append(f"least_contacts = {self.least_contacts}, but it must be at least 1")
        if wrong:
            raise InvalidSetting("The settings of personas", wrong)
