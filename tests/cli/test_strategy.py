"""Strategy sheets and priorities on the command line."""

from __future__ import annotations


def test_a_sheet_per_channel_is_written_in_both_languages(shop, wegweiser, tmp_path):
    """The page and the Markdown lie where they were asked for, and name the channels of the shop."""
    answer = wegweiser("strategy", "-C", shop, "--out", tmp_path / "sheets", "--lang", "both")
    assert answer.code == 0
    assert sorted(path.name for path in (tmp_path / "sheets").iterdir()) == [
        "strategy.de.html", "strategy.de.md", "strategy.en.html", "strategy.en.md",
    ]  # fmt: skip
    assert "Strategie je Kanal" in (tmp_path / "sheets" / "strategy.de.md").read_text("utf-8")


def test_sheets_come_as_json_for_programs(shop, wegweiser):
    """One sheet per channel, with what was counted; a handful of people is nothing to show a share of."""
    sheets = wegweiser("strategy", "-C", shop, "--json").json
    assert {sheet["id"] for sheet in sheets} >= {"web"}
    assert all(sheet["touchpoints"] for sheet in sheets)


def test_priority_is_a_table_with_its_definition(shop, wegweiser):
    """Every row says of how many; under twenty customers nothing is claimed."""
    told = wegweiser("priority", "-C", shop, "--by", "channel", "--json").json
    assert "reach x importance x gap" in told["note"]
    assert all(row["of"] >= row["customers"] for row in told["rows"])
    assert wegweiser("priority", "--goal", "purchas", "-C", shop).code == 2
