"""The airport's survey: published NPS, figures counted again without us, another year, and one nobody has seen."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from wegweiser.collect.tables import TRAIT
from wegweiser.domain.surveys import Metric, Role
from wegweiser.voice.surveys import Survey, SurveySpec, journey_of
from wegweiser.voice.surveys.matching import How
from wegweiser.voice.tables import ANSWER
from wegweiser.warehouse import Query, Warehouse

pytestmark = pytest.mark.data
DICTIONARY = "sfo_2018_Data_Dictionary_DataSF.xlsx"
RENAMED = {
    "NETPRO  ": "Q16 NetPro",
    "Q7FOOD": "Q8_Food",
    "Q9Restroom": "q10-RESTROOM",
    "Q20Age": "Q21AGE",
    "WEIGHT": "Weight",
}


def table(path):
    """Return a file's header and rows as the csv module reads them."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    return header, rows


@pytest.fixture(scope="module")
def unseen(shared_data, tmp_path_factory):
    """Return a third year: 2018 in another order, five columns called differently, one of text, one gone."""
    header, rows = table(shared_data / "sfo_survey" / "sfo_2018.csv")
    order = [place for place in range(len(header)) if header[place] != "Q7ART"]
    order.sort(key=lambda place: place * 37 % 101)
    path = tmp_path_factory.mktemp("sfo") / "sfo_2019.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        names = {name.strip(): new for name, new in RENAMED.items()}
        writer.writerow([names.get(header[place].strip(), header[place]) for place in order])
        writer.writerows([[row[place] for place in order] for row in rows])
    return path


@pytest.fixture(scope="module")
def sfo(shared_data, unseen, tmp_path_factory):
    """Return the survey with three waves loaded, and what became of each."""
    folder = tmp_path_factory.mktemp("workspace")
    data = shared_data / "sfo_survey"
    with Warehouse(folder / "warehouse", memory="1GB", threads=1) as warehouse:
        spec = SurveySpec("sfo", ("*.csv",), dictionary=str(data / DICTIONARY))
        survey = Survey(warehouse, spec, folder, (data / "sfo_2016.csv", data / "sfo_2018.csv", unseen))
        yield survey, {loaded.wave: loaded for loaded in survey.load()}


def rows_of(survey, select, where="true", schema=ANSWER):
    """Return what a select list makes of a table's rows."""
    table_ = survey.warehouse.table(schema)
    query = Query("asked", f"select {select} from {table_} where {where} order by all")
    return [tuple(row.values()) for row in survey.warehouse.run(query).rows()]


def test_the_published_nps_comes_out(sfo):
    """30.98 on 2,650 answers of 2018, the 159 with code 11 left out; the year nobody has seen gives the same."""
    for wave in ("2018", "2019"):
        ((answered, missing, promoters, critics),) = rows_of(
            sfo[0],
            "count(value), sum(case when state = 'missing' then 1 else 0 end), "
            "sum(case when value >= 9 then 1 else 0 end), sum(case when value <= 6 then 1 else 0 end)",
            f"item = 'netpro' and wave = '{wave}'",
        )
        assert (answered, missing) == (2650, 159)
        assert round(float(100 * (promoters - critics) / answered), 2) == 30.98


def test_answers_of_every_rating_are_those_the_csv_module_counts(sfo, shared_data):
    """27 ratings of 2018, counted value by value without any code of ours; weights sum to the file's."""
    survey, _ = sfo
    header, rows = table(shared_data / "sfo_survey" / "sfo_2018.csv")
    names = [name.strip() for name in header]
    weights = [float(row[names.index("WEIGHT")]) for row in rows]
    rated = [i for i in survey.items() if i.role is Role.ANSWER and i.metric not in {Metric.CHOICE, Metric.YES_NO}]
    assert len(rated) == 27
    ours = {
        (item, value): (n, weight)
        for item, value, n, weight in rows_of(
            survey, "item, value, count(*), sum(weight)", "wave = '2018' and state = 'answered' group by item, value"
        )
    }
    for item in rated:
        column = names.index(item.columns[0].strip())
        on_scale = {str(n) for n in (range(11) if item.metric is Metric.RECOMMEND else range(1, 6))}
        counted = Counter(row[column] for row in rows if row[column] in on_scale)
        weighed = Counter()
        for row, weight in zip(rows, weights, strict=True):
            weighed[row[column]] += weight
        mine = {value: found for (name, value), found in ours.items() if name == item.id}
        assert {value: n for value, (n, _) in mine.items()} == {float(v): n for v, n in counted.items()}, item.id
        assert {v: w for v, (_, w) in mine.items()} == pytest.approx({float(v): weighed[v] for v in counted})


def test_never_used_is_not_no_answer(sfo):
    """Code 6 of the long-term parking shuttle: 1,927 never took it, 233 left the question blank."""
    counted = rows_of(sfo[0], "state, count(*)", "wave = '2018' and item = 'q7ltparking' group by state")
    assert counted == [("answered", 649), ("missing", 233), ("unused", 1927)]


def test_2016_is_matched_across_its_other_names(sfo):
    """Moved numbers, a plural, a typing error; recommending was not asked, and comments were sorted differently."""
    matched = sfo[1]["2016"].matched
    how = {one.item: (one.column, one.how) for one in matched.found}
    assert how["q7walkway"] == ("Q7WALKWAYS", How.LIKENESS)
    assert how["q21gender"] == ("Q20GENDER", How.NUMBER)
    assert how["q20age"] == ("Q19AGE", How.NUMBER)
    assert how["q22income"] == ("Q21INCME", How.LIKENESS)
    assert how["q13county"] == ("Q13 COUNTY", How.SPELLING)
    assert how["respnum"] == ("*RESPNUM", How.SPELLING)
    assert how["q9restroom"] == ("Q9RESTROOM", How.SPELLING)
    assert how["q12_1"] == ("Q12PRECOM1", How.ORDER)
    assert {"netpro", "q8_1", "q19clear"} <= set(matched.gone)
    assert matched.new == ()
    assert sfo[1]["2016"].reasons.keys() == {"unknown_code"}


def test_ages_in_words_are_the_codes_of_the_other_year(sfo):
    """754 people of 2016 wrote 25-34, 669 of 2018 ticked code 3, and as many in the third year."""
    told = rows_of(sfo[0], "count(*)", "name = 'q20age' and value = '25 - 34'", schema=TRAIT)
    assert told == [(754 + 669 + 669,)]


def test_the_third_year_needs_no_new_code(sfo):
    """Every renamed column is found; the one that is gone is said to be."""
    third, second = sfo[1]["2019"], sfo[1]["2018"]
    how = {one.item: one.column.strip() for one in third.matched.found}
    assert {how[item] for item in ("netpro", "q7food", "q9restroom", "q20age", "weight")} == set(RENAMED.values())
    assert {"q7art"} == set(third.matched.gone) - set(second.matched.gone)
    assert third.quarantined == second.quarantined == 0
    ours = [
        rows_of(sfo[0], "item, value, state, count(*), sum(weight)", f"wave = '{w}' and item <> 'q7art' group by all")
        for w in ("2018", "2019")
    ]
    assert [row[:4] for row in ours[0]] == [row[:4] for row in ours[1]]


def test_the_touchpoints_stand_in_journey_order(sfo):
    """21 touchpoints of an airport in six phases; quality and cleanliness of restaurants are one touchpoint."""
    items = sfo[0].items()
    journey = journey_of(items)
    assert journey is not None
    assert journey.id == "airport"
    placed = {i.id: (i.about, i.phase) for i in items if i.about}
    assert placed["q7food"] == placed["q9food"] == ("restaurants", "waiting")
    assert placed["q14passthru"] == ("security_check", "security")
    assert [item.id for item in items if item.overall] == ["q7all"]
    felt = {Metric.SATISFACTION, Metric.EFFORT}
    assert len({item.about for item in items if item.metric in felt and item.about}) == 21


def test_what_people_wrote_is_handed_on(sfo):
    """354 wrote about a problem in 2018; a few wrote no more than a dash."""
    told = [comment for comment in sfo[0].comments() if comment.wave == "2018"]
    assert 340 <= len(told) <= 354
    assert {comment.item for comment in told} == {"q15a"}
