"""Reads the demonstration's texts."""

import tomllib
from functools import cache
from typing import Any

from lms.settings.environment import ROOT

FOLDER = ROOT / "demo"


@cache
def read(name: str) -> dict[str, Any]:
    """Return `demo/<name>.toml`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
