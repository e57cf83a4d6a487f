"""What the rule checks say of a benefit while it is being edited, before it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils import timezone

from benefits.eligibility.lint import Finding
from benefits.models import Benefit
from benefits.models.values import Fact
from benefits.publishing.checks import release_findings
from benefits.publishing.compile import TierRows, compile_draft
from benefits.publishing.content import Content


def findings_of(
    benefit: Benefit, tiers: Iterable[TierRows], facts: Mapping[str, Fact], content: Content
) -> list[Finding]:
    """What is wrong with the benefit as it is typed, errors first. Its rows make sense (`check_against`)."""
    draft = compile_draft(benefit, tiers, facts, content)
    findings = release_findings(draft, timezone.localdate())
    own = [finding for finding in findings if (finding.kind, finding.key) == ("benefit", benefit.key)]
    return sorted(own, key=lambda finding: not finding.is_error)
