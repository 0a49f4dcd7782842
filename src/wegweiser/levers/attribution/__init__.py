"""Attribution: credit for conversions by every common model, with intervals; never an effect."""

from wegweiser.levers.attribution.attribution import Attribution
from wegweiser.levers.attribution.standing import role_counts

__all__ = ["Attribution", "role_counts"]
