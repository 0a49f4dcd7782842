"""Charts of ways and levers as accessible SVG, and the page that shows them together."""

from wegweiser.maps.charts import rows
from wegweiser.maps.charts.bars import funnel_bars
from wegweiser.maps.charts.dots import lever_dots
from wegweiser.maps.charts.grid import flow_graph
from wegweiser.maps.charts.page import page, standalone
from wegweiser.maps.charts.sankey import sankey

__all__ = ["flow_graph", "funnel_bars", "lever_dots", "page", "rows", "sankey", "standalone"]
