"""A refused post on its way through the cookie: what was typed goes in, and the same form with its errors comes out."""

from __future__ import annotations

from collections.abc import Mapping

from django.forms import Form
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from benefits.check.answers import Answers, Refused
from benefits.check.forms import MAX_LENGTH

# Where the browser goes after a refused post: the summary of errors takes focus.
FRAGMENT = "#error-summary"


def refusal(page: str, form: Form, post: QueryDict, asked: Mapping[str, list[str]] | None = None) -> Refused:
    """What to keep of a post that the form refused: the last value of each field, and which questions it asked."""
    typed = {name: post.getlist(name)[-1:] for name in form.fields if name in post}
    too_long = tuple(name for name, values in typed.items() if any(len(value) > MAX_LENGTH for value in values))
    kept = {name: values for name, values in typed.items() if name not in too_long}
    return Refused(page, kept | dict(asked or {}), too_long)


def refused_on(answers: Answers, page: str) -> Refused | None:
    """The refused post of this page, if the last post was one."""
    return answers.refused if answers.refused and answers.refused.page == page else None


def typed(refused: Refused) -> MultiValueDict[str, str]:
    """The kept post as a form's data."""
    return MultiValueDict(refused.typed)
