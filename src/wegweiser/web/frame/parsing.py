"""From a request to the struct a screen asks for: path, query, form, JSON and files in one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import UnionType
from typing import Any, BinaryIO, Union, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from wegweiser.errors import InvalidSetting
from wegweiser.web.frame import knowing, sniffing
from wegweiser.web.frame.declared import Upload

_MOST_FIELDS, _MOST_FIELD = 2_000, 200_000
Pairs = list[tuple[str, Any]]


def asked(request: Request, kind: type[msgspec.Struct]) -> msgspec.Struct:
    """Return what the address says: the parts of the path and the query.

    Raises:
        InvalidSetting: it says something that cannot be meant; every problem is named.
    """
    query = request.query_params.multi_items()
    if request.url.path.startswith("/api/"):
        _no_blanks(query, kind)
    return _convert([*query, *request.path_params.items()], kind, "The address")


def _no_blanks(query: Pairs, kind: type[msgspec.Struct]) -> None:
    """Refuse an empty field where a program means something else; a form of a page leaves fields empty."""
    hints = get_type_hints(kind)
    blank = [
        name
        for name, value in query
        if value == "" and name in hints and str not in _kinds(hints[name]) and not _holds_many(hints[name])
    ]
    if blank:
        raise InvalidSetting("The address", [f"'{name}' is empty; leave it out" for name in blank])


async def taken(request: Request, kind: type[msgspec.Struct], most: int, folder: Path) -> tuple[msgspec.Struct, str]:
    """Return what a form or a JSON body says, with the parts of the path, and the secret the form carries.

    Files are written to the folder, which the caller removes.

    Raises:
        InvalidSetting: it says something that cannot be meant.
        HTTPException: it is too large (413) or of no kind we read (415), or cannot be read (400).
    """
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media == "application/json":
        return _of_json(await _body(request, most), request.path_params, kind), ""
    if media == "multipart/form-data":
        pairs = await _multipart(request, most, folder)
    elif media == "application/x-www-form-urlencoded":
        pairs = await _urlencoded(request, most)
    elif not media and not await _body(request, most):
        pairs = []
    else:
        raise HTTPException(415)
    secret = next((value for name, value in pairs if name == "csrf" and isinstance(value, str)), "")
    return _convert([*pairs, *request.path_params.items()], kind, "The form"), secret


def _of_json(body: bytes, path: Mapping[str, Any], kind: type[msgspec.Struct]) -> msgspec.Struct:
    try:
        raw = msgspec.json.decode(body) if body else {}
        if not isinstance(raw, dict):
            raise InvalidSetting("The body", ["it must be a JSON object"])
        if problems := knowing.unknown(raw, kind, frozenset(path)):
            raise InvalidSetting("The body", problems)
        return msgspec.convert(raw | _in_path(path, kind), kind, dec_hook=_own, strict=True)
    except msgspec.ValidationError as problem:
        raise InvalidSetting("The body", [str(problem)]) from problem
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise InvalidSetting("The body", [f"this is no JSON: {problem}"]) from problem


def _in_path(path: Mapping[str, Any], kind: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the parts of a path as the fields take them: an address holds text, also where it means a number."""
    hints = get_type_hints(kind)
    return {name: msgspec.convert(value, hints[name], strict=False) for name, value in path.items() if name in hints}


async def _body(request: Request, most: int) -> bytes:
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > most:
        raise HTTPException(413)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413)
    return bytes(body)


async def _urlencoded(request: Request, most: int) -> Pairs:
    try:
        text = (await _body(request, most)).decode()
        return list(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"))
    except ValueError as wrong:
        raise HTTPException(400) from wrong


async def _multipart(request: Request, most: int, folder: Path) -> Pairs:
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > most:
        raise HTTPException(413)

    large = False

    async def limited() -> Any:  # noqa: ANN401  (an async iterator, as Starlette's parser takes it)
        nonlocal large
        read = 0
        async for chunk in request.stream():
            read += len(chunk)
            if large := read > most:
                raise MultiPartException("too large")  # only for this one the parser closes its files
            yield chunk

    parser = MultiPartParser(
        request.headers, limited(), max_files=20, max_fields=_MOST_FIELDS, max_part_size=_MOST_FIELD
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError) as wrong:
        raise HTTPException(413 if large else 400) from wrong
    pairs: Pairs = []
    try:
        for name, value in form.multi_items():
            pairs.append((name, await _kept(value, folder) if isinstance(value, UploadFile) else value))
    finally:
        await form.close()
    return pairs


async def _kept(sent: UploadFile, folder: Path) -> Upload | None:
    """Write a file that was sent into the folder under a name of ours; an empty field sends none."""
    name = PurePosixPath(PureWindowsPath(sent.filename or "").name).name.replace("\x00", "")
    if not name.strip(". "):
        return None
    # In a thread: a large file takes seconds, in which the loop would answer nobody else.
    return await run_in_threadpool(_copied, sent.file, name, folder)


def _copied(sent: BinaryIO, name: str, folder: Path) -> Upload:
    head = sent.read(sniffing.HEAD)
    if not sniffing.agrees(name, head):
        raise HTTPException(415)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(head)
        shutil.copyfileobj(sent, file, 1 << 20)
        return Upload(name[-200:], Path(file.name), file.tell())


def _convert(pairs: Sequence[tuple[str, Any]], kind: type[msgspec.Struct], where: str) -> msgspec.Struct:
    hints = get_type_hints(kind)
    raw: dict[str, Any] = {}
    for name, value in pairs:
        head, *rest = name.split(".")
        if head not in hints:
            continue
        if rest:
            _nested(raw, [head, *rest], value)
        elif _holds_many(hints[head]):
            raw.setdefault(head, [])
            raw[head] += _one(value, _item(hints[head]))
        else:
            found = _one(value, hints[head])
            raw |= {head: found[0]} if found else {}
    if problems := knowing.untold(raw, kind):
        raise InvalidSetting(where, problems)
    try:
        return msgspec.convert(raw, kind, dec_hook=_own, strict=False)
    except msgspec.ValidationError as problem:
        raise InvalidSetting(where, [str(problem)]) from problem


def _nested(raw: dict[str, Any], names: list[str], value: object) -> None:
    """Put `edit.text` where the struct `edit` has its `text`."""
    place = raw
    for name in names[:-1]:
        deeper = place.setdefault(name, {})
        if not isinstance(deeper, dict):
            return
        place = deeper
    place[names[-1]] = value


def _one(value: Any, hint: Any) -> list[Any]:  # noqa: ANN401  (a field as it was sent, and its type)
    """Return a field as the struct takes it; an empty one is left out where it is no text, and a tick means yes."""
    if value is None:
        return []
    if isinstance(value, str):
        kinds = _kinds(hint)
        if not value and str not in kinds:
            return []
        if bool in kinds and value == "on":
            return [True]
        if datetime in kinds and not value[:5].endswith("-"):
            raise InvalidSetting("The form", [f"'{value}' is no time; write it like 2026-03-02T12:00:00Z"])
        if value[:1] in {"{", "["} and str not in kinds:
            try:
                return [msgspec.json.decode(value)]
            except (msgspec.DecodeError, RecursionError) as problem:
                raise InvalidSetting("The form", [f"this is no JSON: {problem}"]) from problem
    return [value]


def _kinds(hint: Any) -> set[Any]:  # noqa: ANN401  (a type)
    return set(get_args(hint)) if get_origin(hint) in {Union, UnionType} else {hint}


def _holds_many(hint: Any) -> bool:  # noqa: ANN401  (a type)
    return get_origin(hint) in {tuple, list}


def _item(hint: Any) -> Any:  # noqa: ANN401  (a type)
    return get_args(hint)[0]


def _own(kind: type, value: Any) -> Any:  # noqa: ANN401  (msgspec's hook for types it does not know)
    if isinstance(value, kind):
        return value
    raise ValueError("a file must be sent as multipart/form-data")
