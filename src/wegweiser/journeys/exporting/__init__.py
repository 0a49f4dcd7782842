"""Actual journeys as event logs that process-mining tools read, customers under pseudonyms."""

from wegweiser.journeys.exporting.logs import Logs, Written

__all__ = ["Logs", "Written"]
