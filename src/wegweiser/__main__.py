"""Starts the command line as `python -m wegweiser`."""

from __future__ import annotations

from wegweiser.cli import main

if __name__ == "__main__":
    main()
