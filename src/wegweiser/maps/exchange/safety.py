"""Files from outside are opened here first: size, packing and XML are looked at before they are read."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import Any

import msgspec
from defusedxml import DefusedXmlException as Declared
from defusedxml.ElementTree import ParseError, fromstring

from wegweiser.errors import SourceProblem

_PIECE = 1 << 16
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


class Limits(msgspec.Struct, frozen=True):
    """How large a file may be, packed and unpacked."""

    size: int = 20_000_000
    members: int = 2_000
    unpacked: int = 120_000_000
    ratio: int = 250
    """How many times larger a member may be than it is packed; small ones may be more."""
    rows: int = 20_000
    columns: int = 200
    text: int = 8_000
    """Characters of one text; what is longer is cut, with a remark."""


LIMITS = Limits()


def unpacked(content: bytes, limits: Limits = LIMITS, where: str = "The file") -> dict[str, bytes]:
    """Return the members of a ZIP file by name, read piece by piece so that none grows beyond the limits.

    Raises:
        SourceProblem: it is no ZIP file, is broken or encrypted, holds too much, or its XML declares entities.
    """
    sized(content, limits, where)
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            infos = packed.infolist()
            if len(infos) > limits.members:
                raise SourceProblem(f"{where} holds {len(infos)} parts; up to {limits.members} are read.")
            left, found = limits.unpacked, {}
            for info in infos:
                found[info.filename] = _member(packed, info, left, limits, where)
                left -= len(found[info.filename])
    # a runtime error is what zipfile raises for a password and for a packing it does not know
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError) as problem:
        raise SourceProblem(f"{where} cannot be unpacked: {problem}.") from None
    for name, data in found.items():
        if name.endswith((".xml", ".rels", ".vml")) and b"<!DOCTYPE" in data.replace(b"\0", b"").upper():
            raise SourceProblem(f"{where} declares a document type in {name}; such files are not read.")
    return found


def _member(packed: zipfile.ZipFile, info: zipfile.ZipInfo, left: int, limits: Limits, where: str) -> bytes:
    """Return one member; what the file says of its size is not believed."""
    most = min(left, max(info.compress_size * limits.ratio, 1_000_000))
    pieces, total = [], 0
    with packed.open(info) as file:
        while piece := file.read(_PIECE):
            total += len(piece)
            if total > most:
                raise SourceProblem(f"{where} grows beyond what is read when {info.filename} is unpacked.")
            pieces.append(piece)
    return b"".join(pieces)


def sized(content: bytes, limits: Limits = LIMITS, where: str = "The file") -> None:
    """Refuse a file that is empty or too large.

    Raises:
        SourceProblem: it is.
    """
    if not content:
        raise SourceProblem(f"{where} is empty.")
    if len(content) > limits.size:
        raise SourceProblem(f"{where} has {len(content):,} bytes; up to {limits.size:,} are read.")


def xml(content: bytes, limits: Limits = LIMITS, where: str = "The file") -> Any:  # noqa: ANN401  (an element)
    """Return the root of an XML document that declares no document type and no entity.

    Raises:
        SourceProblem: it is too large, is no XML, or declares what it may not.
    """
    sized(content, limits, where)
    try:
        return fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except Declared:
        raise SourceProblem(f"{where} declares a document type or entities; such files are not read.") from None
    except (ParseError, LookupError, ValueError) as problem:
        raise SourceProblem(f"{where} is no XML: {problem}.") from None


def plain(text: str) -> str:
    r"""Return a text without the characters that XML cannot hold.

    Example:
        >>> plain("A\x00na\x0b buys")
        'Ana buys'
    """
    return _NOT_XML.sub("", text)


def escaped(text: str) -> str:
    r"""Return a text in JSON with what XML cannot hold written as JSON escapes it.

    Example:
        >>> escaped('"\uffff"')
        '"\\uffff"'
    """
    return _NOT_XML.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; `lively` gives it back.

    Example:
        >>> inert("=1+1"), inert("Ana")
        ("'=1+1", 'Ana')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def lively(text: str) -> str:
    """Return the text `inert` was given.

    Example:
        >>> lively(inert("=1+1")), lively("'s-Hertogenbosch")
        ('=1+1', "'s-Hertogenbosch")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def repacked(content: bytes, stamp: bytes | None = None) -> bytes:
    """Return a ZIP file of ours packed without the time it was packed at; `stamp` replaces times in its core."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as packed, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as again:
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = packed.read(name)
            if stamp is not None and name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            again.writestr(entry, data)
    return made.getvalue()
