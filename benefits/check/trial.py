"""Trials: staff walk the check on rules that are not published, on any day, in pages marked as a trial.

A cookie says that this browser is in one. It counts for as long as whoever is signed in may try; no resident has it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from benefits.check.answers import TRIAL_COOKIE, Answers, NoAnswers, Trial, answers_of
from benefits.publishing.compile import NotCompilable
from benefits.publishing.standing import day_words
from benefits.publishing.unpublished import Unpublished, unpublished


class TrialOverError(Exception):
    """The browser is in a trial, and nobody who may try is signed in any more."""


@dataclass(frozen=True)
class OpenTrial:
    """The trial that a browser is in, with the answers given in it."""

    trial: Trial
    answers: Answers
    may_keep_example: bool

    @cached_property
    def unpublished(self) -> Unpublished:
        """What is tried, as it stands now. Raises NotCompilable."""
        return what_is_tried(self.trial)

    @property
    def tried(self) -> str:
        """What is tried, in words."""
        if self.trial.changes is None:
            return _("试算：未发布的工作稿，不对外。")
        return _("试算：未发布的第%(number)s号修改，不对外。") % {"number": self.trial.changes}

    @property
    def day(self) -> str:
        """The day, and what is supposed, in words."""
        day = _("试算日期：%(day)s。") % {"day": day_words(self.trial.on)}
        if not self.trial.supposes:
            return day
        if self.trial.published_on is None:
            return day + _("假定政策还没有正式公布。")
        return day + _("假定政策在%(day)s正式公布。") % {"day": day_words(self.trial.published_on)}

    @property
    def fields(self) -> dict[str, str]:
        """The household and what it was tried on, as the fields of a form."""
        supposed = self.trial.published_on
        return {
            "household": json.dumps(self.answers.household, ensure_ascii=False),
            "on": self.trial.on.isoformat(),
            "supposes": "1" if self.trial.supposes else "",
            "published_on": supposed.isoformat() if supposed else "",
            "changes": str(self.trial.changes or ""),
            "example": self.trial.example,
        }


def what_is_tried(trial: Trial) -> Unpublished:
    """The rules and words of a trial, as they stand now. Raises NotCompilable."""
    tried = unpublished(trial.changes)
    return tried.supposing(trial.published_on) if trial.supposes else tried


def trial_of(request: HttpRequest) -> OpenTrial | None:
    """The trial that this browser is in; None for a resident, who costs no query. Raises TrialOverError."""
    if not hasattr(request, "trial"):
        request.trial = _open_trial(request)
    return request.trial


def in_progress(request: HttpRequest) -> Answers | NoAnswers:
    """The answers of the trial that the browser is in, else those of the resident's check. Raises TrialOverError."""
    trial = trial_of(request)
    return answers_of(request) if trial is None else trial.answers


def may_try(request: HttpRequest) -> bool:
    """Whether whoever is signed in may open the admin and read the policy there."""
    return admin.site.has_permission(request) and request.user.has_policy_role


def mark(request: HttpRequest) -> dict[str, Any]:
    """For every template: `trial`, the open trial that the page is part of, with the banner of its own release, and
    what is left out of it; None elsewhere.
    """
    trial = getattr(request, "trial", None)
    if trial is None:
        return {"trial": None}
    try:
        return {"trial": trial, "notices": trial.unpublished.release.notices, "left_out": trial.unpublished.left_out}
    except NotCompilable:
        return {"trial": trial, "left_out": ()}


def _open_trial(request: HttpRequest) -> OpenTrial | None:
    answers = answers_of(request, TRIAL_COOKIE)
    if isinstance(answers, NoAnswers):
        return None
    if not may_try(request):
        raise TrialOverError
    return OpenTrial(answers.trial, answers, request.user.is_publisher or request.user.edits)
