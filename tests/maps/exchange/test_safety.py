"""Files that want to do harm, or are broken, are refused in a sentence."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from shop import MAP, PLAN

from wegweiser.errors import InvalidSetting, SourceProblem, WegweiserError
from wegweiser.maps.exchange import export, read, unpacked
from wegweiser.maps.exchange.safety import Limits

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
<CJML version="2.0"><plannedJourney><journeyID>&lol2;</journeyID></plannedJourney></CJML>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><CJML>&e;</CJML>"""


def packed(**members: bytes) -> bytes:
    """Return a ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def test_a_bomb_is_not_unpacked():
    """A gigabyte of zeros, packed into one megabyte, is refused before it is all there."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    million = pack.compress(bytes(1_000_000)) + pack.flush(zlib.Z_FULL_FLUSH)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        file.writestr("xl/workbook.xml", million * 1_000)
    content = bytearray(out.getvalue())
    # what is stored becomes what is packed: the method in both heads, and the size once unpacked
    for head, method, size in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):
        place = content.rindex(head)
        content[place + method] = zipfile.ZIP_DEFLATED
        content[place + size : place + size + 4] = (1_000_000_000).to_bytes(4, "little")
    with pytest.raises(SourceProblem, match="grows beyond"):
        read(bytes(content), "bomb.xlsx")


def test_many_members_and_a_large_sum_are_refused():
    """Each limit by itself: members, sum, and the size of the file."""
    limits = Limits(members=2, unpacked=100, size=1_000)
    with pytest.raises(SourceProblem, match="3 parts"):
        unpacked(packed(a=b"", b=b"", c=b""), limits)
    with pytest.raises(SourceProblem, match="grows beyond"):
        unpacked(packed(a=b"x" * 60, b=b"y" * 60), limits)
    with pytest.raises(SourceProblem, match="up to 1,000 are read"):
        unpacked(b"PK" + bytes(2_000), limits)
    assert unpacked(packed(a=b"x" * 60), limits) == {"a": b"x" * 60}


def test_a_lying_size_is_found_out():
    """The directory says ten bytes, and more are packed."""
    content = bytearray(packed(a=b"x" * 5_000))
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(SourceProblem):
        unpacked(bytes(content))


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE])
def test_entities_are_not_resolved(content):
    """Neither a billion laughs nor a file of this machine."""
    with pytest.raises(SourceProblem, match="document type or entities"):
        read(content, "journey.xml")


def test_a_document_type_inside_a_workbook_is_refused():
    """The same within a ZIP file, in UTF-8 and in UTF-16."""
    for coding in ("utf-8", "utf-16"):
        with pytest.raises(SourceProblem, match="document type"):
            read(packed(**{"xl/workbook.xml": LAUGHS.decode().encode(coding)}), "laughs.xlsx")


def test_yaml_that_refers_to_itself_is_refused():
    """Aliases multiply like entities."""
    laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    with pytest.raises(SourceProblem, match="refers to itself"):
        read(laughs.encode(), "journey.yaml")
    with pytest.raises(SourceProblem, match="nested too deeply"):
        read(b"a: " + b"[" * 90 + b"]" * 90, "journey.yaml")


def test_nested_json_is_refused():
    """A hundred thousand brackets do not end the process."""
    with pytest.raises(WegweiserError):
        read(b'{"id": ' + b"[" * 100_000, "journey.json")
    with pytest.raises(SourceProblem, match="nested too deeply"):
        read(b'{"id":1,"title":2,"phases":' + b"[" * 90 + b"]" * 90 + b"}", "journey.json")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(share):
    """Half a file is no file."""
    content = export(MAP, PLAN, "xlsx").content
    with pytest.raises(SourceProblem):
        read(content[: int(len(content) * share)], "journey.xlsx")


def test_a_workbook_with_a_flipped_byte_is_read_or_refused():
    """Damage anywhere never ends in another error than ours."""
    content = export(MAP, PLAN, "xlsx").content
    for place in range(100, len(content), len(content) // 12):
        damaged = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
        try:
            read(damaged, "journey.xlsx")
        except WegweiserError:
            continue


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "docProps/core.xml"])
def test_a_workbook_with_broken_xml_inside_is_refused(member):
    """One part is no XML, or is missing."""
    with zipfile.ZipFile(io.BytesIO(export(MAP, PLAN, "xlsx").content)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    broken = members | {member: members[member][:-9] + b"<a b<"}
    with pytest.raises(SourceProblem, match="no workbook"):
        read(packed(**broken), "journey.xlsx")


def test_a_claim_without_status_is_an_assumption():
    """A row of our own CSV that ends too early is still read."""
    content = export(MAP, PLAN, "csv").content.split(b"\r\n")
    taken = read(content[0] + b"\r\ncl_a,goal,Goals,buy,Buy,Sell", "claims.csv")
    assert [claim.text for claim in taken.plan.cell("goal", "buy").claims] == ["Sell"]
    assert "its status lacks support" in taken.remarks[0]["en"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.xlsx"),
        (b"%PDF-1.7 binary \x00\x01", "map.xlsx"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "map.csv"),
        (b"\xd0\xcf\x11\xe0rest", "old.xls"),
        (b"PK\x03\x04nonsense", "map.csv"),
        (b"<html><body>no</body></html>", "map.xml"),
        (b"one line of words", "map.txt"),
        (packed(a=b"hello"), "some.zip"),
    ],
)
def test_what_is_no_map_is_refused_in_a_sentence(content, name):
    """The file's name and what is wrong stand in the message."""
    with pytest.raises(SourceProblem, match=name.split(".")[0]):
        read(content, name)


def test_a_wrong_ending_does_not_matter():
    """What a file holds decides, not what it is called."""
    assert read(export(MAP, PLAN, "xlsx").content, "journey.csv").plan == PLAN
    assert read(export(MAP, PLAN, "cjml").content, "../../etc/passwd").layout == "cjml"


def test_json_that_is_no_map_lists_what_is_wrong():
    """A field nobody knows is named."""
    with pytest.raises(InvalidSetting, match="phaces"):
        read(b'{"id": "a", "title": "b", "phases": [{"id": "x", "name": "X"}], "phaces": 1}', "a.json")
