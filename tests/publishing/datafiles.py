"""Data files as they are written, for tests that make their own or compare."""

import yaml

from benefits.publishing.fields import Data


def yaml_text(records: list[Data] | dict[str, list[Data]]) -> str:
    """Data as a data file has it."""
    return yaml.safe_dump(records, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10**9)
