"""The drawings are tested on the ways of the shop that the charts are tested on."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "charts"))
