"""From declarations to routes: each is parsed, checked, called in a thread and answered, as a page and as JSON."""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from wegweiser.errors import InvalidSetting, StoreProblem, WegweiserError
from wegweiser.web.frame import guarding, parsing, streaming, threads
from wegweiser.web.frame.declared import Action, Declared, Download, Reply, Stream, View
from wegweiser.web.frame.refusals import refusal_for, refused
from wegweiser.web.frame.rendering import render
from wegweiser.web.frame.site import Site, Visit

API = "/api/v1"
_LOG = logging.getLogger(__name__)
_INLINE = {"application/pdf", "image/svg+xml", "image/png", "text/html", "text/html; charset=utf-8"}
_YEAR = 31_536_000
_LATER = {"retry-after": "60"}
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


def routes(site: Site, declared: Iterable[Declared]) -> list[Route]:
    """Return the routes of everything declared; a path with a page and an action answers both methods."""
    found: dict[tuple[str, bool], dict[str, Declared]] = {}
    for one in declared:
        method = "POST" if isinstance(one, Action) else "GET"
        places = [(one.path, False)] + ([(API + one.path, True)] if not isinstance(one, Stream) and one.api else [])
        for place in places:
            found.setdefault(place, {})[method] = one
    return [
        Route(path, _handler(site, by_method, api=api), methods=sorted(by_method))
        for (path, api), by_method in found.items()
    ]


def _handler(site: Site, by_method: Mapping[str, Declared], *, api: bool) -> Callable[[Request], Any]:
    async def handle(request: Request) -> Response:
        one = by_method["GET" if request.method == "HEAD" else request.method]
        visit = await run_in_threadpool(guarding.visit_of, request, site)
        try:
            return await _answer(request, visit, one, api=api)
        except StoreProblem:
            raise  # whoever runs the server has to read of it in the log
        except (WegweiserError, HTTPException) as problem:
            return await run_in_threadpool(refused, request, visit, problem, api=api)

    return handle


async def _answer(request: Request, visit: Visit, one: Declared, *, api: bool) -> Response:
    guarding.allowed(visit, one)
    if isinstance(one, Action):
        return await _act(request, visit, one, api=api)
    asked = parsing.asked(request, one.asks)
    if isinstance(one, Stream):
        who = visit.by or visit.address
        if streaming.too_many(visit.site, who):
            raise HTTPException(429, headers=_LATER)
        events = one.follow(visit, asked)
        return StreamingResponse(streaming.lines(events, visit.site, who), media_type="text/event-stream")
    if one.slow is not None and one.slow(asked):
        return await threads.slowly(_view, request, visit, one, asked, api)
    return await run_in_threadpool(_view, request, visit, one, asked, api)


def _view(request: Request, visit: Visit, one: View[Any, Any], asked: Any, api: bool) -> Response:  # noqa: ANN401, FBT001
    shown = one.load(visit, asked)
    if isinstance(shown, Download):
        return _file(shown)
    if isinstance(shown, Reply):
        return _replied(visit, shown)
    if api or not one.template:
        return _json(shown)
    part = (visit.scripted and one.part) or one.template
    return _page(request, visit, part, {"data": shown, "asked": asked, "problem": None, "given": None})


def _page(request: Request, visit: Visit, template: str, given: Mapping[str, Any], status: int = 200) -> Response:
    pre = ""
    if visit.person is None and guarding.pre_cookie(visit.site) not in request.cookies:
        # Her forms must be signed for her although we know nothing of her: she gets a secret to bring along.
        pre = guarding.new_pre()
        visit = replace(visit, csrf=guarding.signed(visit.site, pre))
    body = render(template, visit, **given)
    answer = HTMLResponse(body, status, {"content-language": visit.language, "vary": "cookie, hx-request"})
    if pre and visit.csrf in body:
        answer.headers.append("set-cookie", guarding.cookie(visit.site, guarding.pre_cookie(visit.site), pre, 86_400))
    if request.query_params.get("lang") == visit.language != request.cookies.get("wg_language"):
        chosen = guarding.cookie(visit.site, "wg_language", visit.language, _YEAR, hidden=False)
        answer.headers.append("set-cookie", chosen)
    return answer


async def _act(request: Request, visit: Visit, one: Action[Any, Any], *, api: bool) -> Response:
    if not visit.site.pace.writes.lets(visit.by or visit.address):
        raise HTTPException(429, headers=_LATER)
    folder = Path(tempfile.mkdtemp(prefix="wegweiser-"))
    try:
        taken, secret = await parsing.taken(request, one.takes, one.most_bytes, folder)
        guarding.from_here(visit, request, request.headers.get("x-csrf-token", "") or secret)
        try:
            done = await run_in_threadpool(one.act, visit, taken)
        except (InvalidSetting, HTTPException) as problem:
            if api or visit.scripted or one.again is None:
                raise
            return await run_in_threadpool(_again, request, visit, one.again, taken, problem)
        await run_in_threadpool(_noted, visit, one, request.path_params, done)
        return await run_in_threadpool(_done, visit, one, taken, done, api)
    finally:
        await run_in_threadpool(shutil.rmtree, folder, ignore_errors=True)


def _again(request: Request, visit: Visit, view: View[Any, Any], taken: Any, problem: Exception) -> Response:  # noqa: ANN401
    """Show the page of a form again, with what is wrong and what was typed."""
    wanted = {field.name for field in msgspec.structs.fields(view.asks)}
    asked = view.asks(**{name: getattr(taken, name) for name in wanted if hasattr(taken, name)})
    found = refusal_for(visit, problem)
    shown = {"data": view.load(visit, asked), "asked": asked, "problem": found.problem, "given": taken}
    answer = _page(request, visit, view.template, shown, found.status)
    answer.headers.update((problem.headers or {}) if isinstance(problem, HTTPException) else {})
    return answer


def _noted(visit: Visit, one: Action[Any, Any], path: Mapping[str, Any], done: object) -> None:
    """Write what was done into the audit log; no screen can forget it."""
    if one.note != "-":
        target = "/".join(map(str, path.values())) or str(getattr(done, "id", ""))
        try:
            visit.note(one.note or one.name, target)
        except (StoreProblem, OSError):
            # It is done: whoever heard that it failed would do it twice.
            _LOG.exception("%s by %s on %s was done, but is missing in the audit log", one.name, visit.by, target)


def _done(visit: Visit, one: Action[Any, Any], taken: Any, done: Any, api: bool) -> Response:  # noqa: ANN401, FBT001
    if isinstance(done, Download):
        return _file(done)
    if api:
        return _json(done)
    reply = one.then if isinstance(one.then, str) else one.then(visit, taken, done)
    return _replied(visit, Reply(to=reply) if isinstance(reply, str) else reply, done)


def _replied(visit: Visit, reply: Reply, done: object = None) -> Response:
    answer: Response
    if reply.part:
        answer = HTMLResponse(render(reply.part, visit, data=done, **reply.context), reply.status)
    elif visit.scripted:
        answer = Response(status_code=204, headers={"hx-redirect": reply.to} if reply.to else {})
    else:
        answer = RedirectResponse(reply.to or "/", 303)
    if reply.told:
        answer.headers["x-told"] = json.dumps(reply.told)  # in ASCII, as a header must be
    for name, value, seconds in reply.cookies:
        hidden = name not in guarding.SEEN
        answer.headers.append("set-cookie", guarding.cookie(visit.site, name, value, seconds, hidden=hidden))
    return answer


def _file(found: Download) -> Response:
    kind = "inline" if found.inline and found.media_type in _INLINE else "attachment"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in found.name)
    headers = {"content-disposition": f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(found.name)}"}
    if kind == "inline" and found.media_type.startswith(("text/html", "image/svg")):
        headers["content-security-policy"] = _SANDBOX
    if isinstance(found.content, Path):
        return FileResponse(found.content, media_type=found.media_type, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)


def _json(shown: object) -> Response:
    return Response(msgspec.json.encode(shown), media_type="application/json")
