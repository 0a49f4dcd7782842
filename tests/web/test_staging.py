"""Files somebody sent wait outside of what is read, and bombs do not even wait."""

from __future__ import annotations

import gzip
import hashlib
import zipfile

import pytest

from wegweiser.domain.people import Role
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.web import staging
from wegweiser.web.frame import Upload, Visit


@pytest.fixture
def visit(site, people):
    """Return the visit of an editor."""
    return Visit(site, "en", person=people[Role.EDITOR], role=Role.EDITOR)


def sent(tmp_path, name, content=b"customer,time,event\n"):
    """Return a file as the frame hands it over."""
    path = tmp_path / "tmpfile"
    path.write_bytes(content)
    return Upload(name, path, len(content))


def test_a_file_waits_until_it_is_kept_or_dropped(visit, site, tmp_path):
    """It lies outside of the data folder, with a job that looks at it; kept, it stands where the workspace reads."""
    first = staging.stage(visit, sent(tmp_path, "visits.csv"))
    second = staging.stage(visit, sent(tmp_path, "visits.csv"))
    assert not (site.folder / "data").exists()
    assert [one.id for one in staging.waiting(site)] == sorted([first.id, second.id])
    assert site.store.jobs.get(first.job).kind == "look"
    assert staging.keep(site, first) == "data/visits.csv"
    assert staging.keep(site, second) == "data/visits_2.csv"
    staging.give_back(site, second, "data/visits_2.csv")
    staging.drop(site, first.id)
    staging.drop(site, second.id)
    assert staging.waiting(site) == ()
    assert [path.name for path in (site.folder / "data").iterdir()] == ["visits.csv"]


@pytest.mark.parametrize("name", ["note.docx", "visits", "page.html", "..", "run.exe"])
def test_what_nobody_reads_is_refused(visit, tmp_path, name):
    """Its ending says so."""
    with pytest.raises(InvalidSetting):
        staging.check(visit, sent(tmp_path, name))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../wegweiser.csv", "wegweiser.csv"),
        ("a/b\\c.csv", "a_b_c.csv"),
        ("*.csv", "csv"),
        (".hidden.csv", "hidden.csv"),
        ("Käufe 2026.csv", "Käufe 2026.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_name_leads_nowhere_else(name, kept):
    """No folder, no pattern, no hidden file, no endless name."""
    assert staging.clean(name) == kept


@pytest.mark.parametrize("name", ["..", "../data", "0" * 15, "g" * 16, ""])
def test_an_id_leads_nowhere_else(site, name):
    """Only ids of ours name a file."""
    with pytest.raises(UnknownName):
        staging.one(site, name)


def test_a_gzip_bomb_is_refused_and_a_plain_file_is_not(visit, tmp_path):
    """Eighty megabytes of zeros weigh eighty kilobytes packed: a thousand times more than was sent."""
    with pytest.raises(InvalidSetting):
        staging.check(visit, sent(tmp_path, "bomb.csv.gz", gzip.compress(bytes(80_000_000), 9)))
    lines = b"".join(b"c%d,2026-01-05,view\n" % n for n in range(5_000))
    staging.check(visit, sent(tmp_path, "visits.csv.gz", gzip.compress(lines)))


def test_a_gzip_bomb_behind_honest_bytes_is_refused(visit, tmp_path):
    """Sixty-five megabytes that hardly pack, then zeros without end: the whole file is looked at."""
    honest = gzip.compress(hashlib.shake_256(b"Ana").digest(65_000), 1) * 1_000
    name = "late.csv.gz"
    with (tmp_path / name).open("wb") as file:
        file.write(honest)
    assert not staging.grows(tmp_path / name, name)
    with pytest.MonkeyPatch.context() as smaller:
        smaller.setattr(staging, "_MOST_UNPACKED", 80_000_000)
        with (tmp_path / name).open("ab") as file:
            file.write(gzip.compress(bytes(20_000_000), 9))
        with pytest.raises(InvalidSetting):
            staging.check(visit, Upload(name, tmp_path / name, len(honest)))


def test_a_workbook_that_grows_is_refused(visit, tmp_path):
    """A sheet of thirty megabytes of spaces, whatever the archive says of its size."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    with pytest.raises(InvalidSetting):
        staging.check(visit, Upload("bomb.xlsx", path, path.stat().st_size))
