"""The same log on DuckDB and on another engine: a real Spark cluster, Sail in this process, or ClickHouse in it."""

from __future__ import annotations

import importlib.util
import os
import random
import re
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from wegweiser.warehouse import Warehouse

TESTS = Path(__file__).parents[1]
PARTITIONS = (4, 9)
"""Customers live in two of the sixteen partitions, so that a build takes an eighth of the time."""
CONFIGURED = """
spark.executor.memory 512m
spark.ui.enabled false
spark.default.parallelism 2
spark.sql.shuffle.partitions 2
spark.locality.wait 0s
# for tables of a few rows, generating and compiling code takes longer than running without
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.adaptive.enabled false
spark.driver.extraJavaOptions {quick}
spark.executor.extraJavaOptions {quick}
"""
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""What makes short-lived Java processes cheap."""


def module(path: Path) -> ModuleType:
    """Return a file of tests as a module: tests are no package, so it cannot be imported."""
    spec = importlib.util.spec_from_file_location(f"engines_{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = found  # a dataclass looks its module up
    spec.loader.exec_module(found)
    return found


SHOPS = module(TESTS / "journeys" / "conftest.py")


def customers(n: int) -> Iterator[str]:
    """Yield names whose ids fall into the partitions."""
    place = 0
    while n:
        place += 1
        if SHOPS.identifier(f"customer {place}") >> 56 in PARTITIONS:
            n -= 1
            yield f"customer {place}"


def log(people: int, seed: int = 7) -> tuple[list[Any], list[float | None]]:
    """Return contacts of people over four months, and the value of each; many contacts share one moment."""
    drawn = random.Random(seed)  # noqa: S311  (a log to compare by, nothing secret)
    rows: list[Any] = []
    for who in customers(people):
        hour = float(drawn.randrange(24 * 60))
        for _ in range(drawn.randint(1, 14)):
            event = drawn.choices(SHOPS.NAMES, (3, 5, 3, 2, 1, 1))[0]
            rows.append((who, hour, event))
            hour += drawn.choice((0, 0, 0.01, 0.1, 0.25, 0.5, 2, 26, 24 * 5, 24 * 35))
    drawn.shuffle(rows)
    return rows, [round(drawn.uniform(5, 90), 2) if event == "buy" else None for _, _, event in rows]


def fill(shop: Any, people: int = 300, *, mixed: bool = False) -> Any:
    """Load the log in two files, some in a campaign, and link some subjects to other people's profiles.

    With `mixed`, the same rows, each with its id and its place in the source, lie in other files in another order.
    """
    rows, values = log(people)
    half = len(rows) // 2
    files = {"one": range(half), "two": range(half, len(rows))}
    known = [(f"{file}/{place - at[0]}/{rows[place]}", place - at[0]) for file, at in files.items() for place in at]
    order = list(range(len(rows)))
    if mixed:
        random.Random(3).shuffle(order)  # noqa: S311  (an order, nothing secret)
    for file, at in files.items():
        here = [order[place] for place in at]
        columns = {
            "value": [values[place] for place in here],
            "event_id": [SHOPS.identifier(known[place][0]) for place in here],
            "source_seq": [known[place][1] for place in here],
            "properties": [f'{{"size": "{place % 3}"}}' if place % 5 else None for place in here],
        }
        shop.load([rows[place] for place in here], file, columns)
    names = list(customers(people))
    always = [(names[i], names[i + 1], None, None) for i in range(0, 40, 4)]
    shop.link(*always, *((names[i], names[i + 1], 200.0, 900.0) for i in range(100, 120, 4)))
    return shop


ANSWERS: dict[str, Callable[[Any], Any]] = {
    "summary": lambda journeys: journeys.summary(),
    "unmapped": lambda journeys: journeys.unmapped(),
    "touchpoints": lambda journeys: journeys.touchpoints(),
    "phases": lambda journeys: journeys.phases(),
    "onward": lambda journeys: journeys.onward(),
    "coverage": lambda journeys: journeys.coverage(),
    "goals": lambda journeys: journeys.goals(),
    "transitions": lambda journeys: journeys.transitions(),
    "transitions to a goal, with ends": lambda journeys: journeys.transitions("purchase", ends=True),
    "paths": lambda journeys: journeys.paths(),
    "paths to a goal": lambda journeys: journeys.paths("purchase"),
    "paths to a goal, collapsed": lambda journeys: journeys.paths("purchase", collapse=True),
    "loops": lambda journeys: journeys.loops(),
    "funnel": lambda journeys: journeys.funnel(["view", "cart", "buy"]),
    "funnel within a week": lambda journeys: journeys.funnel(["view", "cart", "buy"], within=timedelta(days=7)),
    "funnel of sessions": lambda journeys: journeys.funnel(["view", "buy"], unit="session"),
    "drop-off": lambda journeys: journeys.dropoff("purchase"),
    "drop-off of sessions": lambda journeys: journeys.dropoff("purchase", unit="session"),
    "repeats": lambda journeys: journeys.repeats("purchase"),
    "loyalty": lambda journeys: journeys.loyalty("purchase"),
    "months of a goal": lambda journeys: journeys.months("purchase"),
    "months of a touchpoint": lambda journeys: journeys.months(touchpoint="view"),
    "months of a phase": lambda journeys: journeys.months(phase="consideration"),
    "campaigns": lambda journeys: journeys.campaigns(),
    "responses": lambda journeys: journeys.responses(),
}


def _asked(ask: Callable[..., Any]) -> Callable[[Any], Any]:
    """Return what asks a shop: some answers come from its journeys, others from its warehouse and registry."""
    if len(signature(ask).parameters) == 1:
        return lambda shop: ask(shop.journeys)
    return lambda shop: ask(shop.warehouse, shop.registry)


ASKED = {name: _asked(ask) for name, ask in ANSWERS.items()} | {
    f"{file.stem}: {name}": _asked(ask)
    for file in sorted((TESTS / "asked").glob("*.py"))
    for calls, entries in vars(module(file)).items()
    if calls.endswith("CALLS")
    for name, ask in entries.items()
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask a test that wants an answer for each of them."""
    if "answer" in metafunc.fixturenames:
        metafunc.parametrize("answer", ASKED)


@contextmanager
def process(log_file: Path, *command: str, said: str) -> Iterator[str]:
    """Start a process of the cluster, wait until its log says something, give what was found, and end it."""
    with log_file.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as started:
        try:
            while (found := re.search(said, log_file.read_text())) is None:
                if started.poll() is not None:
                    pytest.fail(f"{' '.join(command)} ended: {log_file.read_text()[-2000:]}")
                time.sleep(0.05)
            yield found[0]
        finally:
            started.terminate()


@contextmanager
def spark_cluster(folder: Path) -> Iterator[str]:
    """Run one master and two workers on loopback, ports chosen by the system; give the master's address."""
    if shutil.which("java") is None:
        pytest.skip("no Java is installed; `make test` as root on Debian brings it")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        home = Path(pytest.importorskip("pyspark").__file__).parent
    (folder / "spark-defaults.conf").write_text(CONFIGURED.format(quick=QUICK))
    start = (str(home / "bin" / "spark-class"), "org.apache.spark.deploy.")
    address = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "SPARK_HOME": str(home),
            "SPARK_CONF_DIR": str(folder),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_WORKER_DIR": str(folder / "work"),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": QUICK,
        }.items():
            patch.setenv(name, value)
        master = (start[0], f"{start[1]}master.Master", *address)
        worker = (start[0], f"{start[1]}worker.Worker", *address, "--cores", "1", "--memory", "768m")
        with (
            process(folder / "master.log", *master, said=r"spark://127\.0\.0\.1:\d+") as url,
            process(folder / "first.log", *worker, url, said="Successfully registered with master"),
            process(folder / "second.log", *worker, url, said="Successfully registered with master"),
        ):
            yield url


@contextmanager
def sail(_folder: Path) -> Iterator[str]:
    """Run Sail, which speaks Spark Connect, in this process; give its address."""
    os.environ.setdefault("RUST_LOG", "error")
    server = pytest.importorskip("pysail.spark").SparkConnectServer(port=0)
    server.start()
    yield f"sc://127.0.0.1:{server.listening_address[1]}"
    server.stop()


@contextmanager
def clickhouse(_folder: Path) -> Iterator[str]:
    """Give the address of the ClickHouse in this process."""
    pytest.importorskip("chdb")
    yield "clickhouse://local"


ENGINES = {"spark cluster": spark_cluster, "sail": sail, "clickhouse": clickhouse}


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the name of an engine that runs for as long as tests ask it."""
    with ENGINES[request.param](tmp_path_factory.mktemp("engine")) as url:
        yield url


@pytest.fixture(scope="session")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return the shop as DuckDB builds it."""
    with Warehouse(tmp_path_factory.mktemp("duckdb"), threads=1) as warehouse:
        shop = fill(SHOPS.Shop(warehouse))
        shop.build()
        yield shop


@pytest.fixture(scope="session")
def counted(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return the shop as the engine builds it, of parts that DuckDB sealed."""
    with Warehouse(tmp_path_factory.mktemp("engine"), memory="1GB", threads=1) as warehouse:
        fill(SHOPS.Shop(warehouse))
        with warehouse.beside(engine) as beside:
            shop = SHOPS.Shop(beside)
            shop.build()
            yield shop


@pytest.fixture(scope="session")
def duckdb_says(expected: Any) -> Callable[[str], list[Any]]:
    """Return what gives DuckDB's rows for an answer, asked once."""
    return cache(lambda answer: ASKED[answer](expected).rows())


@pytest.fixture(scope="session")
def engine_says(counted: Any) -> Callable[[str], list[Any]]:
    """Return what gives the engine's rows for an answer."""
    return lambda answer: ASKED[answer](counted).rows()


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, float) and other is not None:
        return one == pytest.approx(other, rel=1e-9, abs=1e-12, nan_ok=True)
    return bool(one == other)


@pytest.fixture
def alike() -> Callable[[list[Any], list[Any]], None]:
    """Return what fails with the first row that differs; amounts may differ in the tenth digit, nothing else may."""

    def check(found: list[Any], right: list[Any]) -> None:
        different = [(f, r) for f, r in zip(found, right, strict=False) if not _alike(f, r)]
        assert not different, f"found {different[0][0]}\nright {different[0][1]}"
        assert len(found) == len(right)

    return check
