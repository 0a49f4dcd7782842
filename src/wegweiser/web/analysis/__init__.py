"""The analysis screens' material: insights and answers of workers as figures and tables, everything by its name."""

from wegweiser.web.analysis.asking import Work, answered, ask, work_of
from wegweiser.web.analysis.naming import Names, index_of
from wegweiser.web.analysis.saving import Address, saved

__all__ = ["Address", "Names", "Work", "answered", "ask", "index_of", "saved", "work_of"]
