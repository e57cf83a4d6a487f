"""Whether a release's content may be published: what the rule checks say, and what comes of the example households."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.eligibility.lint import Finding
from benefits.publishing.checks import release_findings
from benefits.publishing.examples import example_failures
from benefits.publishing.parts import Json


def judged(content: Json) -> list[Finding]:
    """Every finding of the rule checks, and an error for each example that does not come out as expected."""
    findings = release_findings(content, timezone.localdate())
    if any(finding.is_error for finding in findings):
        # Rules with errors cannot be assessed by.
        return findings
    return findings + [
        Finding(_("示例家庭“%s”") % failure.name, _("；").join(failure.lines), kind="example", key=failure.key)
        for failure in example_failures(content)
    ]
