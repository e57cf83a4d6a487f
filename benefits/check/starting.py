"""The start of a check: who asks, and the consent without which no answer is taken."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse

from benefits.check.answers import Answers, NoAnswers
from benefits.check.forms import StartForm
from benefits.check.refusals import as_initial, refusal, refused_on, typed
from benefits.check.trial import in_progress
from config.display import asked_for

HAS_BEGUN = "begun"


def answers_or_new(request: HttpRequest) -> Answers:
    """The check in progress, or a new one."""
    answers = in_progress(request)
    return Answers() if isinstance(answers, NoAnswers) else answers


def form_to_show(request: HttpRequest) -> tuple[StartForm, Answers]:
    """The form of a refused post, else a fresh one for whoever asked last."""
    answers = answers_or_new(request)
    refused = refused_on(answers, reverse("check:start"))
    if refused is not None and refused.is_draft:
        return StartForm(initial=as_initial(refused), is_at_counter=answers.is_at_counter), answers
    if refused is not None:
        return StartForm(data=typed(refused), is_at_counter=answers.is_at_counter), answers
    return StartForm(initial={"audience": answers.audience}, is_at_counter=answers.is_at_counter), answers


def posted(request: HttpRequest) -> tuple[StartForm, Answers]:
    """The form that was sent, and the answers with it: begun, or with the refused post, or with what a switch of the
    display put aside. Earlier answers stay.
    """
    answers = answers_or_new(request)
    form = StartForm(data=request.POST, is_at_counter=answers.is_at_counter)
    is_draft = asked_for(request) is not None
    if is_draft or not form.is_valid():
        refused = refusal(reverse("check:start"), form, request.POST)
        return form, replace(answers, refused=replace(refused, is_draft=is_draft))
    return form, replace(answers, audience=form.cleaned_data["audience"], has_consented=True, refused=None)
