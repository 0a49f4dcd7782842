"""Guessing: a sensibly named file needs no configuration, and what was assumed is said."""

from __future__ import annotations

import gzip

import msgspec
import pytest
import tomlkit

from wegweiser import collect
from wegweiser.collect import SourceSpec
from wegweiser.collect.columns import FIELD_WORDS
from wegweiser.errors import InvalidSetting, SourceProblem, UnknownName
from wegweiser.i18n import read


@pytest.fixture
def guess(warehouse, tmp_path):
    """Return a function that writes a file and guesses it."""

    def guessed(content, name="shop.csv", encoding="utf-8", zone="UTC"):
        file = tmp_path / name
        data = content.encode(encoding) if isinstance(content, str) else content
        file.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return collect.guess(warehouse, file, zone=zone)

    return guessed


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("customer_id,timestamp,event,channel,value", {"customer", "time", "event", "channel", "value"}),
        ("Kundennummer,Datum,Ereignis,Kanal,Umsatz", {"customer", "time", "event", "channel", "value"}),
        ("Kd-Nr,Datum,Ereignis,Kanal,Umsatz", {"customer", "time", "event", "channel", "value"}),
        ("kd_nr,Datum,Ereignis,Kanal,Umsatz", {"customer", "time", "event", "channel", "value"}),
        ("Kunden-Nr.,Datum,Ereignis,Kanal,Umsatz", {"customer", "time", "event", "channel", "value"}),
        ("cust_no,date,event,channel,value", {"customer", "time", "event", "channel", "value"}),
        ("user_id,time,touchpoint,medium,revenue", {"customer", "time", "event", "channel", "value"}),
        ("household_id,date,action,channel,amount", {"customer", "time", "event", "channel", "value"}),
        ("clientId,createdAt,activity,utm_medium,total", {"customer", "time", "event", "channel", "value"}),
    ],
)
def test_columns_are_known_by_their_names(guess, header, fields):
    """English and German names, with case and punctuation as they please."""
    found = guess(f"{header}\nAna,2026-10-01,visit,web,1.50\nBen,2026-10-02,visit,web,2.50\n")
    assert set(found.spec.columns) == fields
    assert list(found.spec.columns.values()) != []


@pytest.mark.parametrize(
    ("times", "formats", "words"),
    [
        (["01/02/2026", "13/02/2026"], ("%d/%m/%Y",), "day before month"),
        (["01/02/2026", "02/13/2026"], ("%m/%d/%Y",), "month before day"),
        (["01/02/2026", "03/04/2026"], ("%d/%m/%Y",), "No value tells day from month"),
        (["1.2.2026", "2026-02-13 10:00:00"], ("%d.%m.%Y", "iso"), "like this: 31.03.2026."),
        (["1767225600", "1767225601"], ("epoch_s",), "seconds since 1970"),
        (["1767225600000", "1767225600001"], ("epoch_ms",), "milliseconds since 1970"),
        (["2026-01-01T10:00:00+02:00", "2026-01-01T10:00:00Z"], ("iso",), "like this: 2026-03-31 14:05."),
        (["01.02.26 9:05", "13.02.26 10:00"], ("%d.%m.%y %H:%M",), "like this: 31.03.26 14:05."),
    ],
)
def test_times_are_decided_by_the_data_and_said(guess, times, formats, words):
    """Day and month are told apart by a value that can only be one of them; where none can, that is said."""
    rows = "".join(f"Ana,{time},visit\n" for time in times)
    found = guess(f"customer,time,event\n{rows}")
    assert set(found.spec.time.formats) == set(formats)
    assert any(words in read(sentence, "en") for sentence in found.sentences)


@pytest.mark.parametrize(
    ("time", "zone"),
    [
        ("2026-10-01 10:00", "Europe/Berlin"),
        ("2026-10-01", "Europe/Berlin"),
        ("2026-10-01T10:00:00+02:00", "UTC"),
        ("2026-10-01T10:00:00Z", "UTC"),
        ("1767225600", "UTC"),
    ],
)
def test_times_without_an_offset_are_local_times_of_the_zone(guess, time, zone):
    """Berlin's zone is written down and said where it decides, and nowhere else."""
    found = guess(f"customer,time,event\nAna,{time},visit\n", zone="Europe/Berlin")
    assert found.spec.time.zone == zone
    words = [read(sentence, "en") for sentence in found.sentences]
    said = [w for w in words if "taken as local times of Europe/Berlin." in w]
    assert len(said) == (zone != "UTC")


def test_a_local_time_is_loaded_as_the_moment_it_was(guess, warehouse, tmp_path, rows_of):
    """Ten o'clock in Berlin in October is eight o'clock UTC."""
    spec = guess("customer,time,event\nAna,2026-10-01 10:00,visit\n", zone="Europe/Berlin").spec
    collect.load(warehouse, spec, tmp_path / "shop.csv")
    assert rows_of(collect.tables.EVENT, "cast(occurred_at as varchar)") == [("2026-10-01 08:00:00",)]


def test_a_zone_nobody_knows_is_refused(guess):
    """The zone is checked before the file is looked at."""
    with pytest.raises(InvalidSetting, match="Europe/Entenhausen"):
        guess("customer,time\nAna,2026-10-01\n", zone="Europe/Entenhausen")


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (["01/01/2026", "03/04/2026"], "No value tells day from month (03/04/2026)"),
        (["1.2.2026", "01/02/2026", "03/04/2026"], "No value tells day from month (01/02/2026)"),
        (["01/02/2026", "13/02/2026"], "The values show day before month (13/02/2026)"),
        (["01/02/2026", "02/13/2026"], "The values show month before day (02/13/2026)"),
        (["2026-02-01", "whenever"], "Sampled times in none of these formats: 1 of 2."),
    ],
)
def test_what_is_said_of_times_cites_the_value_that_matters(guess, times, words):
    """The example is the value that decides, or one that leaves it open; a dotted date does neither."""
    rows = "".join(f"Ana,{time},visit\n" for time in times)
    found = guess(f"customer,time,event\n{rows}")
    assert any(words in read(sentence, "en") for sentence in found.sentences)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "customer,plan\nAna,gold\n", r"No column of .*a\.csv looks like a time. Columns: customer, plan\. "),
        ("a.csv", "customer,time\nAna,soon\n", r'Columns: customer, time\. Name one as time = "\.\.\." under '),
        ("a.jsonl", '{"customer": "Ana"}\n', r"Columns: customer\. .* \[source\.columns\] in wegweiser\.toml\."),
        ("a.jsonl", "[1]\nAna\n", "is a JSON object"),
        ("a.jsonl", "\n", "is empty"),
    ],
)
def test_a_file_without_times_is_refused(guess, name, text, words):
    """The message names the columns there are and where to say which of them is the time."""
    with pytest.raises(SourceProblem, match=words):
        guess(text, name)


def test_another_column_is_the_time_where_the_one_so_called_is_none(guess):
    """Ana's "time" says "soon", her "shown" is a date."""
    assert guess("customer,time,shown\nAna,soon,2026-10-01\n").spec.columns["time"] == "shown"


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("latin-1", "latin-1"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
    ],
)
def test_encodings_are_told_apart(guess, warehouse, tmp_path, encoding, guessed):
    """A price in euros needs Windows-1252, an umlaut alone is Latin-1; all of them load."""
    sign = "€" if encoding == "cp1252" else ""
    found = guess(f"customer,time,event,note\nMüller,2026-10-01,visit,{sign}5\n", encoding=encoding)
    assert found.spec.text.encoding == guessed
    loaded = collect.load(warehouse, found.spec, tmp_path / "shop.csv")
    assert (loaded.events, loaded.quarantined) == (1, 0)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_counted(guess, separator):
    """The one that gives every row the width of the header, packed or not."""
    text = "customer,time,event,note\nAna,2026-10-01,visit,a b\n".replace(",", separator)
    assert guess(text, "shop.tsv.gz").spec.text.separator == separator


def test_a_kind_of_device_is_no_identifier(guess):
    """The word "mobile" names nobody, and neither does a telephone column that says yes and no."""
    found = guess("customer,time,event,device,phone\nAna,2026-10-01,v,mobile,yes\nBen,2026-10-01,v,desktop,no\n")
    assert set(found.spec.columns) == {"customer", "time", "event"}
    other = guess("device_id,time,event,tel\nd1,2026-10-01,v,0171 123456\n")
    assert set(other.spec.columns) == {"device", "time", "event", "phone"}


@pytest.mark.parametrize(
    ("column", "values", "kind"),
    [
        ("cookie", ["c1", "c2"], "cookie"),
        ("cookie_id", ["ana", "ben"], "cookie"),
        ("device", ["d1", "d2"], "device"),
        ("visitor", ["a", "b"], "customer"),
        ("card", ["7", "8"], "card"),
    ],
)
def test_a_short_number_names_a_cookie_or_device_too(guess, column, values, kind):
    """The column's name counts, whatever the length of its values."""
    rows = "".join(f"{value},2026-10-01,v\n" for value in values)
    assert guess(f"{column},time,event\n{rows}").spec.columns[kind] == column


@pytest.mark.parametrize(
    ("column", "values", "why"),
    [
        ("cookie", ["guest", "null"], "it holds only values many people share"),
        ("cookie", ["c1", "c1"], "it holds the same value in every row"),
        ("cookie", ["", ""], "it is empty"),
        ("device", ["mobile", "desktop"], "its values look like kinds, not like numbers of one"),
        ("phone", ["yes", "no"], "its values are no telephone numbers"),
        ("email", ["yes", "no"], "its values are no e-mail addresses"),
    ],
)
def test_a_column_left_aside_is_named_with_the_reason(guess, column, values, why):
    """No column that sounds like an identifier is passed over in silence."""
    rows = "".join(f"Ana,2026-10-01,v,{value}\n" for value in values)
    found = guess(f"customer,time,event,{column}\n{rows}")
    assert column not in found.spec.columns
    said = f"Column '{column}' is not read as '{FIELD_WORDS[column]}', because {why}; it is kept as a property."
    assert said in [read(sentence, "en") for sentence in found.sentences]


def test_an_empty_export_keeps_its_cookies(guess):
    """A header without rows says nothing against its names."""
    assert guess("cookie,time,event\n").spec.columns == {"cookie": "cookie", "time": "time", "event": "event"}


def test_a_broken_parquet_file_is_refused_in_one_sentence(guess):
    """What the reader says ends with one full stop."""
    with pytest.raises(SourceProblem, match=r"[^.]\.$"):
        guess("no", "a.parquet")


def test_what_never_changes_within_a_customer_is_a_trait(guess):
    """Ana's and Ben's plan stays the same, the page does not."""
    rows = [("Ana", "gold", "a"), ("Ana", "gold", "b"), ("Ben", "blue", "a"), ("Ben", "blue", "b")]
    lines = "".join(f"{c},2026-10-01,v,{p},{q}\n" for c, p, q in rows)
    assert guess("customer,time,event,plan,tab\n" + lines).spec.traits == ("plan",)


def test_json_lines_are_guessed_and_loaded(guess, warehouse, clock, tmp_path, rows_of):
    """Nested keys are columns named with a dot; a line that is no object goes to quarantine."""
    text = '{"user_id":"Ana","event":"visit","timestamp":"2026-10-01T10:00:00Z","context":{"page":"a"}}\n'
    text += '\n{"user_id":"Ben","event":"buy","timestamp":"2026-10-01T11:00:00Z","value":12.5}\n[1]\n{"user\n'
    found = guess(text, "web.jsonl")
    assert found.spec.columns == {"customer": "user_id", "time": "timestamp", "event": "event", "value": "value"}
    loaded = collect.load(warehouse, found.spec, tmp_path / "web.jsonl", clock=clock)
    assert (loaded.rows, loaded.events, loaded.reasons) == (4, 2, {"malformed_json": 2})
    assert rows_of(collect.tables.QUARANTINE, "line, raw", "line") == [(4, "[1]"), (5, '{"user')]
    assert rows_of(collect.tables.EVENT, "value, properties", "source_seq") == [
        (None, '{"context.page":"a"}'),
        (12.5, None),
    ]


def test_a_spec_survives_toml(guess):
    """What was guessed is written down, changed by hand, and read again."""
    spec = guess("customer;time;event;value\nAna;31.10.2026;buy;1,50\n").spec
    again = SourceSpec.of(tomlkit.parse(spec.to_toml()).unwrap())
    assert again == spec
    assert SourceSpec.of({"name": "s", "format": "csv"}) == SourceSpec("s", "csv")


def test_a_spec_with_a_wrong_key_or_field_is_refused():
    """The message names the key, or the nearest field."""
    with pytest.raises(InvalidSetting, match="colums"):
        SourceSpec.of({"name": "s", "format": "csv", "colums": {}})
    with pytest.raises(UnknownName, match="Did you mean 'customer'"):
        SourceSpec.of({"name": "s", "format": "csv", "columns": {"custmer": "id"}})


def test_sentences_speak_both_languages(guess):
    """Every sentence has its German."""
    found = guess("customer;time;event;value\nAna;01/02/2026;buy;1,50\n")
    for sentence in found.sentences:
        assert read(sentence, "en") != read(sentence, "de")


@pytest.mark.parametrize(("name", "content"), [("a.csv", ""), ("a.xls", "x"), ("gone.csv", None), ("a.parquet", "no")])
def test_files_nobody_can_read_are_refused(warehouse, tmp_path, name, content):
    """Empty, unknown, missing or broken: a SourceProblem says so."""
    file = tmp_path / name
    if content is not None:
        file.write_text(content)
    with pytest.raises(SourceProblem, match=r"\S"):
        collect.guess(warehouse, file)


def test_a_truncated_archive_is_refused(guess, warehouse, tmp_path):
    """A .gz that ends in the middle cannot be loaded in part."""
    found = guess("customer,time,event\n" + "Ana,2026-10-01,visit\n" * 2000, "a.csv.gz")
    broken = tmp_path / "b.csv.gz"
    broken.write_bytes((tmp_path / "a.csv.gz").read_bytes()[:-20])
    with pytest.raises(SourceProblem, match="cannot be unpacked"):
        collect.load(warehouse, msgspec.structs.replace(found.spec, name="b"), broken)


def test_a_list_of_customers_is_read_with_all_that_is_known_of_them(guess):
    """Sixty customers, one row each, no event: incomes are many, and still a trait; in an event log they are none."""
    head = "customer_id,date,income,home,kids,spent_wine,spent_fruit"
    rows = [
        f"C{i},2026-01-02,{20_000 + 137 * i},{'own' if i % 2 else 'rent'},{i % 3},{i * 7},{i * 3}" for i in range(60)
    ]
    assert guess("\n".join([head, *rows])).spec.traits == ("income", "home", "kids", "spent_wine", "spent_fruit")
    log = "\n".join([head + ",event", *(f"{row},visit" for row in rows)])
    assert "income" not in guess(log).spec.traits
