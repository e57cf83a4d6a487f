"""One checksum for what is released and what is loaded."""

import hashlib
import json
from typing import Any


def checksum_of(data: dict[str, Any]) -> str:
    """SHA-256 of the data's canonical JSON: the same for the same data, whatever its order of keys. Dates are ISO."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
