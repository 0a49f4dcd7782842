"""Surveys of others: exports read as answers, their questions proposed from data and dictionary."""

from wegweiser.voice.surveys.asked import asked
from wegweiser.voice.surveys.guessing import guess
from wegweiser.voice.surveys.loading import Loaded
from wegweiser.voice.surveys.places import Places, journey_of
from wegweiser.voice.surveys.spec import SurveySpec
from wegweiser.voice.surveys.survey import Survey

__all__ = ["Loaded", "Places", "Survey", "SurveySpec", "asked", "guess", "journey_of"]
