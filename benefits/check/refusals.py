"""A refused post on its way through the cookie: what was typed goes in, and the same form with its errors comes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.forms import Form
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from benefits.check.answers import Answers, Refused
from benefits.check.forms import ASKED, MAX_LENGTH, UNKNOWN_PREFIX

# Where the browser goes after a refused post: the summary of errors takes focus.
FRAGMENT = "#error-summary"


def refusal(page: str, form: Form, post: QueryDict, asked: Mapping[str, list[str]] | None = None) -> Refused:
    """What to keep of a post that the form refused: the last value of each field, and which questions it asked."""
    typed = {name: post.getlist(name)[-1:] for name in form.fields if name in post}
    too_long = tuple(name for name, values in typed.items() if any(len(value) > MAX_LENGTH for value in values))
    kept = {name: values for name, values in typed.items() if name not in too_long}
    return Refused(page, kept | dict(asked or {}), too_long)


def left_of(refused: Refused | None, done: Collection[str]) -> Refused | None:
    """What a page keeps of earlier typing when these of its questions were sent: a draft, or None if that is all.

    So a page of five questions, switched to one question a page, loses none of what was typed in the other four.
    """
    typed = _without(refused.typed, {*done, ASKED}) if refused else {}
    return Refused(refused.page, typed, is_draft=True) if typed else None


def drafted(refused: Refused) -> set[str]:
    """The questions of which something was typed."""
    return {name.removeprefix(UNKNOWN_PREFIX) for name in refused.typed if name != ASKED}


def refused_on(answers: Answers, page: str) -> Refused | None:
    """The refused post of this page, if the last post was one."""
    return answers.refused if answers.refused and answers.refused.page == page else None


def typed(refused: Refused) -> MultiValueDict[str, str]:
    """The kept post as a form's data."""
    return MultiValueDict(refused.typed)


def as_initial(refused: Refused) -> dict[str, str]:
    """The kept post as what a fresh form shows, without judging it."""
    return {name: values[-1] for name, values in refused.typed.items() if values}


def _without(typed: Mapping[str, list[str]], names: Collection[str]) -> dict[str, list[str]]:
    return {name: values for name, values in typed.items() if name.removeprefix(UNKNOWN_PREFIX) not in names}
