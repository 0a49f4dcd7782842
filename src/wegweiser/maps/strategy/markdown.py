"""Strategy sheets as Markdown, for a wiki or a repository."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wegweiser.domain.strategy import ChannelSheet
from wegweiser.i18n import Language, Share, Text, read
from wegweiser.maps.strategy.words import words

_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")


def markdown(sheets: Sequence[ChannelSheet], language: Language) -> str:
    """Return all sheets as one Markdown document; what comes from data is escaped."""
    said = words(language)
    lines = [f"# {said['title']}", "", said["lead"]]
    aimless = [_SPECIAL.sub(r"\\\1", read(sheet.name, language)) for sheet in sheets if not sheet.aims]
    if aimless:
        lines += ["", f"{said['no_aim']} {', '.join(aimless)}. {said['decide']}"]
    for sheet in sheets:
        lines += ["", *_sheet(sheet, language, said)]
    return "\n".join(lines) + "\n"


def _sheet(sheet: ChannelSheet, language: Language, said: dict[str, str]) -> Iterator[str]:
    def plain(text: Text) -> str:
        return _SPECIAL.sub(r"\\\1", read(text, language).replace("\n", " "))

    yield f"## {plain(sheet.name)}"
    if sheet.aims:
        yield from ("", f"**{said['aim']}:** " + "; ".join(map(plain, sheet.aims)))
    yield from ("", f"**{said['touchpoints']}:** " + ", ".join(map(plain, sheet.touchpoints)))
    yield from ("", f"**{said['role']}:** {plain(sheet.role) or said['no_role']}")
    if sheet.phases:
        places = ", ".join(f"{plain(name)} {Share(share).shown(language)}" for name, share in sheet.phases)
        yield from ("", f"**{said['phases']}:** {places}")
    yield from ("", f"### {said['figures']}", "")
    for figure in sheet.figures:
        detail = f" ({plain(figure.detail)})" if figure.detail else ""
        yield f"- {plain(figure.name)}: {plain(figure.shown)}{detail}"
    yield from ("", f"### {said['personas']}", "")
    for use in sheet.personas:
        base = f", {said['others']} {Share(use.base).shown(language)}" if use.base is not None else ""
        yield f"- {plain(use.name)}: {Share(use.share.value).shown(language)}{base}"
    if not sheet.personas:
        yield said["no_personas"]
    yield from ("", f"### {said['levers']}", "")
    for lever in sheet.levers:
        rank = f"{said['rank']} {lever.rank}, " if lever.rank is not None else ""
        yield f"- {plain(lever.text)} ({rank}{said['grade']} {lever.grade})"
    if not sheet.levers:
        yield said["no_levers"]
    yield from ("", f"### {said['actions']}", "")
    for action in sheet.actions:
        yield f"- **{plain(action.name)}.** {plain(action.text)}"
        yield f"  {said['why']}: {plain(action.why)}. {said['watch']}: {plain(action.metric)}. "
        yield f"  {said['try']}: {plain(action.test)}."
    yield from ("", said["proposal"]) if sheet.actions else (said["no_actions"],)
