"""Watching: what happened to personas between two looks at the data, and their share over time."""

from wegweiser.personas.watching.drift import Snapshot, changes, renamed, snapshot
from wegweiser.personas.watching.over_time import over_time, shifts

__all__ = ["Snapshot", "changes", "over_time", "renamed", "shifts", "snapshot"]
