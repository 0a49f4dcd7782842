from __future__ import annotations

import pytest

from wegweiser.web.frame.sniffing import agrees


@pytest.mark.parametrize(
    ("name", "head", "good"),
    [
        ("visits.csv", b"customer,time\nAna,2026-01-05", True),
        ("visits.csv", "customer\n".encode("utf-16"), True),
        ("visits.csv", b"customer\x00time", False),
        ("visits.csv", b"PK\x03\x04", False),
        ("map.XLSX", b"PK\x03\x04\x14", True),
        ("map.xlsx", b"<html>", False),
        ("logo.png", b"\x89PNG\r\n\x1a\n", True),
        ("logo.png", b"<svg onload=alert(1)>", False),
        ("logo.png", b"", False),
        ("events.parquet", b"PAR1", True),
        ("anything", b"MZ\x90", False),
        ("anything.bin", b"\x7fELF", False),
        ("anything.bin", b"\x01\x02", True),
    ],
)
def test_a_file_is_what_its_name_says(name, head, good):
    """A picture that is a page, a table that is a program: refused before anybody reads further."""
    assert agrees(name, head) is good
