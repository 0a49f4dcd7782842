"""What drawings are tested on, each a module in its folder: their own rows, the shop's ways, the grocer's map."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "charts", HERE.parent / "render"):
    sys.path.insert(0, str(folder))
