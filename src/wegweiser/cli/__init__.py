"""The command line: every command parses, calls one thing of the workspace, and shows what it gave."""

from wegweiser.cli.main import main

__all__ = ["main"]
