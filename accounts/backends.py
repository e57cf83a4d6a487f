"""Who may sign in with a password, and whose session goes on."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend


class StaffBackend(ModelBackend):
    """Accounts in use that have a role. All others get the answer of a name that does not exist, in the same time."""

    def user_can_authenticate(self, user: Any) -> bool:
        return user.may_sign_in
