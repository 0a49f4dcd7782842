"""`wegweiser claims …`: how the claims of the map stand, how they are tested, and what came of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Json
from wegweiser.cli.shown import as_json, say, table_of
from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.domain.validations import Method, Validation
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Count, Language, message, read
from wegweiser.maps.validation import Proposal, threshold
from wegweiser.stats import wilson

app = typer.Typer(help="Claims of the map: how they stand, and how they are tested.", invoke_without_command=True)


class How(StrEnum):
    """How a claim is tested, as one types it."""

    SURVEY = "survey"
    INTERVIEW = "interview"
    DATA = "data"


_METHODS = {How.SURVEY: Method.SURVEY, How.INTERVIEW: Method.INTERVIEW, How.DATA: Method.DATA_CHECK}
_ANSWERED = "{id}: {verdict}. The next `wegweiser run` draws it on the map."
_TOO_FEW = "{id}: no verdict yet: {n} of {planned} planned; a fifth is needed at least."


@app.callback()
def claims(
    context: typer.Context,
    folder: Folder = HERE,
    status: Annotated[
        Status | None, typer.Option("--status", help="Only claims that stand so.", case_sensitive=False)
    ] = None,
    json: Json = False,
) -> None:
    """Show every claim as it stands on the last day of the data: its n, how long it counts, and why it went stale."""
    if context.invoked_subcommand is not None:
        return
    with open_workspace(folder) as ws:
        aged, language, validity, ended = ws.claims(), ws.config.language, ws.config.validity, ws.ended()
    reasons = {one.claim: read(one.reason, language) for one in aged.stale}
    found = {claim.id: claim for claim in reversed(aged.journey_map.claims())}
    rows = [
        {
            "claim": claim.id,
            "status": claim.status.value,
            "n": claim.n,
            "until": str(validity.until(claim) or ""),
            "text": _words(claim, language),
            "why": reasons.get(claim.id, ""),
        }
        for claim in sorted(found.values(), key=lambda one: one.id)
        if status in {None, claim.status}
    ]
    if json:
        as_json(rows)
    else:
        table_of(rows, ("claim", "status", "n", "until", "text", "why"), language)
        if ended:
            say(read(ended, language), style="dim")


@app.command()
def validate(
    claim: Annotated[str, typer.Argument(help="The id of the claim.")],
    folder: Folder = HERE,
    *,
    method: Annotated[How, typer.Option("--method", help="Ask customers, ask in interviews, or count anew.")],
    needed: Annotated[
        float | None,
        typer.Option(help="The share, or the mean, from which on it counts as supported.", show_default="by the claim"),
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="Append the survey to wegweiser.toml.")] = False,
    json: Json = False,
) -> None:
    """Plan a test of a claim: a survey to paste, a question of an interview guide, or a check of data, and how many."""
    with open_workspace(folder) as ws:
        proposal = ws.validate(claim, _METHODS[method], needed=needed, add=add)
        language = ws.config.language
    if json:
        as_json({"validation": proposal.validation, "survey": proposal.toml})
    else:
        _show(proposal, language, added=add)


@app.command("tests")
def listed(folder: Folder = HERE, json: Json = False) -> None:
    """Show every test of a claim: what is needed, of how many, and its verdict."""
    with open_workspace(folder) as ws:
        found, language = ws.claims().journey_map.validations, ws.config.language
    if json:
        as_json([{"validation": one, "verdict": one.verdict} for one in found])
        return
    rows = [
        {
            "test": one.id,
            "claim": one.claim,
            "method": one.method.value,
            "needed": read(threshold(one), language),
            "planned": one.planned_n,
            "n": one.result.n if one.result else None,
            "verdict": one.verdict.value if one.verdict else "",
        }
        for one in found
    ]
    table_of(rows, ("test", "claim", "method", "needed", "planned", "n", "verdict"), language)


@app.command()
def decide(
    test: Annotated[str, typer.Argument(help="The id of the test.")],
    folder: Folder = HERE,
    *,
    hits: Annotated[int | None, typer.Option(min=0, help="How many said yes, or raised it.")] = None,
    n: Annotated[int | None, typer.Option("--n", min=1, help="How many were asked, or counted.")] = None,
    mean: Annotated[float | None, typer.Option(help="The mean, where a mean decides.")] = None,
    lo: Annotated[float | None, typer.Option(help="The lower end of its 95 % interval.")] = None,
    hi: Annotated[float | None, typer.Option(help="The upper end of its 95 % interval.")] = None,
    from_answers: Annotated[bool, typer.Option("--from-answers", help="Count the answers to its own survey.")] = False,
    by: Annotated[str, typer.Option(help="Who decided it.")] = "",
    json: Json = False,
) -> None:
    """Enter what came of a test and say its verdict; exit code 1 where there is none yet."""
    result = None if from_answers else _result(hits, n, mean, (lo, hi))
    if from_answers and (hits is not None or mean is not None):
        raise InvalidSetting("The result", ["answers are counted, or figures are given; not both"])
    with open_workspace(folder) as ws:
        validation = ws.decide(test, result, by=by)
        language = ws.config.language
    if json:
        as_json({"validation": validation, "verdict": validation.verdict})
    else:
        _say_verdict(validation, language)
    if validation.verdict is None:
        raise typer.Exit(1)


def _words(claim: Claim, language: Language) -> str:
    """Return the words of a claim; a generated one about fewer than 20 people keeps them to itself."""
    if claim.author == "rule" and claim.n is not None and claim.n < SUPPRESSED_BELOW:
        return message("fewer than 20 people: not shown", language)
    return read(claim.text, language)


def _show(proposal: Proposal, language: Language, *, added: bool) -> None:
    one = proposal.validation
    say(one.id, style="bold")
    say(read(one.question, language))
    needed = message("Needed: {needed}, of {n} people.", language, needed=threshold(one), n=Count(one.planned_n))
    say(needed)
    if proposal.survey is not None and added:
        say(message("The survey stands in {path}.", language, path="wegweiser.toml"))
    elif proposal.survey is not None:
        say(message("Paste this into {path}:", language, path="wegweiser.toml"))
        say(proposal.toml)


def _result(
    hits: int | None, n: int | None, mean: float | None, ends: tuple[float | None, float | None]
) -> Proportion | Estimate:
    """Return the figures somebody typed as a share with Wilson's interval, or as the mean with the interval given."""
    lo, hi = ends
    if hits is not None and n is not None and mean is None:
        return wilson(hits, n)
    if mean is not None and n is not None and lo is not None and hi is not None and hits is None and lo <= mean <= hi:
        return Estimate(value=mean, lo=lo, hi=hi, n=n)
    raise InvalidSetting("The result", ["give --hits and --n, or --mean, --lo, --hi and --n, or --from-answers"])


def _say_verdict(validation: Validation, language: Language) -> None:
    verdict = validation.verdict
    if verdict is not None:
        say(message(_ANSWERED, language, id=validation.id, verdict=message(verdict.value, language)))
        return
    n = validation.result.n if validation.result else 0
    say(message(_TOO_FEW, language, id=validation.id, n=Count(n), planned=Count(validation.planned_n)))
