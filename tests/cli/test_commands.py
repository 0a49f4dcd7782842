"""Every command does one thing of the workspace, says so to people or programs, and ends with an honest code."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pypdf import PdfReader


def test_one_file_becomes_a_map_in_one_go(tmp_path, visits, wegweiser):
    """Nothing is configured: what was guessed is printed, and the paths of the outputs come last."""
    answer = wegweiser("map", visits, "--out", tmp_path / "maps", "--formats", "html,json")
    assert answer.code == 0
    assert "Column 'customer' is read as 'Customer number'." in answer.out
    assert "3 customers, 6 events, 6 steps on 3 touchpoints." in answer.out
    assert answer.out.rstrip().splitlines()[-3:] == [
        str(tmp_path / "maps" / name) for name in ("journey-map.en.html", "journey-map.json", "personas.json")
    ]


def test_a_run_draws_the_map_anew_where_it_lies(shop, wegweiser):
    """`map --out shop` put the map beside the settings, so `run -C shop` leaves no second one in shop/maps."""
    path = shop / "journey-map.json"
    path.write_text("{}", "utf-8")
    told = wegweiser("run", "-C", shop, "--formats", "json")
    assert str(path) in told.out
    assert (path.stat().st_size > 2, (shop / "maps").exists()) == (True, False)


def test_a_workspace_is_made_fed_and_run(tmp_path, visits, wegweiser):
    """Init, add, run: the file is read where it lies, and a second run finds nothing new."""
    folder = tmp_path / "mine"
    assert wegweiser("init", folder, "--lang", "de").code == 0
    added = wegweiser("add", visits, "-C", folder)
    assert added.code == 0
    assert "Spalte" in added.out
    first = wegweiser("run", "-C", folder, "--formats", "json", "--json").json
    again = wegweiser("run", "-C", folder, "--formats", "json", "--json").json
    assert ([f["state"] for f in first["files"]], [f["state"] for f in again["files"]]) == (["loaded"], ["unchanged"])
    assert first["findings"] == again["findings"]


@pytest.mark.parametrize(
    ("arguments", "columns"),
    [
        (("paths", "--goal", "purchase"), {"path", "journeys", "share", "converted", "rate", "lo", "hi"}),
        (("transitions", "--ends"), {"source", "target", "transitions", "customers", "median_s", "p90_s", "share"}),
        (("funnel", "product_view", "purchase", "--within-hours", "1"), {"step", "reached", "share"}),
        (("phases",), {"phase", "customers", "touched", "on", "dwell_median_s"}),
        (("touchpoints",), {"touchpoint", "phase", "channel", "customers", "contacts", "share"}),
        (("goals",), {"goal", "converted", "lost", "open", "rate"}),
        (("dropoff",), {"touchpoint", "ends", "visits", "rate"}),
        (("dropoff", "-g", "purchase", "--unit", "session"), {"touchpoint", "ends", "visits", "rate"}),
        (("responses",), {"touchpoint", "response", "receipts", "responded", "share", "lo", "hi"}),
        (("campaigns",), {"campaign", "touchpoint", "customers", "since", "until"}),
        (("loops",), {"source", "via", "loops", "customers"}),
        (("repeats", "--goal", "purchase"), {"customers", "share_of_previous", "median_days"}),
        (("loyalty",), {"repeats", "skipping", "share"}),
        (("coverage",), {"customers", "following", "share"}),
    ],
)
def test_every_figure_comes_as_table_and_as_json(shop, wegweiser, arguments, columns):
    """A person sees a table with its definition, a program rows under the same names."""
    told = wegweiser("journeys", *arguments, "-C", shop, "--json")
    assert told.code == 0
    assert told.json["note"]
    assert all(columns <= set(row) for row in told.json["rows"])
    shown = wegweiser("journeys", *arguments, "-C", shop)
    assert shown.code == 0
    assert told.json["note"].split(";")[0][:20] in shown.out


def test_the_goal_is_an_option_everywhere_and_the_first_one_where_none_is_named(shop, wegweiser):
    """The only goal is meant; as an argument it is misuse; a workspace without goals says what to write."""
    told = [wegweiser("journeys", "repeats", *named, "-C", shop, "--json") for named in ((), ("-g", "purchase"))]
    assert told[0].json == told[1].json
    assert wegweiser("journeys", "repeats", "purchase", "-C", shop).code == 2
    path = shop / "wegweiser.toml"
    head, *_ = path.read_text("utf-8").split("[[goal]]")
    path.write_text(head, "utf-8")
    assert "has no goal yet" in wegweiser("journeys", "repeats", "-C", shop).err


def test_a_misspelt_name_gets_the_nearest_right_one(shop, wegweiser):
    """Misuse ends with 2 and one sentence that helps, as text or as JSON."""
    answer = wegweiser("journeys", "dropoff", "--goal", "purchse", "-C", shop)
    assert (answer.code, answer.out) == (2, "")
    assert "Did you mean 'purchase'?" in answer.err.replace("\n", " ")
    assert wegweiser("journeys", "dropoff", "--goal", "purchse", "-C", shop, "--json").json["error"] == "UnknownName"


def test_a_folder_that_is_no_workspace_is_named(tmp_path, wegweiser):
    """Running in the wrong folder says which command makes it the right one."""
    answer = wegweiser("run", "-C", tmp_path)
    assert answer.code == 2
    assert "wegweiser init" in answer.err


def test_an_unknown_format_or_language_is_misuse(tmp_path, visits, wegweiser):
    """Formats and languages are checked before anything is drawn."""
    assert wegweiser("map", visits, "--out", tmp_path / "a", "--formats", "docx").code == 2
    assert wegweiser("map", visits, "--out", tmp_path / "b", "--lang", "fr").code == 2


def test_quarantine_is_a_finding(tmp_path, visits, wegweiser):
    """A row without a customer makes `quarantine list` and `status` end with 1; export neutralises formulas."""
    visits.write_text(visits.read_text("utf-8") + ",2026-01-08 10:00:00,=cmd(),web,1\n", "utf-8")
    folder = tmp_path / "shop"
    assert "1 row waits in quarantine" in wegweiser("map", visits, "--out", folder, "--formats", "json").out
    listed = wegweiser("quarantine", "list", "-C", folder, "--json")
    assert (listed.code, [row["n"] for row in listed.json["rows"]]) == (1, [1])
    assert wegweiser("status", "-C", folder).code == 1
    assert wegweiser("quarantine", "export", tmp_path / "out.csv", "-C", folder).code == 0
    assert ",2026-01-08 10:00:00,=cmd(),web,1" in (tmp_path / "out.csv").read_text("utf-8-sig")
    assert wegweiser("quarantine", "replay", "-C", folder, "--json").json == {"before": 1, "taken": 0, "left": 1}


def test_the_status_of_a_tidy_workspace_is_zero(shop, wegweiser):
    """Everything loaded, nothing in quarantine, every event at a touchpoint: exit code 0."""
    answer = wegweiser("status", "-C", shop, "--json")
    assert (answer.code, answer.json["events"], answer.json["unmapped"]) == (0, 6, {})


def test_events_nobody_placed_are_named(shop, wegweiser):
    """A rule somebody changed so that it no longer takes an event makes the status a finding that names it."""
    path = shop / "wegweiser.toml"
    told = path.read_text("utf-8")
    path.write_text(told.replace('event = "newsletter_open"', 'event = "letter_open"'), "utf-8")
    answer = wegweiser("status", "-C", shop, "--json")
    assert (answer.code, answer.json["unmapped"]) == (1, {"newsletter_open": 1})
    assert "no touchpoint takes 'newsletter_open'" in wegweiser("status", "-C", shop).out


def test_templates_are_listed_and_drawn(tmp_path, wegweiser):
    """A template's map needs no data, and every claim on it is an assumption."""
    assert "online-shop" in wegweiser("new", "map").out.split()
    answer = wegweiser("new", "map", "--template", "online-shop", "--out", tmp_path, "--formats", "json,html")
    assert answer.code == 0
    assert {"journey.yaml", "journey-map.de.html", "journey-map.en.html", "journey-map.json"} == {
        path.name for path in tmp_path.iterdir()
    }
    assert '"status": "measured"' not in (tmp_path / "journey-map.json").read_text("utf-8")
    assert wegweiser("new", "map", "--template", "onlin-shop", "--out", tmp_path / "b").code == 2


def test_a_map_somebody_wrote_is_not_drawn_over(tmp_path, wegweiser):
    """A second template in the same folder is refused, and the first one's words stay."""
    wegweiser("new", "map", "--template", "online-shop", "--out", tmp_path, "--formats", "json")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    answer = wegweiser("new", "map", "--template", "service", "--out", tmp_path, "--formats", "json")
    assert (answer.code, "never overwritten" in answer.err.replace("\n", " ")) == (2, True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path, visits, shop, wegweiser):
    """A file where a folder should be, and a folder that is not there, are named without a stack of calls."""
    assert "visits.csv cannot be used" in wegweiser("init", visits).err.replace("\n", "")
    answer = wegweiser("quarantine", "export", tmp_path / "no" / "q.csv", "-C", shop)
    assert (answer.code, "q.csv cannot be used: no such file" in answer.err.replace("\n", "")) == (2, True)


def test_tables_read_like_the_map(tmp_path, visits, wegweiser):
    """People see percent and minutes, programs get shares and seconds; twenty of each of the cast may be told of."""
    head, *rows = visits.read_text("utf-8").splitlines()
    visits.write_text("\n".join([head, *(f"{n}{row}" for n in range(20) for row in rows)]), "utf-8")
    shop = tmp_path / "shop"
    wegweiser("map", visits, "--out", shop, "--formats", "json")
    assert "66.7%" in wegweiser("journeys", "funnel", "product_view", "purchase", "-C", shop).out
    assert "30\u00a0min." in wegweiser("journeys", "transitions", "-C", shop).out


def test_the_view_decides_what_is_printed(shop, wegweiser):
    """The minimal view prints fewer words than the full one."""
    lengths = {}
    for view in ("minimal", "full"):
        assert wegweiser("run", "-C", shop, "--formats", "pdf", "--view", view).code == 0
        pages = PdfReader(shop / "journey-map.en.pdf").pages
        lengths[view] = sum(len(page.extract_text()) for page in pages)
    assert lengths["minimal"] < lengths["full"]


def test_a_count_is_no_share(tmp_path, visits, wegweiser):
    """Events computed beside the rows are counted in the table of files, in a column that elsewhere holds a share."""
    folder = tmp_path / "shop"
    wegweiser("map", visits, "--out", folder, "--formats", "json")
    path = folder / "wegweiser.toml"
    path.write_text(
        path.read_text("utf-8").replace(
            'format = "csv"', 'format = "csv"\nalso = [{event = "paid", when = {value = "40"}}]'
        ),
        "utf-8",
    )
    (line,) = [
        row for row in wegweiser("run", "-C", folder, "--formats", "json").out.splitlines() if "visits.csv" in row
    ]
    assert line.split() == ["visits", "visits.csv", "6", "6", "1", "0", "reloaded"]


def test_a_german_speaker_gets_a_german_workspace(tmp_path, visits, wegweiser):
    """`--lang de` speaks German from the first run on, and writes it down."""
    answer = wegweiser("map", visits, "--out", tmp_path / "karte", "--lang", "de", "--formats", "json")
    assert "3 Kunden, 6 Ereignisse" in answer.out
    assert 'language = "de"' in (tmp_path / "karte" / "wegweiser.toml").read_text("utf-8")


def test_a_german_workspace_keeps_german_time(tmp_path, wegweiser):
    """Nothing said of the zone, `--lang de` means Europe/Berlin; what is said counts."""
    for name, said, zone in (("a", (), "Europe/Berlin"), ("b", ("--timezone", "Europe/Vienna"), "Europe/Vienna")):
        wegweiser("init", tmp_path / name, "--lang", "de", *said)
        assert f'timezone = "{zone}" # days and hours' in (tmp_path / name / "wegweiser.toml").read_text("utf-8")


def test_one_thing_is_not_told_as_several(tmp_path, wegweiser):
    """One customer with one event, and a row that waits: no plural, and the list of what waits is German."""
    path = tmp_path / "visits.csv"
    path.write_text("customer,time,event\nAna,2026-01-05 10:00:00,visit\n,2026-01-06 10:00:00,visit\n", "utf-8")
    out = wegweiser("map", path, "--out", tmp_path / "karte", "--lang", "de", "--formats", "json").out
    assert "1 Kunde, 1 Ereignis, 1 Schritt an 1 Touchpoint." in out
    assert "1 Zeile wartet mit ihrem Grund" in out
    listed = wegweiser("quarantine", "list", "-C", tmp_path / "karte").out
    assert "The row" not in listed
    assert "jede Zeile einer Datei" in listed


def test_personas_say_why_there_are_none(shop, wegweiser):
    """Three customers are too few, and the verdict says it in a sentence."""
    assert "too few" in wegweiser("personas", "-C", shop).out
    assert wegweiser("personas", "-C", shop, "--json").json["personas"] == []


def test_the_version_is_printed(wegweiser):
    """`--version` prints the name and the version and stops."""
    assert wegweiser("--version").out.startswith("wegweiser 0.")


def test_no_colour_where_there_is_no_terminal(shop, wegweiser):
    """Output that is piped holds no escape sequence and no progress bar."""
    answer = wegweiser("run", "-C", shop, "--formats", "json")
    assert "\x1b" not in answer.out


def test_levers_say_what_is_missing_and_rank_what_was_tried(shop, wegweiser):
    """Without an experiment nothing is ranked; with one it is, and the list asks for its effort."""
    nothing = wegweiser("levers", "-C", shop)
    assert "Nothing is ranked yet" in nothing.out
    assert "[[experiment]]" in nothing.out
    toml = shop / "wegweiser.toml"
    tried = """
[[experiment]]
id = "total"
name = "Show the total"
goal = "purchase"
effect = {value = 0.03, lo = 0.01, hi = 0.05, n = 9000}
treated = 4500
untreated = 4500
"""
    toml.write_text(toml.read_text("utf-8") + tried, "utf-8")
    ranked = wegweiser("levers", "-C", shop)
    assert "+3.0\u00a0pts (+1.0 to +5.0)" in ranked.out
    assert "Enter effort in wegweiser.toml: [[lever]] with the id (lv_experiment_total)" in ranked.out
    assert [lever["rank"] for lever in wegweiser("levers", "-C", shop, "--json").json] == [1]


def test_the_command_line_starts_as_a_module():
    """`python -m wegweiser --help` shows the help and ends well."""
    told = subprocess.run([sys.executable, "-m", "wegweiser", "--help"], capture_output=True, text=True, check=False)
    assert (told.returncode, "wegweiser" in told.stdout.lower()) == (0, True)
