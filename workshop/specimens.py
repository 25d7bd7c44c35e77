"""Something to show of every component, for the styleguide. All of it is invented."""
from __future__ import annotations
from datetime import datetime
from typing import Any

def specimens(at: datetime) -> dict[str, Any]:
    return {}
