"""Models that read feelings and topics in sentences, taught by the workspace's own comments; everything is inferred."""

from wegweiser.voice.models.choosing import Known, ModelReader, best
from wegweiser.voice.models.sentiment import Labelled, train
from wegweiser.voice.models.shares import Validation, share

__all__ = ["Known", "Labelled", "ModelReader", "Validation", "best", "share", "train"]
