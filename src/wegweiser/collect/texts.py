"""Text files as they come: compressed or not, in several encodings, with lines of any length."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING

from wegweiser.errors import SourceProblem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

FIELD_LIMIT = 1_000_000
RAW_LIMIT = 10_000
_BLOCK = 1 << 20
_LINE_LIMIT = 16 * _BLOCK
_MOST_GROWTH = 200
"""A gzip file of texts unpacks to 5 to 50 times its size; one that goes on beyond this is made to fill disks."""
_ALWAYS_READ = 64 * _BLOCK
_CP1252_ONLY = bytes(range(0x80, 0xA0))


@dataclass(frozen=True)
class Survey:
    """What one pass over a text file finds: its lines (blank ones at the end aside), and whether it is plain.

    A plain file has no NUL, no other control character that readers use as a mark, no line ends of several
    kinds and no blank start: a fast reader and a careful one see the same lines in it.
    """

    lines: int
    plain: bool


class _Unpacking(RawIOBase):
    """The unpacked bytes of a gzip file, up to as many as an honest one of its size holds."""

    def __init__(self, file: Path, packed: gzip.GzipFile) -> None:
        self._file, self._packed = file, packed
        self._left = max(_ALWAYS_READ, _MOST_GROWTH * file.stat().st_size)

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Return how many bytes came.

        Raises:
            SourceProblem: there are far more than the file is large.
        """
        read = self._packed.readinto(buffer)
        self._left -= read
        if self._left < 0:
            raise SourceProblem(
                f"The file {self._file} unpacks to more than {_MOST_GROWTH} times its size: it is not read."
            )
        return read

    def close(self) -> None:
        """Close the file below."""
        self._packed.close()
        super().close()


def fingerprint(file: Path) -> str:
    """Return the SHA-256 of a file, or of the names and contents of a folder's files.

    Raises:
        SourceProblem: there is no such file.
    """
    digest = hashlib.sha256()
    if not file.exists():
        raise SourceProblem(f"The file {file} does not exist.")
    for path in sorted(p for p in file.rglob("*") if p.is_file()) if file.is_dir() else [file]:
        if path != file:
            digest.update(str(path.relative_to(file)).encode() + b"\0")
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


def unpacked(file: Path) -> IO[bytes]:
    """Return the file's bytes as a stream, unpacked where its name ends in .gz; reading stops where it grows too far.

    Raises:
        SourceProblem: it cannot be opened.
    """
    try:
        return (
            BufferedReader(_Unpacking(file, gzip.GzipFile(file, "rb")), _BLOCK)
            if file.suffix == ".gz"
            else file.open("rb")
        )
    except OSError as problem:
        raise SourceProblem(f"The file {file} cannot be opened: {problem.strerror or problem}.") from problem


def blocks(file: Path) -> Iterator[bytes]:
    """Yield the unpacked bytes in blocks.

    Raises:
        SourceProblem: the file is truncated or no gzip file.
    """
    with unpacked(file) as stream:
        try:
            while block := stream.read(_BLOCK):
                yield block
        except (OSError, EOFError, zlib.error) as problem:
            raise SourceProblem(f"The file {file} cannot be unpacked: {problem}.") from problem


def survey(file: Path) -> Survey:
    """Count lines in one pass, at the speed of the disk."""
    newlines, trailing, plain = 0, 0, True
    returns, pairs, ended, start = 0, 0, b"", b""
    for block in blocks(file):
        start = start or block[:4].removeprefix(codecs.BOM_UTF8)
        newlines += block.count(b"\n")
        kept = block.rstrip(b"\r\n")
        blank = block[len(kept) :].count(b"\n")
        trailing = blank if kept else trailing + blank
        plain = plain and b"\0" not in block and b"\x01" not in block
        returns += block.count(b"\r")
        pairs += block.count(b"\r\n") + (ended == b"\r" and block.startswith(b"\n"))
        ended = block[-1:]
    plain = plain and returns in {0, pairs} and pairs in {0, newlines} and start[:1] not in {b"\r", b"\n", b""}
    return Survey(newlines - trailing + (1 if start else 0), plain)


def encoding_of(file: Path) -> str:
    """Return the encoding the bytes speak for: utf-8, utf-8-sig, utf-16, cp1252 or latin-1.

    Bytes that are not UTF-8 are read as Windows-1252 where they use its printable signs (the euro sign), else
    as Latin-1. The whole file is asked, for an umlaut may come late; a few invalid bytes in a file that is
    otherwise full of valid UTF-8 do not change the verdict.
    """
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    start, good, bad, high = b"", 0, 0, False
    for block in blocks(file):
        start = start or block[:4]
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if block.isascii():
            continue
        text = decoder.decode(block)
        broken = text.count("\ufffd")
        bad += broken
        good += len(text) - len(text.encode("ascii", "ignore")) - broken
        high = high or len(block.translate(None, _CP1252_ONLY)) < len(block)
    if bad > good:
        return "cp1252" if high else "latin-1"
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"


def text_of(file: Path, encoding: str, errors: str = "surrogateescape") -> TextIOWrapper:
    """Open a text file; bytes that are invalid in its encoding become lone surrogates, which callers look for.

    Callers that show what they read, and look for nothing, have them replaced: `errors="replace"`.

    Raises:
        SourceProblem: it cannot be opened, or the encoding is unknown.
    """
    try:
        codecs.lookup(encoding)
    except LookupError as unknown:
        raise SourceProblem(
            f"The encoding '{encoding}' is unknown. Known are utf-8, utf-16, cp1252, latin-1."
        ) from unknown
    plain = "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding
    return TextIOWrapper(unpacked(file), encoding=plain, errors=errors, newline="")


def physical_lines(stream: TextIOWrapper) -> Iterator[str]:
    """Yield lines with their ends; of a line above 16 MB the start is kept, which is enough to refuse it."""
    while line := stream.readline(_LINE_LIMIT):
        if len(line) == _LINE_LIMIT and not line.endswith(("\n", "\r")):
            while (rest := stream.readline(_LINE_LIMIT)) and not rest.endswith(("\n", "\r")):
                pass
        yield line


def transcoded(file: Path, encoding: str, target: Path) -> Path:
    """Write the text as UTF-8 to the target, for readers that know nothing else."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with text_of(file, encoding) as source, target.open("w", encoding="utf-8", errors="replace", newline="") as sink:
        while block := source.read(_BLOCK):
            sink.write(block)
    return target
