"""What went wrong, mapped once: to a status, to words, to a page, a fragment or problem+json."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wegweiser.domain.people import Role
from wegweiser.errors import (
    InvalidSetting,
    MissingExtra,
    NotAllowed,
    SourceProblem,
    Stale,
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

_STATUS: tuple[tuple[type[WegweiserError], int], ...] = (
    (UnknownName, 404),
    (NotAllowed, 403),
    (Stale, 409),
    (InvalidSetting, 422),
    (SourceProblem, 422),
    (UnsupportedClaim, 422),
    (MissingExtra, 501),
    (StoreProblem, 503),
    (WorkspaceProblem, 409),
)
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
_READING = frozenset({"GET", "HEAD"})


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error of the API (RFC 9457)."""

    title: str
    status: int
    detail: str = ""
    problems: tuple[str, ...] = ()
    """Every field that is wrong, in words."""
    near: str | None = None
    known: tuple[str, ...] = ()
    """What exists, where a name was unknown."""


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
    if isinstance(problem, WegweiserError):
        status = next((code for kind, code in _STATUS if isinstance(problem, kind)), 400)
    elif isinstance(problem, HTTPException):
        status = problem.status_code
    elif isinstance(problem, OSError):
        status = 503
    else:
        status = 500
    title = message(_TITLES[status] if status in _TITLES else _TITLES[500], language)
    if status == 503 and reading:
        title = message(_UNREAD, language)
    # What a database says of itself names machines and folders; that is for the log.
    told = isinstance(problem, WegweiserError) and not isinstance(problem, StoreProblem)
    detail = str(problem) if told else ""
    if isinstance(problem, NotAllowed):
        detail = message(detail, language)
    if isinstance(problem, HTTPException) and problem.detail == FULL:
        detail = message(FULL, language)
    found = Problem(title, status, detail)
    if isinstance(problem, InvalidSetting):
        found = msgspec.structs.replace(found, problems=problem.problems)
    if isinstance(problem, UnknownName):
        found = msgspec.structs.replace(found, near=problem.near, known=problem.shown)
    return Refusal(status, found)


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
        body = msgspec.json.encode(msgspec.structs.replace(found.problem, status=status))
        more = {"www-authenticate": "Bearer"} if status == 401 else {}
        return Response(body, status, headers | more, "application/problem+json")
    if stranger and str(problem) == SIGN_IN and request.method == "GET" and not visit.scripted:
        return RedirectResponse(f"/sign-in?next={_after(request)}", 303)
    template = "parts/problem.html" if visit.scripted else "problem.html"
    body_text = render(template, visit, problem=found.problem)
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
