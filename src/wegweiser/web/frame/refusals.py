"""What went wrong, mapped once: to a status, to words, to a page, a fragment or problem+json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wegweiser.domain.people import Role
from wegweiser.errors import (
    Conflict,
    InvalidSetting,
    MissingExtra,
    NotAllowed,
    SourceProblem,
    Stale,
    StoreFault,
    StoreProblem,
    UnknownName,
    UnsupportedClaim,
    WegweiserError,
    WorkspaceProblem,
)
from wegweiser.i18n import LANGUAGES, Language, message
from wegweiser.web.frame.language import accepted
from wegweiser.web.frame.rendering import render
from wegweiser.web.frame.site import SIGN_IN, Visit
from wegweiser.web.jobs import FULL
from wegweiser.workspace import refusals

_STATUS: tuple[tuple[type[WegweiserError], int, str], ...] = (
    (UnknownName, 404, "unknown_name"),
    (NotAllowed, 403, "not_allowed"),
    (Stale, 409, "stale"),
    (Conflict, 409, "conflict"),
    (InvalidSetting, 422, "invalid"),
    (SourceProblem, 422, "unreadable_source"),
    (UnsupportedClaim, 422, "unsupported_claim"),
    (MissingExtra, 501, "missing_package"),
    (WorkspaceProblem, 409, "workspace"),
)
_CODES = {
    400: "unreadable",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "no_such_method",
    409: "conflict",
    410: "gone",
    413: "too_large",
    415: "unknown_kind",
    422: "invalid",
    429: "too_many",
    503: "unavailable",
}
"""What a program reads where no error of ours says more."""
_TITLES = {
    400: "That request could not be read.",
    401: "Please sign in first.",
    403: "You may not do this.",
    404: "There is nothing at this address.",
    405: "This page cannot do that.",
    409: "Somebody was faster.",
    410: "This link has expired, or somebody used it.",
    413: "That was more than this page can take.",
    415: "A file of this kind cannot be read here.",
    422: "That cannot be used.",
    429: "That was a lot at once. Please wait a minute and try again.",
    500: "Something went wrong here, not with you.",
    501: "This needs a package that is not installed.",
    503: "This could not be kept. Please try again in a moment.",
}
_UNREAD = "This cannot be reached now. Please try again in a moment."
"""What 503 means where nothing was to be kept."""
_STORE: Mapping[StoreFault, str] = {
    "busy": "Many are writing at once. Please try again in a moment.",
    "full": "The disk of the server is full, so nothing more can be kept. Please tell whoever runs it.",
    "shut": "The server may not write to its app store. Please tell whoever runs it.",
    "behind": "The app store does not fit this program. Whoever runs the server has to start it anew.",
}
"""What 503 means where the store says why."""
_READING = frozenset({"GET", "HEAD"})


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error of the API (RFC 9457)."""

    title: str
    status: int
    code: str = ""
    """What a program tells it by; it stays the same in every language."""
    detail: str = ""
    problems: tuple[str, ...] = ()
    """Every field that is wrong, in words."""
    near: str | None = None
    known: tuple[str, ...] = ()
    """What exists, where a name was unknown."""
    rest: int = 0
    """So many changes can be taken back all the same, where it is asked again with `rest`."""


@dataclass(frozen=True)
class Refusal:
    """A status and what to say."""

    status: int
    problem: Problem


def refusal_of(problem: Exception, language: Language, *, reading: bool = False) -> Refusal:
    """Return how an error is answered; what we did not foresee is told as 500 without its insides.

    Args:
        problem: what went wrong.
        language: what it is told in.
        reading: whether nothing was to be kept.
    """
    status, code = _kind(problem)
    title = message(_title(problem, status, reading=reading), language)
    detail = ""
    # What a database says of itself names machines and folders; that is for the log.
    if isinstance(problem, WegweiserError) and not isinstance(problem, StoreProblem):
        detail = refusals.told(problem, language)
    if isinstance(problem, NotAllowed):
        detail = message(detail, language)
    if isinstance(problem, HTTPException) and problem.detail == FULL:
        detail = message(FULL, language)
    found = Problem(title, status, code, detail)
    if isinstance(problem, InvalidSetting):
        problems = tuple(refusals.framed(one, language) for one in problem.problems)
        found = msgspec.structs.replace(found, problems=problems)
    if isinstance(problem, Conflict):
        found = msgspec.structs.replace(found, rest=problem.rest)
    if isinstance(problem, UnknownName):
        found = msgspec.structs.replace(found, near=problem.near, known=problem.shown)
    return Refusal(status, found)


def _kind(problem: Exception) -> tuple[int, str]:
    """Return the status of an error, and the word programs know it by."""
    if isinstance(problem, StoreProblem):
        return 503, f"store_{problem.why}"
    if isinstance(problem, WegweiserError):
        return next(((status, code) for kind, status, code in _STATUS if isinstance(problem, kind)), (400, "refused"))
    if isinstance(problem, HTTPException):
        full = problem.detail == FULL
        return problem.status_code, "queue_full" if full else _CODES.get(problem.status_code, "refused")
    return (503, "unavailable") if isinstance(problem, OSError) else (500, "failed")


def _title(problem: Exception, status: int, *, reading: bool) -> str:
    """Return what to say first."""
    if isinstance(problem, StoreProblem) and problem.why in _STORE:
        return _STORE[problem.why]
    if status == 503 and reading:
        return _UNREAD
    return _TITLES.get(status, _TITLES[500])


def refusal_for(visit: Visit, problem: Exception, *, reading: bool = False) -> Refusal:
    """Return how an error is answered to a visitor; where the workspace lies on the server only admins are told."""
    found = refusal_of(problem, visit.language, reading=reading)
    folder = visit.site.folder
    if visit.may(Role.ADMIN) or not folder.is_absolute():
        return found

    def bare_of(text: str) -> str:
        return text.replace(f"{folder}/", "").replace(str(folder), folder.name)

    told = found.problem
    problems = tuple(map(bare_of, told.problems))
    return Refusal(found.status, msgspec.structs.replace(told, detail=bare_of(told.detail), problems=problems))


def refused(request: Request, visit: Visit, problem: Exception, *, api: bool) -> Response:
    """Return the answer to a request that went wrong."""
    found = refusal_for(visit, problem, reading=request.method in _READING)
    headers = dict(problem.headers or {}) if isinstance(problem, HTTPException) else {}
    stranger = isinstance(problem, NotAllowed) and visit.role is None
    if api:
        status = 401 if stranger else found.status
        code = _CODES[401] if stranger else found.problem.code
        body = msgspec.json.encode(msgspec.structs.replace(found.problem, status=status, code=code))
        more = {"www-authenticate": "Bearer"} if status == 401 else {}
        return Response(body, status, headers | more, "application/problem+json")
    if stranger and str(problem) == SIGN_IN and request.method == "GET" and not visit.scripted:
        return RedirectResponse(f"/sign-in?next={_after(request)}", 303)
    template = "parts/problem.html" if visit.scripted else "problem.html"
    body_text = render(template, visit, problem=found.problem, again=request.url.path)
    return Response(body_text, found.status, headers, "text/html; charset=utf-8")


def bare(request: Request, problem: Exception, *, api: bool) -> Response:
    """Return the answer where not even the page around it can be had: nobody is known, no brand, no menu."""
    wanted = accepted(request.headers.get("accept-language", ""))
    language: Language = next((known for name in wanted for known in LANGUAGES if known == name), "en")
    found = refusal_of(problem, language, reading=request.method in _READING)
    headers = {"retry-after": "10"}
    if api:
        return Response(msgspec.json.encode(found.problem), found.status, headers, "application/problem+json")
    page = f"<!doctype html><title>Wegweiser</title><h1>{escape(found.problem.title)}</h1>"
    return Response(page, found.status, headers, "text/html; charset=utf-8")


def _after(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(request.url.path + query, safe="/")
