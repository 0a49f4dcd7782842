"""Compiles one Typst template in a process of its own: a job as JSON on stdin, the bytes of its pages on stdout.

Typst keeps some 300 MB once it has run; the process takes them with it. Run by path, so that nothing of
Wegweiser is imported here.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import typst


def main() -> int:
    """Write the compiled job to stdout; a picture of several pages is compiled again as one long page."""
    job: dict[str, Any] = json.load(sys.stdin.buffer)
    pages = _compile(job, tall=False)
    if len(pages) > 1:
        pages = _compile(job, tall=True)
    sys.stdout.buffer.write(pages[0])
    return 0


def _compile(job: dict[str, Any], *, tall: bool) -> list[bytes]:
    """Return the compiled pages; any warning is a failure, because it changes what is printed."""
    try:
        made, warnings = typst.compile_with_warnings(
            job["template"],
            root=job["root"],
            font_paths=[job["fonts"]],
            ignore_system_fonts=True,
            format=job["format"],
            ppi=job["ppi"],
            sys_inputs={"data": job["data"], "tall": "yes" if tall else ""},
            pdf_standards=["ua-1"] if job["format"] == "pdf" else [],
            timestamp=job["timestamp"],
        )
    except typst.TypstError as problem:
        raise SystemExit(problem.diagnostic) from problem
    if warnings:
        raise SystemExit("\n".join(warning.diagnostic for warning in warnings))
    return made if isinstance(made, list) else [made]


if __name__ == "__main__":
    sys.exit(main())
