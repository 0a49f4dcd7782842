"""The pages of `wegweiser serve`: so far the surveys, at /ask/<id>."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from wegweiser.clock import Clock, today
from wegweiser.i18n import Language, Text, message
from wegweiser.voice.asking import OwnSurvey, forms, links, log
from wegweiser.web.asking.rendering import FONTS, language_of, page, stylesheet
from wegweiser.web.frame.headers import Guarded
from wegweiser.web.frame.limits import Limiter, fields_of
from wegweiser.workspace import Config

_HOUR = {"cache-control": "max-age=3600"}
_TOLD = {
    404: "There is no survey at this address.",
    405: "This page cannot do that.",
    410: "This survey is not open today.",
    413: "That was more than this page can take.",
    429: "That was a lot at once. Please wait a minute and send again.",
}
_FAILED = "Something went wrong here, not with you."


@dataclass(frozen=True)
class Desk:
    """Where answers are taken: the surveys by id, the log, the signer of tokens, and who asks."""

    surveys: Mapping[str, OwnSurvey]
    log: log.AnswerLog
    signer: links.Signer
    clock: Clock
    language: Language = "en"
    organisation: Text = ""
    limiter: Limiter = field(default_factory=lambda: Limiter(30))

    @classmethod
    def of(cls, config: Config, folder: Path, clock: Clock) -> Self:
        """Return the desk of a workspace; its answers go to the folder `log`, where the key of its links lies, too.

        Raises:
            WorkspaceProblem: the key is damaged.
        """
        answers = folder / log.FOLDER
        surveys = {survey.id: survey for survey in config.ask}
        signer = links.signer_of(answers)
        return cls(surveys, log.AnswerLog(answers, clock), signer, clock, config.language, config.organisation)


@dataclass(frozen=True)
class _Asked:
    """One request: its survey, its language, and the token of its link where it has a good one."""

    survey: OwnSurvey
    language: Language
    token: str = ""
    subject: int | None = None


def pages(desk: Desk) -> ASGIApp:
    """Return the pages that take answers at a desk, alone on a server."""
    made = Starlette(
        routes=[*ROUTES, Mount("/static/fonts", StaticFiles(directory=FONTS))],
        exception_handlers={HTTPException: refused, Exception: refused},
    )
    made.state.desk = desk
    return Guarded(made)


def _desk(request: Request) -> Desk:
    desk = request.app.state.desk
    assert isinstance(desk, Desk)  # noqa: S101  (narrows what Starlette holds untyped)
    return desk


async def _form(request: Request) -> Response:
    return _shown(_desk(request), _asked(request))


async def _send(request: Request) -> Response:
    desk, asked = _desk(request), _asked(request)
    if not desk.limiter.lets(request.client.host if request.client else ""):
        raise HTTPException(429, headers={"retry-after": "60"})
    fields = await fields_of(request)
    filled = forms.read_form(asked.survey, fields, asked.language)
    form = desk.signer.form_id(asked.survey.id, fields.get("form", ""), desk.clock.now())
    if filled.problems or form is None:
        problems = filled.problems or {"": message("The page was open for long. Please send it again.", asked.language)}
        return _shown(desk, asked, fields, problems, 422)
    sent = log.Sent(asked.survey.id, form, filled.given, asked.language, asked.subject)
    try:
        await run_in_threadpool(desk.log.append, sent)
    except OSError:
        lost = message("Your answers could not be kept. Please send them again in a moment.", asked.language)
        return _shown(desk, asked, fields, {"": lost}, 503)
    return RedirectResponse(f"/ask/{asked.survey.id}/thanks?lang={asked.language}", 303)


async def _thanks(request: Request) -> Response:
    desk = _desk(request)
    survey = desk.surveys.get(request.path_params["id"])
    if survey is None:
        raise HTTPException(404)
    language = language_of(request, desk.language)
    return page("thanks.html", language, survey=survey, organisation=desk.organisation)


async def _css(request: Request) -> Response:
    del request
    return Response(stylesheet(), media_type="text/css", headers=_HOUR)


def _asked(request: Request) -> _Asked:
    """Read whose survey it is; a token that is damaged or for another survey asks without a name."""
    desk = _desk(request)
    survey = desk.surveys.get(request.path_params["id"])
    if survey is None:
        raise HTTPException(404)
    if not survey.open_on(today(desk.clock)):
        raise HTTPException(410)
    token = request.query_params.get("p", "")
    subject = desk.signer.subject(survey.id, token)
    return _Asked(survey, language_of(request, desk.language), "" if subject is None else token, subject)


def _shown(
    desk: Desk,
    asked: _Asked,
    fields: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """Show the form, with what was filled in and what is wrong with it; a form sent again keeps its token."""
    given, now = fields or {}, desk.clock.now()
    form = given.get("form", "")
    if desk.signer.form_id(asked.survey.id, form, now) is None:
        form = desk.signer.form(asked.survey.id, now)
    return page(
        "ask.html",
        asked.language,
        status=status,
        survey=asked.survey,
        asked=asked,
        fields=given,
        problems=problems or {},
        form=form,
        longest=forms.LONGEST,
        organisation=desk.organisation,
    )


async def refused(request: Request, problem: Exception) -> Response:
    """Say what is wrong in the reader's language, with the way back where there is one."""
    desk = _desk(request)
    status = problem.status_code if isinstance(problem, HTTPException) else 500
    language = language_of(request, desk.language)
    told = message(_TOLD[status], language) if status in _TOLD else message(_FAILED, language)
    reply = page("told.html", language, status=status, told=told, organisation=desk.organisation)
    reply.headers.update((problem.headers or {}) if isinstance(problem, HTTPException) else {})
    return reply


ROUTES = (
    Route("/ask/{id}", _form, methods=["GET"]),
    Route("/ask/{id}", _send, methods=["POST"]),
    Route("/ask/{id}/thanks", _thanks, methods=["GET"]),
    Route("/static/page.css", _css, methods=["GET"]),
)
"""For a server that shows more than surveys; its `state.desk` is the desk."""
