"""A survey of three people: Ana likes us, Ben does not, Cem was never in the shop."""

from __future__ import annotations

import pytest

from wegweiser.voice.surveys import Survey, SurveySpec
from wegweiser.warehouse import Query, Warehouse

DICTIONARY = """Field,Question,
ID,Respondent,
,How was it?,
Q1SHOP,The store,
Q1WEB,The online shop,
Q1ALL,Overall,
,5,Outstanding
,4,
,3,
,2,
,1,Unacceptable
,6,Never used
,0,Blank
Q2NPS,Would you recommend us?,
,10,Very likely
,0,Not at all likely
,11,Blank
Q3AGE,Age,
,1,18 - 24
,2,25 and over
,0,Blank
Q4WHY,Why is that?,
WT,Weight,
"""
NPS = "\n".join(f",{n}," for n in range(1, 10))
FIRST = """ID,Q1SHOP,Q1WEB,Q1ALL,Q2NPS,Q3AGE,Q4WHY,WT
ana,5,4,5,10,1,"Friendly people, good advice at the counter",1.5
ben,1,0,2,3,2,"I had to wait for an hour and nobody cared",0.5
cem,6,3,BLANK,11,0,,1
"""


@pytest.fixture
def warehouse(tmp_path):
    """Return an empty warehouse."""
    with Warehouse(tmp_path / "warehouse", memory="1GB", threads=1) as opened:
        yield opened


@pytest.fixture
def rows_of(warehouse):
    """Return a function that gives a schema's rows, or what a select list makes of them."""

    def rows(schema, select="*", order="all", where="true"):
        query = Query("asked", f"select {select} from {warehouse.table(schema)} where {where} order by {order}")
        return [tuple(row.values()) for row in warehouse.run(query).rows()]

    return rows


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a file into the workspace folder."""

    def write(name, text):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def dictionary(written):
    """Return the dictionary of the survey of three people."""
    return written("dictionary.csv", DICTIONARY.replace(",10,Very likely", ",10,Very likely\n" + NPS))


@pytest.fixture
def survey(tmp_path, warehouse, written, dictionary):
    """Return a function that makes a survey of files, the first wave if none are named."""

    def make(*files, **more):
        first = files or (written("shop_2025.csv", FIRST),)
        fields = {"dictionary": dictionary.name} | more
        return Survey(warehouse, SurveySpec("shop", ("*.csv",), **fields), tmp_path, tuple(first))

    return make
