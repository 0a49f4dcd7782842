"""Attribution: credit for conversions by every common model, with intervals; never an effect."""

from wegweiser.levers.attribution.attribution import Attribution

__all__ = ["Attribution"]
