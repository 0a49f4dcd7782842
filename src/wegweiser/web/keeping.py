"""The day's upkeep: once a day, what nobody will ask for again is removed, and the audit log says how much of what."""

from __future__ import annotations

import logging
from datetime import timedelta
from threading import Event, Thread

from wegweiser.errors import WegweiserError
from wegweiser.store import Keeping
from wegweiser.web.frame.site import Site

_LOG = logging.getLogger(__name__)
_PAUSE = 600.0
"""Seconds between two looks at whether a day has passed."""


class Keeper:
    """The thread that looks after the store; of several servers on one store, one does it a day."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._end = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin: the first look is at once."""
        self._end.clear()
        self._thread = Thread(target=self._work, name="upkeep", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the step that is being done."""
        self._end.set()
        if self._thread is not None:
            self._thread.join()

    def keep(self) -> bool:
        """Do what is due and return whether anything was; a line of the audit log tells what was removed."""
        site = self._site
        # Read before the day is taken on: where wegweiser.toml cannot be read, it is tried again later.
        keeping = Keeping(audit=timedelta(days=site.config.audit_days))
        if not site.store.upkeep.claim():
            return False
        site.jobs.sweep()
        swept = site.store.upkeep.sweep(keeping)
        if swept:
            told = ", ".join(f"{what} {many}" for what, many in swept.items())
            site.store.audit.note("system", "upkeep", detail=told)
        return True

    def _work(self) -> None:
        while not self._end.is_set():
            try:
                self.keep()
            except (WegweiserError, OSError) as problem:
                _LOG.warning("The upkeep waits: %s", problem)
            self._end.wait(_PAUSE)
