"""What the tests of the exchange share: a small shop's map, as a module beside this one."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
