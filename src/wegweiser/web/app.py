"""The whole site: every screen's declarations become routes, the surveys stand beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from wegweiser.errors import StoreProblem
from wegweiser.web import asking
from wegweiser.web.asking import Desk
from wegweiser.web.frame import Site, assets, guarding, refusals, routing, threads
from wegweiser.web.frame.declared import Declared
from wegweiser.web.frame.headers import APP_POLICY, Guarded
from wegweiser.web.frame.hosts import Named
from wegweiser.web.frame.patience import Patient
from wegweiser.web.frame.routing import API
from wegweiser.web.hooking import Sender
from wegweiser.web.keeping import Keeper
from wegweiser.web.screens import declared

_SMALLEST = 1_000


def app(site: Site, desk: Desk | None = None) -> ASGIApp:
    """Return the site as one application; `desk` takes the answers to surveys of our own."""

    @asynccontextmanager
    async def open_for_business(_: Starlette) -> AsyncIterator[None]:
        threads.limit()
        sender, keeper = Sender(site), Keeper(site)
        site.jobs.start()
        sender.start()
        keeper.start()
        try:
            yield
        finally:
            keeper.stop()
            sender.stop()
            site.jobs.stop()

    async def lost(request: Request, problem: Exception) -> Response:
        if desk is not None and request.url.path.startswith("/ask/"):
            return await asking.refused(request, problem)
        return await run_in_threadpool(_refused, request, site, problem)

    everything: tuple[Declared, ...] = declared()
    made = Starlette(
        routes=[
            *routing.routes(site, everything),
            *(asking.ROUTES if desk else ()),
            assets.ROUTE,
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=_SMALLEST)],
        exception_handlers={HTTPException: lost, Exception: lost},
        lifespan=open_for_business,
    )
    made.state.desk = desk
    return Guarded(Patient(Named(made, site.base_url)), APP_POLICY)


def _refused(request: Request, site: Site, problem: Exception) -> Response:
    api = request.url.path.startswith(API)
    try:
        return refusals.refused(request, guarding.visit_of(request, site), problem, api=api)
    except StoreProblem as down:
        return refusals.bare(request, down, api=api)
