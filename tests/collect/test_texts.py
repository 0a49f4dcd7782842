"""Bytes of text files, packed or not."""

from __future__ import annotations

import gzip

import pytest

from wegweiser.collect import texts
from wegweiser.errors import SourceProblem

LINES = b"Ana,2026-01-05,buys\nBen,2026-01-05,leaves\n"


@pytest.fixture
def packed(tmp_path):
    """Return a function that writes a packed file."""

    def write(content: bytes):
        path = tmp_path / "visits.csv.gz"
        path.write_bytes(content)
        return path

    return write


def test_a_packed_file_reads_like_a_plain_one(packed):
    """The same bytes, also in several parts, and line by line."""
    path = packed(gzip.compress(LINES) + gzip.compress(LINES))
    assert b"".join(texts.blocks(path)) == LINES * 2
    with texts.text_of(path, "utf-8") as stream:
        assert [line.split(",")[0] for line in texts.physical_lines(stream)] == ["Ana", "Ben"] * 2


def test_reading_stops_where_a_file_grows_without_end(packed):
    """Eighty megabytes of zeros in eighty kilobytes: what comes before is read, then the file is refused."""
    path = packed(gzip.compress(LINES) + gzip.compress(bytes(80 << 20), 9))
    read: list[int] = []
    with pytest.raises(SourceProblem, match="more than 200 times its size"):
        read.extend(len(block) for block in texts.blocks(path))
    assert 0 < sum(read) <= 64 << 20


@pytest.mark.parametrize(
    "content",
    [gzip.compress(LINES)[:-12], LINES, gzip.compress(LINES)[:12] + b"\xff" * 40],
    ids=["cut", "plain", "damaged"],
)
def test_a_file_that_is_broken_is_told(packed, content):
    """Cut off, not packed at all, or damaged within."""
    with pytest.raises(SourceProblem, match="cannot be unpacked"):
        list(texts.blocks(packed(content)))
