"""Answers to our own surveys are events; they are asked like all others."""

from __future__ import annotations

from wegweiser import collect
from wegweiser.collect import SourceSpec
from wegweiser.domain.surveys import Item, Metric, Role, Scale
from wegweiser.voice.surveys import asked
from wegweiser.voice.tables import ANSWER

LOG = """time,customer,event,survey,item,value
2026-03-01 10:00:00,ana,survey_answer,visit,nps,9
2026-03-02 10:00:00,ben,survey_answer,visit,nps,12
2026-04-02 10:00:00,cem,survey_answer,visit,nps,
2026-04-02 10:00:00,cem,buy,,,
"""


def test_answers_are_read_from_the_log(warehouse, written):
    """Ben's 12 is off the scale and Cem said nothing: asked, no answer; buying is no answer at all."""
    columns = {"time": "time", "customer": "customer", "event": "event"}
    collect.load(warehouse, SourceSpec("own", "csv", columns=columns), written("log.csv", LOG))
    nps = Item("nps", "Recommend?", Role.ANSWER, (), Metric.RECOMMEND, Scale(0, 10))
    result = warehouse.run(asked(warehouse, [nps]))
    assert result.columns == tuple(ANSWER.columns)
    told = sorted((row["line"], row["wave"], row["item"], row["value"], row["state"]) for row in result.rows())
    assert told == [
        (2, "2026-03", "nps", 9.0, "answered"),
        (3, "2026-03", "nps", None, "missing"),
        (4, "2026-04", "nps", None, "missing"),
    ]
