"""Journeys: events read as contacts, split at goals, and counted with one definition per figure."""

from wegweiser.journeys.build import build
from wegweiser.journeys.journeys import Journeys
from wegweiser.journeys.observing import observed
from wegweiser.journeys.propose import propose
from wegweiser.journeys.registry import Registry
from wegweiser.journeys.tables import JOURNEY, STEP

__all__ = ["JOURNEY", "STEP", "Journeys", "Registry", "build", "observed", "propose"]
