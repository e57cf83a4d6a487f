"""The staff's pages: stock Django admin, one module a subject."""

from benefits.admin import benefits, changes, departments, example_from_trial, policy, questions, releases

__all__ = ["benefits", "changes", "departments", "example_from_trial", "policy", "questions", "releases"]
