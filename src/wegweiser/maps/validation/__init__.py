"""The validation loop: a claim becomes a question, the answer a verdict, and claims grow stale."""

from wegweiser.maps.validation import ageing, forms, keeping
from wegweiser.maps.validation.forms import Proposal
from wegweiser.maps.validation.judging import decided, judged, threshold

__all__ = ["Proposal", "ageing", "decided", "forms", "judged", "keeping", "threshold"]
