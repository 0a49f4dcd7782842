"""What people type outside of maps: cleaned as on a map, not empty, and no longer than it may be."""

from __future__ import annotations

from datetime import timedelta

from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Count
from wegweiser.maps.editing import cleaning
from wegweiser.web.frame.site import Visit

SHORT, LONG = 160, 4000
"""Characters of a name, and of a text of several lines."""
SOON = timedelta(days=14)
"""What is due within this time is told."""


def line(visit: Visit, text: str, *, needed: bool = True) -> str:
    """Return a text of one line as it is kept.

    Raises:
        InvalidSetting: it is too long, or nothing where something is needed.
    """
    return _checked(visit, cleaning.plain(text), SHORT, needed=needed)


def lines(visit: Visit, text: str, *, needed: bool = True) -> str:
    """Return a text of several lines as it is kept.

    Raises:
        InvalidSetting: it is too long, or nothing where something is needed.
    """
    return _checked(visit, cleaning.plain(text, several_lines=True), LONG, needed=needed)


def _checked(visit: Visit, text: str, most: int, *, needed: bool) -> str:
    if needed and not text:
        raise InvalidSetting(visit.say("The text"), [visit.say("Please write something.")])
    if len(text) > most:
        said = visit.say("This has {n} characters; {most} are allowed.", n=Count(len(text)), most=Count(most))
        raise InvalidSetting(visit.say("The text"), [said])
    return text
