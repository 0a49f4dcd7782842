"""What the tests of the charts share: the ways of a shop, as a module beside this one."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
