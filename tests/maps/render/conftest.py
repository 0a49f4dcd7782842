"""What the tests of the renderers share: two maps and a deck of personas, as modules beside this one."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
