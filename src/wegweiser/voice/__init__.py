"""Voice: survey answers, reviews, tickets and calls become feelings, questions and expectations per touchpoint."""

from wegweiser.voice import tables
from wegweiser.voice.reader import Reader
from wegweiser.voice.settings import VoiceSettings

__all__ = ["Reader", "VoiceSettings", "tables"]
