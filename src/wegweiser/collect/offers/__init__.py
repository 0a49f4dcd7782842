"""Offers: what was to be had where, when and at what price, read from price lists, baskets and leaflets."""

from wegweiser.collect.offers.spec import FIELDS, OfferSpec
from wegweiser.collect.offers.taking import Offered, take_offers

__all__ = ["FIELDS", "OfferSpec", "Offered", "take_offers"]
