"""What a map handed out carries of the house: its brand, how far people are with it, since when, and who says so."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from wegweiser.domain.editing import Revision, Thing
from wegweiser.domain.talk import Version
from wegweiser.i18n import NBSP, Day, Language, message
from wegweiser.maps import Plan
from wegweiser.maps.render import house
from wegweiser.web import pointing
from wegweiser.web.frame.branding import brand_of, logo_of
from wegweiser.web.frame.site import Site
from wegweiser.web.mapping.showing import STATUSES

_PAGE = 200


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far people are with a map: draft, review or approved; when somebody said so, and who."""

    status: str
    at: datetime | None = None
    by: str = ""

    def words(self, site: Site, language: Language, *, named: bool = True) -> str:
        """Return it in one line; without the name where strangers read it."""
        said = [message(STATUSES[self.status], language)]
        if self.at is not None:
            said.append(Day(self.at.astimezone(ZoneInfo(site.config.timezone)).date()).shown(language))
        if named and self.by:
            said.append(pointing.names(site).get(self.by, message("a file", language)))
        return f" ·{NBSP}".join(said)


def standing_of(site: Site, map_id: str, plan: Plan, version: Version | None = None) -> Standing:
    """Return how far a map is, or was at a version of it."""
    at = version.revision if version else site.store.maps.get(map_id).revision
    kept: dict[tuple[str, int], Standing] = site.__dict__.setdefault("_standing", {})
    key = map_id, at
    if key not in kept:
        found = _decided(site, map_id, at)
        if len(kept) > _PAGE:
            kept.clear()
        kept[key] = Standing(plan.status, found.at, found.by) if found else Standing(plan.status)
    return kept[key]


def _decided(site: Site, map_id: str, until: int) -> Revision | None:
    """Return the last revision up to one that changed the status, or None where nobody ever did."""
    before = until + 1
    while found := site.store.maps.latest(map_id, before, _PAGE):
        for one in found:
            if any(change.thing is Thing.FIELD and change.id == "status" for change in one.changes):
                return one
        before = found[-1].number
    return None


def house_of(site: Site, standing: str = "") -> house.House:
    """Return whose map it is, with how far it is in words."""
    brand = brand_of(site)
    accent, dark = (brand.light, brand.dark) if brand.accent else ("", "")
    return house.House(brand.name, accent, dark, logo_of(site) or b"", standing)
