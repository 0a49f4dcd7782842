"""`wegweiser attribution …` as a person types it."""

from __future__ import annotations

import pytest

from wegweiser.bootstrap import create_workspace
from wegweiser.workspace import Config


@pytest.fixture
def counted_only(tmp_path, wegweiser):
    """Return the folder of a workspace that holds nothing but counted paths."""
    folder = tmp_path / "paths"
    create_workspace(folder, Config(name="Paths"))
    (folder / "data" / "paths.csv").write_text(
        "path,total_conversions,total_conversion_value,total_null\nad > mail,3,30,7\nmail,1,10,9\n", "utf-8"
    )
    assert wegweiser("run", "-C", str(folder), "--formats", "json").code in {0, 1}
    return folder


@pytest.mark.parametrize(
    ("command", "columns"),
    [
        (["credit"], {"model", "touchpoint", "credit", "share", "lo", "hi", "rank", "participation"}),
        (["credit", "--by", "channel", "--model", "markov"], {"model", "channel", "credit"}),
        (["removal", "--order", "2"], {"touchpoint", "effect", "lo", "hi", "participation"}),
        (["roles"], {"touchpoint", "opener", "assist", "closer", "typical"}),
        (["compare", "--model", "first", "--model", "last"], {"touchpoint", "share_min", "share_max", "flagged"}),
        (["sensitivity"], {"touchpoint", "verdict"}),
        (["adjusted"], {"channel", "extra", "overlap", "e_value"}),
        (["order"], {"order"}),
        (["first", "--goal", "purchase"], {"touchpoint", "impression", "rate", "return_rate"}),
    ],
)
def test_every_answer_comes_as_table_and_as_json(shop, wegweiser, command, columns):
    """The same rows for people and for programs; the only goal need not be named."""
    asked = ("attribution", *command, "-C", str(shop))
    found = wegweiser(*asked, "--json")
    assert found.code == 0, found.err
    assert columns <= set(found.json["rows"][0])
    table = wegweiser(*asked)
    assert (table.code, table.out != "") == (0, True)


def test_counted_paths_need_no_goal(counted_only, wegweiser):
    """A workspace of counted paths alone has credit, removal effects and roles, without intervals."""
    found = wegweiser("attribution", "credit", "--model", "last", "-C", str(counted_only), "--json")
    assert [(r["touchpoint"], r["credit"], r["lo"]) for r in found.json["rows"]] == [
        ("mail", 4.0, None),
        ("ad", 0.0, None),
    ]
    for command in ("removal", "roles", "compare", "sensitivity"):
        assert wegweiser("attribution", command, "-C", str(counted_only)).code == 0
    assert "no customer can be drawn again" in wegweiser("attribution", "removal", "-C", str(counted_only)).out


def test_an_unknown_model_gets_the_nearest_right_one(shop, wegweiser):
    """Misuse ends with 2 and names what exists."""
    found = wegweiser("attribution", "credit", "--model", "frist", "-C", str(shop))
    assert (found.code, "Did you mean 'first'?" in found.err) == (2, True)


def test_spend_and_experiments_are_read_from_the_workspace(shop, wegweiser):
    """What was spent on a channel is divided by its credited conversions; without experiments nothing is calibrated."""
    toml = shop / "wegweiser.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[[spend]]\nitem = "email"\namount = 10\ncurrency = "EUR"\n', "utf-8")
    rows = wegweiser("attribution", "cost", "--by", "channel", "-C", str(shop), "--json").json["rows"]
    assert {row["channel"] for row in rows} == {"email"}
    told = wegweiser("attribution", "calibrate", "-C", str(shop), "--json")
    assert told.code == 0, told.err
    assert "0" in told.json["note"]
