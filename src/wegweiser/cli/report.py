"""What a run tells a person: what was read, what was found, and where the map lies."""

from __future__ import annotations

from wegweiser.cli.shown import say, table_of
from wegweiser.domain.estimates import Proportion
from wegweiser.domain.personas import PersonaSet
from wegweiser.i18n import Between, Count, Language, Share, Shown, message, read
from wegweiser.workspace import Report


def show_report(report: Report, language: Language) -> None:
    """Print the short finding, the figures behind it, and the paths of what was written."""
    for sentence in report.guessed:
        say(read(sentence, language))
    _show_loaded(report, language)
    say("")
    if report.note:
        say(read(report.note, language), style="dim")
    say(_counted(report, language))
    for sentence in report.findings:
        say(read(sentence, language), style="bold")
    if report.proposed:
        one = "1 touchpoint was placed by proposal. Look at it in {path}."
        many = "{n} touchpoints were placed by proposal. Look at them in {path}."
        say(_many(report.proposed, one, many, language, path="wegweiser.toml"))
    if report.unmapped_events:
        one = "1 event belongs to no touchpoint; `wegweiser status` names it."
        many = "{n} events belong to no touchpoint; `wegweiser status` names them."
        say(_many(report.unmapped_events, one, many, language))
    if report.ended:
        say(read(report.ended, language), style="dim")
    for remark in report.remarks:
        say(read(remark, language), style="yellow")
    say("\n".join(["", *report.written]))


def _counted(report: Report, language: Language) -> str:
    """Return what journeys are made of; where there are none, that people answered surveys."""
    people = sum(wave.people for wave in report.surveys)
    if people and not report.events:
        return message("{n} people answered surveys, all waves together; there are no events.", language,
                       n=Count(people))  # fmt: skip
    return message(
        "{customers}, {events}, {steps} on {touchpoints}.",
        language,
        customers=_many(report.customers, "1 customer", "{n} customers", language),
        events=_many(report.events, "1 event", "{n} events", language),
        steps=_many(report.steps, "1 step", "{n} steps", language),
        touchpoints=_many(report.touchpoints, "1 touchpoint", "{n} touchpoints", language),
    )


def _many(n: int, one: str, many: str, language: Language, **values: Shown) -> str:
    """Return a message about one thing or about several."""
    return message(one, language, **values) if n == 1 else message(many, language, n=Count(n), **values)


def _show_loaded(report: Report, language: Language) -> None:
    """Print what became of every file: of events, surveys and offers."""
    if report.files or not report.surveys:
        _show_files(report, language)
    _show_surveys(report, language)
    if report.texts:
        names = ("source", "rows", "texts", "empty", "quarantined", "state")
        table_of([{name: getattr(text, name) for name in names} for text in report.texts], names, language)
    _show_own(report, language)
    if report.offers:
        columns = tuple(report.offers[0].__struct_fields__)
        table_of([{name: getattr(file, name) for name in columns} for file in report.offers], columns, language)


def _show_files(report: Report, language: Language) -> None:
    always, sometimes = ("source", "file", "rows", "events"), ("folded", "known", "paths", "derived")
    used = tuple(name for name in sometimes if any(getattr(file, name) for file in report.files))
    columns = (*always, *used, "quarantined", "state")
    rows = [{name: getattr(file, name) for name in columns} for file in report.files]
    table_of(rows, columns, language)
    lost = sum(file.quarantined for file in report.files)
    if lost:
        one = "1 row waits in quarantine with its reason: wegweiser quarantine list"
        many = "{n} rows wait in quarantine with their reasons: wegweiser quarantine list"
        say(_many(lost, one, many, language), style="yellow")


def _show_surveys(report: Report, language: Language) -> None:
    """Print what became of every wave, and which questions it does not ask."""
    if not report.surveys:
        return
    columns = ("survey", "wave", "file", "people", "answers", "missing", "quarantined", "matched", "state")
    table_of([{name: getattr(wave, name) for name in columns} for wave in report.surveys], columns, language)
    for wave in report.surveys:
        if wave.gone:
            names = ", ".join(wave.gone)
            say(message("Wave {wave} does not ask: {names}", language, wave=wave.wave, names=names), style="dim")


def _show_own(report: Report, language: Language) -> None:
    """Print what became of the answers to surveys of our own, and of texts that were kept long enough."""
    own = report.asked
    if own is not None:
        told = message(
            "Surveys of our own: {forms} forms, {answers} answers, {texts} texts.",
            language,
            forms=Count(own.forms),
            answers=Count(own.answers),
            texts=Count(own.texts),
        )
        say(told)
        if own.unread:
            lost = message(
                "{n} lines of the log are torn or answer nothing that is asked.", language, n=Count(own.unread)
            )
            say(lost, style="yellow")
    if report.expired:
        gone = message("{n} texts were kept for as long as keep_days says and were removed.", language,
                       n=Count(report.expired))  # fmt: skip
        say(gone)


def show_personas(found: PersonaSet, language: Language) -> None:
    """Print each persona with share, interval, claim and what sets it apart."""
    say(read(found.verdict, language), style="bold")
    if found.personas:
        told = "Personas are of {covered} of {profiles} people something is known of, all sources and waves together."
        say(message(told, language, covered=Count(found.covered), profiles=Count(found.profiles)), style="dim")
    for persona in found.personas:
        say("")
        say(f"{read(persona.name, language)}  {shown(persona.share, language)}", style="bold")
        say(read(persona.claim, language))
        for trait in persona.traits:
            say(f"  · {read(trait.shown, language)}")


def shown(share: Proportion, language: Language) -> str:
    """Return a share with its interval and n."""
    return message(
        "{value} ({within}), n = {n}",
        language,
        value=Share(share.value),
        within=Between(Share(share.lo), Share(share.hi)),
        n=Count(share.n),
    )
