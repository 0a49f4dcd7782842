"""The surveys of one workspace: added, loaded, shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import tomlkit

from wegweiser.domain.surveys import Item, Scale
from wegweiser.errors import SourceProblem, UnknownName
from wegweiser.i18n import Language, Text, both, message, read
from wegweiser.progress import Progress, silent
from wegweiser.voice.surveys import Loaded, Survey, SurveySpec, guess
from wegweiser.warehouse import Result
from wegweiser.workspace import config as configuration
from wegweiser.workspace.config import Config
from wegweiser.workspace.ground import Ground

_SHOWN = 3


def add(
    ws: Ground, path: Path, *, dictionary: Path | None = None, name: str | None = None
) -> tuple[SurveySpec, tuple[Text, ...]] | None:
    """Point the workspace at a survey's export and write down its questions, or return None where it is no survey.

    A file of a survey that is known joins it as a further wave; its columns are matched to the known questions.

    Raises:
        SourceProblem: the file is not there, or a dictionary cannot be read.
    """
    if not path.is_file():
        raise SourceProblem(f"The file {path} does not exist.")
    if dictionary is not None and not dictionary.is_file():
        raise SourceProblem(f"The dictionary {dictionary} does not exist; leave --dictionary out where there is none.")
    known = next((s for s in ws.config.survey if path.resolve() in _resolved(ws, s)), None)
    if known is not None:
        return known, (both("It is read already."),)
    found = guess(ws.warehouse, path, dictionary, name)
    if found is None:
        return None
    standing = next((spec for spec in ws.config.survey if spec.name == found.spec.name), None)
    if standing is None:
        spec = _located(ws, found.spec, path)
        configuration.extend(ws.folder, "survey", [spec])
    else:
        _join(ws.folder, standing.name, ws.files.named(path))
    ws.config = Config.read(ws.folder)
    spec = next(spec for spec in ws.config.survey if spec.name == found.spec.name)
    survey = of(ws, spec)
    survey.items()
    said = both("Its questions are written in {file}: correct them there.", file=survey.questions.name)
    return spec, (*found.sentences, said)


def of(ws: Ground, spec: SurveySpec) -> Survey:
    """Return a survey with its files; one whose files did not change is the same one, which has read their columns.

    Raises:
        SourceProblem: a pattern of its files matches nothing.
    """
    paths = tuple(ws.files.of(spec))
    looked = [*paths, *((ws.folder / Path(spec.dictionary).expanduser(),) if spec.dictionary else ())]
    stats = [path.stat() for path in looked if path.is_file()]
    mark = (spec, paths, [(stat.st_size, stat.st_mtime_ns) for stat in stats])
    kept = ws.profiled.get(spec.name)
    if kept is None or kept[0] != mark:
        kept = mark, Survey(ws.warehouse, spec, ws.folder, paths)
        ws.profiled[spec.name] = kept
    return kept[1]


def load(ws: Ground, progress: Progress = silent) -> tuple[Loaded, ...]:
    """Return what became of every file of every survey: read where it or its questions are new."""
    return tuple(loaded for spec in ws.config.survey for loaded in of(ws, spec).load(progress))


def items(ws: Ground) -> dict[str, tuple[Item, ...]]:
    """Return the questions of every survey, by its name."""
    return {spec.name: of(ws, spec).items() for spec in ws.config.survey}


def shown(ws: Ground, language: Language, name: str | None = None) -> Result:
    """Return every question with its columns by wave, role, scale, codes and touchpoint.

    Raises:
        UnknownName: no survey is called so.
    """
    if name is not None and name not in {spec.name for spec in ws.config.survey}:
        raise UnknownName("survey", name, [spec.name for spec in ws.config.survey])
    rows = [row for spec in ws.config.survey if name in {None, spec.name} for row in _rows(of(ws, spec), language)]
    note = both(
        "Columns by wave; how a column was recognised where it is called differently. Change what is wrong in the "
        "questions file."
    )
    return Result("questions", pa.Table.from_pylist(rows, schema=_COLUMNS), note)


_COLUMNS = pa.schema(
    [(key, pa.string()) for key in ("survey", "item", "text", "role", "metric", "scale", "codes", "about", "columns")]
)


def _rows(survey: Survey, language: Language) -> list[dict[str, str]]:
    found: dict[str, list[str]] = {}
    for wave, matched in survey.matches():
        for one in matched.found:
            sure = "" if one.how in {None, "name"} else f" ({_how(str(one.how), language)} {one.score:.2f})"
            found.setdefault(one.item, []).append(f"{wave}: {str(one.column).strip()}{sure}")
    return [
        {
            "survey": survey.spec.name,
            "item": item.id,
            "text": read(item.text, language),
            "role": item.role.value,
            "metric": item.metric.value if item.metric else "",
            "scale": _scale(item.scale),
            "codes": _codes(item, language),
            "about": message("everything", language) if item.overall else item.about or "",
            "columns": " · ".join(found.get(item.id, [message("gone", language)])),
        }
        for item in survey.items()
    ]


_HOW = {
    "spelling": "spelling",
    "number": "number moved",
    "text": "same question",
    "order": "same place",
    "likeness": "alike",
}


def _how(how: str, language: Language) -> str:
    return message(_HOW[how], language)


def _scale(scale: Scale | None) -> str:
    if scale is None:
        return ""
    ends = (scale.high, scale.low) if scale.best_low else (scale.low, scale.high)
    return f"{ends[0]:g}→{ends[1]:g}"


def _codes(item: Item, language: Language) -> str:
    """Say which codes are no answers, else the first labels."""
    if item.scale is not None and (item.scale.missing or item.scale.unused):
        none = [f"{code:g}" for code in item.scale.missing]
        never = [f"{code:g}" for code in item.scale.unused]
        told = [message("none: {codes}", language, codes=", ".join(none))] if none else []
        return "; ".join(told + ([message("never used: {codes}", language, codes=", ".join(never))] if never else []))
    labels = [f"{code} {read(label, language)}" for code, label in list(item.levels.items())[:_SHOWN]]
    return ", ".join(labels) + (" …" if len(item.levels) > _SHOWN else "")


def _located(ws: Ground, spec: SurveySpec, path: Path) -> SurveySpec:
    """Name files as wegweiser.toml does: from the workspace's folder on where they lie inside."""
    written = ws.files.named(Path(spec.dictionary)) if spec.dictionary else ""
    return SurveySpec(spec.name, (ws.files.named(path),), dictionary=written, proposed=True)


def _resolved(ws: Ground, spec: SurveySpec) -> set[Path]:
    return {path.resolve() for path in ws.files.of(spec)}


def _join(folder: Path, name: str, file: str) -> None:
    """Append a file to a survey in wegweiser.toml and leave every other word as it is."""
    path = folder / configuration.FILE
    document = tomlkit.parse(path.read_text("utf-8"))
    table = next(table for table in document["survey"] if table["name"] == name)
    files: Sequence[str] = table["files"]
    table["files"] = [*files, file]
    path.write_text(tomlkit.dumps(document), "utf-8")
