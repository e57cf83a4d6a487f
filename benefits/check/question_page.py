"""A page of questions: shown, taken, or refused and shown again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from benefits.check import steps
from benefits.check.answers import Answers, Refused, keep
from benefits.check.asking import asked
from benefits.check.edits import answered, in_both
from benefits.check.forms import ASKED, QuestionsForm, initial_of
from benefits.check.keys import name_of
from benefits.check.progress import Check
from benefits.check.refusals import FRAGMENT, as_initial, drafted, left_of, refusal, refused_on, typed
from config.display import asked_for

AGAIN, CHANGE, THEN = "again", "change", "then"
# The longest key of a question, and a child before it.
_LONGEST_PARAMETER = 80

After = Callable[[HttpRequest, Check], HttpResponse]
Edit = Callable[[Answers, Mapping[str, Any], Collection[str]], Answers]
Keep = Callable[[HttpResponse, Answers], HttpResponse]


@dataclass(frozen=True)
class QuestionPage:
    """`own`: the keys that may be asked here; `asks`: those asked now.

    `edit`: what an answer changes; `keep`: what takes a refused post along.
    """

    address: str
    own: tuple[str, ...]
    asks: tuple[str, ...]
    form_class: type[QuestionsForm] = QuestionsForm
    edit: Edit = answered
    keep: Keep = keep


def address_of_page(request: HttpRequest) -> str:
    """The page's own address, with the parameters that mean something."""
    query = {name: request.GET[name][:_LONGEST_PARAMETER] for name in (CHANGE, AGAIN, THEN) if request.GET.get(name)}
    return request.path + (f"?{urlencode(query)}" if query else "")


def form_to_show(check: Check, page: QuestionPage) -> QuestionsForm | None:
    """The form of a refused post or of a draft, else a fresh one; None if nothing is to ask."""
    refused = refused_on(check.answers, page.address)
    if refused is not None and refused.is_draft and not refused.too_long:
        return _drafted_form(check, page, refused)
    # A newer release may have none of the questions that were refused.
    keys = _named(page.own, refused.typed.get(ASKED, ())) if refused else ()
    if refused is None or not keys:
        return _form(check, page, page.asks) if page.asks else None
    form = _form(check, page, keys, data=typed(refused))
    form.refuse_too_long(refused.too_long)
    return form


def take(request: HttpRequest, check: Check, page: QuestionPage, after: After) -> HttpResponse:
    """The post's answers taken, and then on; or refused, and back to the same page.

    The post itself names its questions: those that are due may be others by now. What a switch of the display sends is
    put aside, and shown again on the same page.
    """
    form = _form(check, page, _named(page.own, request.POST.getlist(ASKED)), data=request.POST)
    if not form.asked:
        return page.keep(redirect(page.address), check.answers)
    if asked_for(request) is not None:
        return page.keep(redirect(page.address), _with_refused(request, check, page, form, is_draft=True))
    if not form.is_valid():
        return _refuse(request, check, page, form)
    answers = in_both(check.answers, lambda before: page.edit(before, form.given, sorted(form.declined)))
    left = _left(check, page, form)
    taken = check.with_answers(replace(answers, refused=left))
    if left is not None:
        return page.keep(redirect(page.address), taken.answers)
    further = steps.address_further(taken, page.own, form.asked[-1].key) if AGAIN in request.GET else ""
    return page.keep(redirect(further), taken.answers) if further else after(request, taken)


def onward(request: HttpRequest, check: Check) -> HttpResponse:
    """To what is still open; else to where a change came from, or the answers to check."""
    then = steps.THENS.get(request.GET.get(THEN, ""))
    return keep(redirect(then if then and not check.next else steps.next_address(check)), check.answers)


def back_of(request: HttpRequest, before: str) -> str:
    """Where the page's way back leads: to where a change was asked for, else to what was answered before."""
    if CHANGE not in request.GET:
        return before
    return reverse(steps.THENS.get(request.GET.get(THEN, ""), steps.REVIEW))


def show(request: HttpRequest, template: str, check: Check, context: dict[str, Any]) -> HttpResponse:
    """The template, with a word about answers that were dropped, said once."""
    dropped = check.answers.dropped
    context |= {"was_dropped": bool(dropped), "dropped": _labels(check, dropped)}
    return keep(render(request, template, context), replace(check.answers, dropped=()))


def _form(
    check: Check, page: QuestionPage, keys: Iterable[str], data: Any = None, draft: Refused | None = None
) -> QuestionsForm:
    questions = asked(check, keys)
    names = drafted(draft) if draft else ()
    stored = [item for item in questions if item.name not in names]
    initial = initial_of(stored, check.values, check.answers.declined) | (as_initial(draft) if draft else {})
    form = page.form_class(questions, check.on, data=data, initial=initial)
    # Named, so that the fragment of a refused post does not stay in the address of the pages after it.
    form.helper.form_action = page.address
    return form


def _drafted_form(check: Check, page: QuestionPage, draft: Refused) -> QuestionsForm | None:
    """What is asked now, and what was typed before a switch, as far as it still matters; nothing is judged yet."""
    typed_keys = [key for key in _named(page.own, drafted(draft)) if key in check.open or check.has_dealt_with(key)]
    keys = tuple(key for key in page.own if key in typed_keys or key in page.asks)
    if check.is_one_by_one:
        # Of those to look at again, what was typed comes first: the others stand as they were answered.
        keys = tuple(key for key in keys if key in typed_keys or not check.has_dealt_with(key))[:1] or page.asks
    return _form(check, page, keys, draft=draft) if keys else None


def _named(own: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    names = set(names)
    return tuple(key for key in own if name_of(key) in names)


def _refuse(request: HttpRequest, check: Check, page: QuestionPage, form: QuestionsForm) -> HttpResponse:
    """Back to the page, which will show what was typed and what is wrong with it."""
    answers = _with_refused(request, check, page, form, is_draft=False)
    return page.keep(HttpResponseRedirect(page.address + FRAGMENT), answers)


def _with_refused(
    request: HttpRequest, check: Check, page: QuestionPage, form: QuestionsForm, *, is_draft: bool
) -> Answers:
    """The answers with what was typed on the page, beside what is left there of earlier typing."""
    refused = refusal(page.address, form, request.POST, asked={ASKED: [item.name for item in form.asked]})
    left = _left(check, page, form)
    typed = (left.typed if left else {}) | refused.typed
    return replace(check.answers, refused=replace(refused, typed=typed, is_draft=is_draft))


def _left(check: Check, page: QuestionPage, form: QuestionsForm) -> Refused | None:
    return left_of(refused_on(check.answers, page.address), [item.name for item in form.asked])


def _labels(check: Check, keys: Iterable[str]) -> list[str]:
    """The questions' short names; of one that the release no longer has, nothing is left to say."""
    questions = check.release.content.questions
    return [str(questions[name_of(key)].label) for key in keys if name_of(key) in questions]
