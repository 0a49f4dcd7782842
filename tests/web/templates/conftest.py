"""The templates of figures are tested on the rows the drawings are tested on."""

from __future__ import annotations

import sys
from pathlib import Path

MAPS = Path(__file__).parent.parent.parent / "maps"
for folder in ("drawings", "charts", "render"):
    sys.path.insert(0, str(MAPS / folder))
