"""The staff's pages: stock Django admin, one module a subject."""

from benefits.admin import benefits, changes, departments, policy, questions, releases

__all__ = ["benefits", "changes", "departments", "policy", "questions", "releases"]
