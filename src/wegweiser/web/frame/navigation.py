"""The rail: which screens there are, in groups, for those who may see them."""

from __future__ import annotations

from dataclasses import dataclass

from wegweiser.domain.people import Role
from wegweiser.i18n import message
from wegweiser.web.frame.site import Visit


@dataclass(frozen=True)
class Link:
    """One entry of the rail; `here` where the visitor stands on it or below it."""

    href: str
    icon: str
    title: str
    here: bool


@dataclass(frozen=True)
class Group:
    """Entries that belong together under a small heading."""

    title: str
    links: tuple[Link, ...]


_TITLES = {
    "understand": "Understand",
    "act": "Act",
    "data": "Data",
    "manage": "Manage",
    "/": "Home",
    "/maps": "Journey maps",
    "/personas": "Personas",
    "/paths": "Paths",
    "/funnel": "Funnel",
    "/feelings": "Feelings",
    "/levers": "Levers",
    "/tasks": "Tasks",
    "/activity": "Activity",
    "/touchpoints": "Touchpoints",
    "/data": "Data sources",
    "/settings": "Settings",
}
_ALSO = {"/data": ("/jobs",), "/touchpoints": ("/goals",)}
"""Addresses that are tabs of another screen."""
_GROUPS: tuple[tuple[str, tuple[tuple[str, str, Role], ...]], ...] = (
    (
        "understand",
        (
            ("/", "house", Role.VIEWER),
            ("/maps", "map", Role.VIEWER),
            ("/personas", "users-round", Role.VIEWER),
            ("/paths", "route", Role.VIEWER),
            ("/funnel", "filter", Role.VIEWER),
            ("/feelings", "smile", Role.VIEWER),
            ("/levers", "gauge", Role.VIEWER),
        ),
    ),
    ("act", (("/tasks", "clipboard-list", Role.VIEWER), ("/activity", "history", Role.VIEWER))),
    ("data", (("/touchpoints", "waypoints", Role.VIEWER), ("/data", "database", Role.VIEWER))),
    ("manage", (("/settings", "settings", Role.VIEWER),)),
)


def groups(visit: Visit) -> tuple[Group, ...]:
    """Return the rail of a visit; nothing where nobody signed in."""
    if visit.role is None:
        return ()
    found = []
    for name, entries in _GROUPS:
        links = tuple(
            Link(href, icon, message(_TITLES[href], visit.language), _here(href, visit.path))
            for href, icon, needs in entries
            if visit.may(needs)
        )
        if links:
            found.append(Group(message(_TITLES[name], visit.language), links))
    return tuple(found)


def _here(href: str, path: str) -> bool:
    places = (href, *_ALSO.get(href, ()))
    return any(path == place or (place != "/" and path.startswith(place + "/")) for place in places)
