"""The staff's pages: stock Django admin, one module a subject."""

from benefits.admin import benefits, contacts, departments, history, policy, questions, releases

__all__ = ["benefits", "contacts", "departments", "history", "policy", "questions", "releases"]
