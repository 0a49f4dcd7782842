"""A retailer's set of files, each in its role: baskets, campaigns, coupons, promotions, products, customers."""

from wegweiser.collect.sources.retail.source import RetailSource

__all__ = ["SOURCE"]

SOURCE = RetailSource()
