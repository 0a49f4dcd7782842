"""The suite beyond one interpreter: each Python, the lowest direct dependencies, and a bare install.

Run with `pipx run nox` or `pip install nox && nox`; `make test` needs none of it.
"""

from __future__ import annotations

import nox

PYTHONS = ["3.11", "3.12", "3.13"]
QUICK = "not browser and not soak and not data and not engine and not services"
CONSTRAINED = ("--constraint", "constraints.txt")

nox.options.sessions = ["tests", "lowest", "minimal"]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the suite without browser, soak and real data on one Python."""
    session.install(*CONSTRAINED, "--upgrade", "pip")
    session.install(*CONSTRAINED, ".[demo]", "--group", "test")
    session.run("pytest", "-W", "error", "-m", QUICK, env={"OMP_NUM_THREADS": "1"})


@nox.session(python=PYTHONS[0])
def lowest(session: nox.Session) -> None:
    """Run the suite on the lowest versions pyproject.toml allows for what we depend on directly."""
    session.install("uv")
    session.run("uv", "pip", "install", "--resolution", "lowest-direct", ".")
    session.run("uv", "pip", "install", "--group", "test")
    session.run("pytest", "-m", QUICK, env={"OMP_NUM_THREADS": "1"})


@nox.session(python=PYTHONS)
def minimal(session: nox.Session) -> None:
    """Import the package and ask the command line for help with nothing but its own dependencies installed."""
    session.install(*CONSTRAINED, ".")
    session.run("python", "-W", "error", "-c", "import wegweiser")
    session.run("wegweiser", "--help", silent=True)
