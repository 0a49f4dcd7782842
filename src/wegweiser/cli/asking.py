"""`wegweiser serve` and `wegweiser ask …`: the app, own surveys, their links, and how many people to ask."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wegweiser.bootstrap import open_app_store, open_workspace, settings_of
from wegweiser.cli.options import HERE, Folder, Json
from wegweiser.cli.shown import as_json, say
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Count, Language, Share, Text, message, read
from wegweiser.stats import planning, power
from wegweiser.voice.asking import OwnSurvey, links, log

app = typer.Typer(help="Surveys of our own: which there are, links to them, how many to ask.", no_args_is_help=True)
_LOCAL = "http://127.0.0.1:8080"
_LISTENS = {"0.0.0.0": "127.0.0.1", "::": "127.0.0.1", "::1": "[::1]"}  # noqa: S104  (how one's own machine is reached)
_HOME = {"127.0.0.1", "localhost", "::1"}
_IN_THE_CLEAR = (
    "This listens beyond this machine without TLS. Put a web server with HTTPS in front, and name its address in "
    "WEGWEISER_BASE_URL."
)


def serve(
    folder: Folder = HERE,
    host: Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 is every one.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen at.")] = 8080,
) -> None:
    """Open the app on the workspace in a browser, and show its surveys at /ask/ID; the first start prints a link."""
    # Here, for no other command needs a server: its packages take a tenth of a second.
    from wegweiser import web  # noqa: PLC0415

    web.few_heaps()  # before the engine begins its threads
    settings = settings_of()
    with open_workspace(folder, settings) as ws:
        surveys, config, clock, language = ws.own_surveys(), ws.config, ws.clock, ws.config.language
    desk = web.Desk.of(config, folder, clock) if surveys else None
    base_url = settings.base_url or f"http://{_LISTENS.get(host, host)}:{port}"
    with open_app_store(folder, settings, clock) as store:
        outgoing = web.Outgoing(settings.reachable)
        site = web.site_of(folder, store, clock, base_url, outgoing=outgoing, provider=settings.oidc)
        say(message("Wegweiser: {address}", language, address=base_url), style="bold")
        for survey in surveys:
            say(links.link(base_url, survey.id))
        if (first := web.first_link(site)) is not None:
            say(message("Open this link to become the first admin; it works once, and for 24 hours:", language))
            say(first, style="bold")
        if host not in _HOME and not base_url.startswith("https://"):
            say(message(_IN_THE_CLEAR, language), style="bold")
        say(message("Press Ctrl+C to stop.", language), style="dim")
        web.serve(web.site_pages(site, desk), host, port)


@app.command("list")
def listed(folder: Folder = HERE, json: Json = False) -> None:
    """Show every survey of our own: its questions, trigger, share and rest; what is wrong is named."""
    with open_workspace(folder) as ws:
        surveys, language = ws.own_surveys(), ws.config.language
    if json:
        as_json([{"id": one.id, "title": one.title, "questions": [q.id for q in one.question]} for one in surveys])
        return
    for survey in surveys:
        say(f"{survey.id}: {read(survey.title, language)}", style="bold")
        text = "{n} questions · asked: {share} of those due · pause of {days} days"
        count = {"n": Count(len(survey.question)), "days": Count(survey.rest_days)}
        say("  " + message(text, language, share=Share(survey.share), **count))
    if not surveys:
        say(message("wegweiser.toml has no [[ask]] yet.", language))


@app.command()
def link(
    survey: Annotated[str, typer.Argument(help="The id of the survey.")],
    folder: Folder = HERE,
    *,
    person: Annotated[str | None, typer.Option(help="Make it this person's own link.")] = None,
    kind: Annotated[str, typer.Option(help="The kind of identifier of the person.")] = "customer",
    base_url: Annotated[str, typer.Option(help="Where the page stands on the web.")] = _LOCAL,
    qr: Annotated[Path | None, typer.Option(help="Also write a QR code to this .svg or .png.")] = None,
    caption: Annotated[
        str | None, typer.Option(help="What stands below the code (SVG).", show_default="the survey's title")
    ] = None,
    json: Json = False,
) -> None:
    """Print the link to a survey for an e-mail or a receipt, and draw its QR code."""
    with open_workspace(folder) as ws:
        asked = _named(ws.own_surveys(), survey)
        signer = links.signer_of(ws.folder / log.FOLDER) if person is not None else None
        language = ws.config.language
    address = links.link(base_url, asked.id, signer=signer, person=person, kind=kind)
    if qr is not None:
        links.write_qr(address, qr, read(asked.title, language) if caption is None else caption)
    if json:
        as_json({"link": address, "qr": qr})
    else:
        say(address)


@app.command()
def plan(
    *,
    nps: Annotated[bool, typer.Option("--nps", help="An NPS, its margin in points.")] = False,
    share: Annotated[float | None, typer.Option(help="A share of about this size (0 to 1).")] = None,
    spread: Annotated[float | None, typer.Option(help="A mean whose answers spread so much (s.d.).")] = None,
    margin: Annotated[float | None, typer.Option(help="How exact, either way: 5 for an NPS, 0.05 for a share.")] = None,
    difference: Annotated[
        float | None, typer.Option(help="Instead of a margin: the smallest difference of two groups to be found.")
    ] = None,
    response: Annotated[float, typer.Option(help="The share of those invited who answer.")] = 0.1,
    among: Annotated[int | None, typer.Option(help="How many people there are at all, if few.")] = None,
    lang: Annotated[Language, typer.Option("--lang", help="en or de.")] = "en",
    json: Json = False,
) -> None:
    """Say how many answers a figure takes, and how many invitations those."""
    if [nps, share is not None, spread is not None].count(True) != 1 or (margin is None) == (difference is None):
        raise InvalidSetting("The plan", ["name one of --nps, --share, --spread, and either --margin or --difference"])
    if difference is not None:
        found = planning.planned(_each(difference, share, spread), response=response, groups=2)
    else:
        found = planning.planned(_one(margin or 0, share, spread, among), response=response)
    if json:
        as_json({"answers": found.answers, "groups": found.groups, "invitations": found.invitations})
        return
    each = "{n} answers in each of two groups, so {m} invitations where {share} answer."
    one = "{n} answers, so {m} invitations where {share} answer."
    counts = {"n": Count(found.answers), "m": Count(found.invitations)}
    told = message(each, lang, share=Share(response), **counts) if found.groups == 2 else ""
    say(told or message(one, lang, share=Share(response), **counts))
    if among is not None and found.invitations > among:
        few: Text = message("There are only {n} people: a wider margin, or more who answer.", lang, n=Count(among))
        say(read(few, lang))
        raise typer.Exit(1)


def _one(margin: float, share: float | None, spread: float | None, among: int | None) -> int:
    """Return the answers for a margin of the one figure named."""
    if share is not None:
        return planning.share(margin, expected=share, of=among)
    if spread is not None:
        return planning.mean(margin, spread=spread, of=among)
    return planning.nps(margin, of=among)


def _each(smallest: float, share: float | None, spread: float | None) -> int:
    """Return the answers of each group for a difference; an NPS is taken at its widest spread."""
    if share is not None:
        return power.per_group(share, share + smallest)
    return planning.difference(smallest, spread=100 if spread is None else spread)


def _named(surveys: tuple[OwnSurvey, ...], name: str) -> OwnSurvey:
    found = next((survey for survey in surveys if survey.id == name), None)
    if found is None:
        raise UnknownName("survey of our own", name, [survey.id for survey in surveys])
    return found
