"""Opening a workspace for visitors: its store, results and jobs become one site."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from wegweiser.clock import Clock
from wegweiser.domain.people import Role
from wegweiser.settings import Provider
from wegweiser.store import Store
from wegweiser.web.bus import Bus
from wegweiser.web.frame.oidc import IdentityProvider
from wegweiser.web.frame.outgoing import Outgoing
from wegweiser.web.frame.site import Site
from wegweiser.web.jobs import Jobs
from wegweiser.workspace.insights import Insights

_FIRST_LASTS = timedelta(hours=24)
_SECRET = "secret"  # noqa: S105  (the name it is kept under)


def site_of(
    folder: Path,
    store: Store,
    clock: Clock,
    base_url: str,
    *,
    outgoing: Outgoing | None = None,
    provider: Provider | None = None,
) -> Site:
    """Return the site of a workspace folder; the secret that signs its tokens is made once and kept in the store."""
    bus, outgoing = Bus(), outgoing or Outgoing()
    return Site(
        folder=folder,
        store=store,
        insights=Insights(folder),
        jobs=Jobs(folder, store, clock, bus),
        clock=clock,
        bus=bus,
        base_url=base_url,
        secret=_secret(store),
        outgoing=outgoing,
        provider=IdentityProvider(provider, outgoing, clock) if provider else None,
    )


def first_link(site: Site) -> str | None:
    """Return a one-time link that makes whoever opens it the admin; None once there is one.

    It is worth nothing after a day, and an earlier one of its kind ends.
    """
    store = site.store
    if store.people.admins():
        return None
    return f"{site.base_url}/welcome/{store.invitations.make('first', Role.ADMIN, _FIRST_LASTS)}"


def _secret(store: Store) -> bytes:
    return store.settings.first(_SECRET, secrets.token_bytes(32))
