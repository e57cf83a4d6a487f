"""Questions as they are put to a resident: their words, the terms in them, and which benefits they decide."""

from __future__ import annotations

from collections.abc import Iterable

from benefits.check.forms import Asked
from benefits.check.keys import name_of
from benefits.check.progress import Check
from benefits.eligibility.relevance import deciding
from benefits.publishing.content import Content, QuestionContent, TermContent


def asked(check: Check, keys: Iterable[str]) -> tuple[Asked, ...]:
    """The questions with these keys."""
    return tuple(_asked(check, key) for key in keys)


def _asked(check: Check, key: str) -> Asked:
    name = name_of(key)
    content = check.release.content
    return Asked(
        key=key,
        question=check.rulebook.question_of[name],
        content=content.questions[name],
        decides=tuple(content.benefits[benefit].title for benefit in deciding(check.rulebook, name, check.audience)),
        terms=_terms(content, content.questions[name]),
    )


def _terms(content: Content, question: QuestionContent) -> tuple[TermContent, ...]:
    """The terms that occur in what the question says."""
    return content.terms_in(question.wording, question.help, question.why, *question.choices.values())
