"""A trial's result, as the results page hands it to the admin: the household assessed once more, and in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _

from benefits.eligibility.assess import assess
from benefits.eligibility.household import InvalidHouseholdError, household_to_json, read_household
from benefits.eligibility.lint import Finding
from benefits.eligibility.rulebook import Document, Rulebook
from benefits.publishing.compile import Json, NotCompilable
from benefits.publishing.expectations import differences, expectation_of, expectation_words
from benefits.publishing.unpublished import unpublished
from benefits.publishing.wording import STATUS_NAMES, Wording

_HIDDEN = forms.HiddenInput


class TriedForm(forms.Form):
    """What was tried, as the results page hands it on."""

    household = forms.CharField(widget=_HIDDEN, strip=False)
    on = forms.DateField(widget=_HIDDEN)
    supposes = forms.BooleanField(widget=_HIDDEN, required=False)
    published_on = forms.DateField(widget=_HIDDEN, required=False)
    changes = forms.IntegerField(widget=_HIDDEN, required=False)
    example = forms.CharField(widget=_HIDDEN, required=False)


class NotTried(Exception):
    """What was handed on cannot be assessed; `findings` says why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings)
        self.findings = findings


@dataclass(frozen=True)
class Tried:
    """A household, the day, and what came out of it by the rules that were tried."""

    rulebook: Rulebook
    household: Json
    on: date
    assessment: Json
    wording: Wording

    def results(self, measure: int) -> dict[str, Json]:
        """The results of a measure's benefits, by key."""
        return {result["key"]: result for result in self.assessment["benefits"] if result["measure"] == measure}

    def outcome(self, measure: int) -> str:
        """How many of a measure's benefits came out how, in words."""
        counts = Counter(result["status"] for result in self.results(measure).values())
        return _("，").join(
            _("%(status)s%(count)s项") % {"status": name, "count": counts[status]}
            for status, name in STATUS_NAMES.items()
            if counts[status]
        )

    def expected(self, key: str) -> Json:
        """What is recorded of a benefit."""
        return expectation_of(self.assessment, [key])[key]

    def words(self, key: str) -> str:
        """The same in words."""
        return _("；").join(expectation_words(self.wording, self.expected(key)))

    def holds(self, key: str, expected: Json) -> bool:
        """Whether the benefit came out as expected."""
        result = next(result for result in self.assessment["benefits"] if result["key"] == key)
        return not list(differences(self.wording, expected, result))

    def published_on(self, measure: int) -> date | None:
        """The day on which the measure's document was published, or supposed to be."""
        return self._document(measure).parameters.get("policy_published_on")

    def totals(self, measure: int) -> Json:
        """The sums of the measure's document."""
        return self.assessment["totals"].get(self._document(measure).status, {"one_off": "0.00", "monthly": "0.00"})

    def adds_up_to(self, measure: int, totals: Json) -> bool:
        """Whether these are the sums."""
        return all(Decimal(yuan) == Decimal(totals[kind]) for kind, yuan in self.totals(measure).items())

    def _document(self, measure: int) -> Document:
        return self.rulebook.document_of[self.rulebook.measure_of[measure].document]


def tried(form: TriedForm) -> Tried:
    """The household assessed once more, by what was tried. Raises NotTried."""
    if not form.is_valid():
        raise NotTried([Finding(_("家庭"), _("没有收到试算的家庭。请回到试算的结果页，再点一次“存为示例家庭”。"))])
    asked = form.cleaned_data
    try:
        what = unpublished(asked["changes"])
        if asked["supposes"]:
            what = what.supposing(asked["published_on"])
        rulebook = what.release.rulebook
        household = read_household(rulebook, asked["household"].encode(), asked["on"])
    except NotCompilable as error:
        raise NotTried(error.findings) from error
    except InvalidHouseholdError as error:
        message = _("有的回答不再适用，内容可能刚改过。请回到试算，重新看一次结果。")
        raise NotTried([Finding(_("家庭"), message)]) from error
    return Tried(
        rulebook,
        household_to_json(household),
        asked["on"],
        assess(rulebook, household, asked["on"]).to_json(),
        Wording(what.content),
    )
