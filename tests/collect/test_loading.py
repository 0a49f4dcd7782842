"""Loading: every row of every file becomes an event or stands in quarantine, once."""

from __future__ import annotations

import gzip

import msgspec
import pytest

from wegweiser import collect
from wegweiser.collect import SourceSpec
from wegweiser.collect.spec import Also, TextRule, TimeRule
from wegweiser.collect.tables import COUNTED_PATH, EVENT, IDENTIFIER, LINK, QUARANTINE, SIGNATURE, TRAIT
from wegweiser.domain.events import Origin
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.warehouse import Query, Warehouse

SHOP = SourceSpec(
    "shop", "csv", columns={"customer": "customer", "time": "time", "event": "event", "channel": "channel"}
)
THREE = """customer,time,event,channel,plan
Ana,2026-10-01 10:00:00,visit,web,gold
Ben,2026-10-01 11:00:00,visit,web,
Ana,2026-10-02 09:00:00,buy,store,gold
"""


def write(folder, text, name="shop.csv"):
    """Write a file and return its path."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def sums_up(loaded):
    """Tell whether every row is accounted for."""
    return loaded.rows == loaded.events + loaded.known + loaded.quarantined + loaded.folded


def test_rows_become_events_in_order(warehouse, clock, tmp_path, rows_of):
    """Ana visits and buys, Ben visits: three events with line, time, signature and properties."""
    loaded = collect.load(warehouse, SHOP, write(tmp_path, THREE), clock=clock)
    assert (loaded.rows, loaded.events, loaded.quarantined) == (3, 3, 0)
    found = rows_of(EVENT, "source_seq, cast(occurred_at as varchar), signature, properties, origin", "source_seq")
    assert found == [
        (2, "2026-10-01 10:00:00", 1, '{"plan":"gold"}', "observed"),
        (3, "2026-10-01 11:00:00", 1, None, "observed"),
        (4, "2026-10-02 09:00:00", 0, '{"plan":"gold"}', "observed"),
    ]
    assert rows_of(SIGNATURE) == [(0, "shop", "buy", "store", ""), (1, "shop", "visit", "web", "")]
    ana = warehouse.run(Query("id", f"select {warehouse.dialect.id_of(repr('customer:Ana'))} as id")).one()["id"]
    assert (ana, "customer", "Ana", 2) in rows_of(IDENTIFIER, "identifier_id, kind, value, events")


def test_the_same_file_twice_changes_nothing(warehouse, clock, tmp_path):
    """The second load says that it skipped, and no part is written again."""
    file = write(tmp_path, THREE)
    first = collect.load(warehouse, SHOP, file, clock=clock)
    parts = warehouse.parts("event")
    again = collect.load(warehouse, SHOP, file, clock=clock)
    assert (first.skipped, again.skipped, again.events) == (False, True, 3)
    assert warehouse.parts("event") == parts


def test_an_overlapping_export_adds_only_what_is_new(warehouse, clock, tmp_path, rows_of):
    """The November file repeats October's last row (columns in another order) and brings one new one."""
    collect.load(warehouse, SHOP, write(tmp_path, THREE), clock=clock)
    later = "time,customer,event,channel,plan,note\n2026-10-02 09:00:00,Ana,buy,store,gold,\n"
    later += "2026-10-03 09:00:00,Ben,visit,web,,\n"
    loaded = collect.load(warehouse, SHOP, write(tmp_path, later, "november.csv"), clock=clock)
    assert (loaded.rows, loaded.events, loaded.known) == (2, 1, 1)
    assert len(rows_of(EVENT)) == 4


def test_identical_rows_are_counted_not_merged(warehouse, clock, tmp_path, rows_of):
    """Without ids of their own two equal rows are two events, and a reload knows both."""
    twice = "customer,time,event,channel\n" + "Ana,2026-10-01 10:00,visit,web\n" * 2
    assert collect.load(warehouse, SHOP, write(tmp_path, twice), clock=clock).events == 2
    again = collect.load(
        warehouse, SHOP, write(tmp_path, twice + "Ben,2026-10-01 10:00,visit,web\n", "b.csv"), clock=clock
    )
    assert (again.events, again.known) == (1, 2)
    assert len({row[0] for row in rows_of(EVENT, "event_id")}) == 3


def test_a_received_id_with_other_content_is_in_conflict_across_files(warehouse, clock, tmp_path, rows_of):
    """e1 is Ana's in the first file and Ben's in the second: the second stands in quarantine."""
    spec = msgspec.structs.replace(SHOP, columns=SHOP.columns | {"event_id": "id"})
    head = "id,customer,time,event,channel\n"
    collect.load(warehouse, spec, write(tmp_path, head + "e1,Ana,2026-10-01,visit,web\n"), clock=clock)
    both = head + "e1,Ben,2026-10-01,visit,web\ne2,Ben,2026-10-01,visit,web\n"
    loaded = collect.load(warehouse, spec, write(tmp_path, both, "b.csv"), clock=clock)
    assert (loaded.events, loaded.known, loaded.reasons) == (1, 0, {"duplicate_event_id": 1})
    assert rows_of(QUARANTINE, "line, code, raw") == [(2, "duplicate_event_id", "e1,Ben,2026-10-01,visit,web")]


def test_a_changed_file_replaces_what_stood_in_it(warehouse, clock, tmp_path, rows_of):
    """Ben's row is corrected in place: the old one does not live on beside it."""
    file = write(tmp_path, THREE)
    collect.load(warehouse, SHOP, file, clock=clock)
    write(tmp_path, THREE.replace("11:00:00", "12:00:00"))
    loaded = collect.load(warehouse, SHOP, file, clock=clock)
    assert (loaded.replaced, loaded.events) == (True, 3)
    assert [t for (t,) in rows_of(EVENT, "cast(occurred_at as varchar)")][1] == "2026-10-01 12:00:00"


def test_rows_known_from_a_replaced_file_are_read_again(warehouse, clock, tmp_path, rows_of):
    """b.csv's row was known from a.csv; when a.csv loses it, the next load of b.csv brings it back."""
    a, b = write(tmp_path, THREE, "a.csv"), write(tmp_path, THREE + "Cem,2026-10-05,visit,web,\n", "b.csv")
    collect.load(warehouse, SHOP, a, clock=clock)
    assert collect.load(warehouse, SHOP, b, clock=clock).known == 3
    write(tmp_path, "customer,time,event,channel\nBen,2026-10-06,visit,web\n", "a.csv")
    collect.load(warehouse, SHOP, a, clock=clock)
    again = collect.load(warehouse, SHOP, b, clock=clock)
    assert (again.skipped, again.events, len(rows_of(EVENT))) == (False, 4, 5)


def test_signature_codes_are_appended_and_stay(warehouse, clock, tmp_path, rows_of):
    """A new event that sorts first still gets the next free code."""
    collect.load(warehouse, SHOP, write(tmp_path, THREE), clock=clock)
    new = "customer,time,event,channel\nBen,2026-10-09,ask,phone\n"
    collect.load(warehouse, SHOP, write(tmp_path, new, "b.csv"), clock=clock)
    assert rows_of(SIGNATURE, "code, event") == [(0, "buy"), (1, "visit"), (2, "ask")]


def test_a_load_interrupted_before_it_is_published_leaves_nothing(tmp_path, clock, monkeypatch):
    """The process dies between sealing and publishing: the next one finds no event and no file of it."""
    file = write(tmp_path, THREE)

    def die(*_):
        raise KeyboardInterrupt

    with Warehouse(tmp_path / "w") as warehouse:
        monkeypatch.setattr(Warehouse, "publish", die)
        with pytest.raises(KeyboardInterrupt):
            collect.load(warehouse, SHOP, file, clock=clock)
    monkeypatch.undo()
    with Warehouse(tmp_path / "w") as warehouse:
        assert warehouse.parts("event") == []
        assert list((tmp_path / "w" / "parts").iterdir()) == []
        assert collect.load(warehouse, SHOP, file, clock=clock).events == 3


def test_identifiers_are_normalised_linked_and_ranked(warehouse, clock, tmp_path, rows_of):
    """Ana's mail is lower-cased and her number international; the customer number is her best identifier."""
    text = "kunde,mail,tel,zeit,ereignis\nAna, ANA@Example.org ,0171 1234567,2026-10-01,visit\n"
    text += "null,ben@example.org,,2026-10-01,visit\nguest,,,2026-10-01,visit\n,,,2026-10-01,visit\n"
    columns = {"customer": "kunde", "email": "mail", "phone": "tel", "time": "zeit", "event": "ereignis"}
    spec = SourceSpec("crm", "csv", columns=columns, phone_region="DE")
    loaded = collect.load(warehouse, spec, write(tmp_path, text), clock=clock)
    assert loaded.reasons == {"blocked_identifier": 1, "no_customer": 1}
    assert sorted(rows_of(IDENTIFIER, "kind, value")) == [
        ("customer", "Ana"),
        ("email", "ana@example.org"),
        ("email", "ben@example.org"),
        ("phone", "+491711234567"),
    ]
    assert len(rows_of(LINK)) == 3
    assert all(a < b for a, b, *_ in rows_of(LINK))


def test_traits_are_stated_once_or_at_every_change(warehouse, clock, tmp_path, rows_of):
    """Ana's plan goes from gold to silver and back; Ben's never changes."""
    text = "customer,time,event,channel,plan\nAna,2026-10-01,v,w,gold\nAna,2026-10-02,v,w,silver\n"
    text += "Ana,2026-10-03,v,w,gold\nAna,2026-10-04,v,w,gold\nBen,2026-10-01,v,w,gold\nBen,2026-10-02,v,w,gold\n"
    spec = msgspec.structs.replace(SHOP, traits=("plan",))
    collect.load(warehouse, spec, write(tmp_path, text), clock=clock)
    stated = rows_of(TRAIT, "value, strftime(occurred_at, '%d')", "occurred_at, value, subject_id")
    assert stated == [("gold", "01"), ("gold", "01"), ("silver", "02"), ("gold", "03")]


def test_times_of_a_zone_are_stored_in_utc(warehouse, clock, tmp_path, rows_of):
    """Noon in Berlin is 10:00 UTC in summer and 11:00 in winter; an offset in the text wins."""
    text = "customer,time,event,channel\nAna,2026-07-01 12:00,v,w\nAna,2026-01-01 12:00,v,w\n"
    text += "Ana,2026-07-01T12:00:00+05:00,v,w\n"
    spec = msgspec.structs.replace(SHOP, time=TimeRule(zone="Europe/Berlin"))
    collect.load(warehouse, spec, write(tmp_path, text), clock=clock)
    times = rows_of(EVENT, "cast(occurred_at as varchar)", "source_seq")
    assert times == [("2026-07-01 10:00:00",), ("2026-01-01 11:00:00",), ("2026-07-01 07:00:00",)]


def test_rows_can_be_people_dated_by_month_with_one_more_event(warehouse, clock, tmp_path, rows_of):
    """Three calls from November to January, the last with success: the year turns, the success is derived."""
    text = "month;contact;y\nnov;cellular;no\ndez;telephone;no\njan;cellular;yes\n"
    spec = SourceSpec(
        "bank",
        "csv",
        columns={"channel": "contact"},
        fixed={"event": "call"},
        rows_are_profiles=True,
        also=(Also("subscribed", {"y": "yes"}),),
        time=TimeRule(month="month", first_year=2008),
        text=TextRule(separator=";"),
        origin=Origin.DERIVED,
    )
    loaded = collect.load(warehouse, spec, write(tmp_path, text), clock=clock)
    assert (loaded.rows, loaded.events, loaded.derived) == (3, 3, 1)
    assert len({row[0] for row in rows_of(EVENT, "subject_id")}) == 3
    ordered = rows_of(EVENT, "strftime(occurred_at, '%Y-%m'), source_seq, origin", "occurred_at, source_seq, event_id")
    assert ordered == [
        ("2008-11", 2, "derived"),
        ("2008-12", 3, "derived"),
        ("2009-01", 4, "derived"),
        ("2009-01", 4, "derived"),
    ]
    last = f"select s.event from {warehouse.table(EVENT)} e join {warehouse.table(SIGNATURE)} s on s.code = e.signature"
    names = warehouse.run(Query("names", f"{last} order by occurred_at, source_seq, event_id")).column("event")
    assert names == ["call", "call", "call", "subscribed"]


def test_quotes_in_names_of_files_columns_and_values_are_harmless(warehouse, clock, tmp_path, rows_of):
    """A file called o'hara, a column with quotes and a source with an apostrophe are names like others."""
    header = 'cus\'tomer,"ti""me",event,a\'b"\n'.replace('b"', "b")
    spec = SourceSpec(
        "o'hara", "csv", columns={"customer": "cus'tomer", "time": 'ti"me', "event": "event"}, traits=("a'b",)
    )
    file = write(tmp_path, header + "Ana,2026-10-01,it's,x'y\n", 'o\'hara "1".csv')
    assert collect.load(warehouse, spec, file, clock=clock).events == 1
    assert rows_of(SIGNATURE, "source, event") == [("o'hara", "it's")]
    assert rows_of(TRAIT, "name, value") == [("a'b", "x'y")]


@pytest.mark.parametrize(
    ("spec", "error", "words"),
    [
        (SourceSpec("s", "csv", columns={"customer": "customer"}), InvalidSetting, "'time'"),
        (msgspec.structs.replace(SHOP, columns=SHOP.columns | {"time": "tme"}), UnknownName, "Did you mean 'time'"),
        (msgspec.structs.replace(SHOP, time=TimeRule(zone="Berlin")), InvalidSetting, "IANA"),
        (msgspec.structs.replace(SHOP, format="xls"), UnknownName, "source format"),
    ],
)
def test_a_wrong_spec_raises_and_says_what_is_right(warehouse, tmp_path, spec, error, words):
    """Misuse is told before anything is loaded."""
    with pytest.raises(error, match=words):
        collect.load(warehouse, spec, write(tmp_path, THREE))
    assert warehouse.parts("event") == []


def test_a_packed_file_and_latin_1_give_the_same_events(warehouse, clock, tmp_path, rows_of):
    """The fast way unpacks and transcodes: Müller is Müller."""
    text = "customer,time,event,channel\nMüller,2026-10-01,visit,web\n"
    packed = write(tmp_path, gzip.compress(text.encode()), "a.csv.gz")
    latin = write(tmp_path, text.encode("latin-1"), "b.csv")
    assert collect.load(warehouse, SHOP, packed, clock=clock).events == 1
    spec = msgspec.structs.replace(SHOP, text=TextRule(encoding="latin-1"))
    assert collect.load(warehouse, spec, latin, clock=clock).known == 1
    assert rows_of(IDENTIFIER, "value") == [("Müller",)]
    assert list((warehouse.folder / "scratch").iterdir()) == []


def test_times_and_numbers_beyond_all_bounds_are_refused(warehouse, clock, tmp_path):
    """Infinity, the epoch, absurd numbers and a day that does not exist stop nothing but their row."""
    times = ["infinity", "-infinity", "epoch", "9999999999999999", "2026-02-30", "2026-11-03", "2026-11-02"]
    text = "customer,time,event,channel\n" + "".join(f"Ana,{time},v,w\n" for time in times)
    spec = msgspec.structs.replace(SHOP, time=TimeRule(formats=("iso", "epoch_s")))
    loaded = collect.load(warehouse, spec, write(tmp_path, text), clock=clock)
    assert (loaded.events, loaded.since) == (1, "2026-11-02T00:00:00")
    assert loaded.reasons == {"time_out_of_range": 5, "unreadable_time": 1}


def test_an_empty_export_is_no_error(warehouse, clock, tmp_path):
    """A header without rows is guessed by its names and gives no events."""
    file = write(tmp_path, "customer,time,event\n")
    loaded = collect.load(warehouse, collect.guess(warehouse, file).spec, file, clock=clock)
    assert (loaded.rows, loaded.events, loaded.since) == (0, 0, None)
    assert collect.load(warehouse, collect.guess(warehouse, file).spec, file, clock=clock).skipped


def test_counted_paths_are_no_events(warehouse, clock, tmp_path, rows_of):
    """Two readable paths, one with an unreadable count: no people, no events."""
    text = "path,total_conversions,total_conversion_value,total_null\na > b,1,0.5,3\nb>a,2,1,0\na,x,1,1\n"
    file = write(tmp_path, text)
    spec = collect.guess(warehouse, file).spec
    loaded = collect.load(warehouse, spec, file, clock=clock)
    assert (spec.format, loaded.rows, loaded.paths, loaded.events) == ("counted_paths", 3, 2, 0)
    assert rows_of(COUNTED_PATH) == [("shop", "a > b", 1.0, 0.5, 3.0), ("shop", "b > a", 2.0, 1.0, 0.0)]
    assert rows_of(QUARANTINE, "line, code, raw") == [(4, "unreadable_number", "a,x,1,1")]
    assert collect.load(warehouse, spec, file, clock=clock).skipped


@pytest.mark.parametrize("separator", [",", ";"])
def test_every_load_sums_up(warehouse, clock, tmp_path, separator):
    """Rows are events, known, quarantined or folded, with whatever separator."""
    spec = msgspec.structs.replace(SHOP, text=TextRule(separator=separator))
    loaded = collect.load(warehouse, spec, write(tmp_path, THREE.replace(",", separator)), clock=clock)
    assert sums_up(loaded)
