"""What the rule checks say of a benefit while it is being edited, before it is saved."""

from __future__ import annotations

from benefits.eligibility.lint import Finding, lint
from benefits.eligibility.rulebook import Rulebook


def findings_of(rulebook: Rulebook, key: str) -> list[Finding]:
    """What is wrong with the benefit of this key, errors first."""
    found = [finding for finding in lint(rulebook) if (finding.kind, finding.key) == ("benefit", key)]
    return sorted(found, key=lambda finding: not finding.is_error)
