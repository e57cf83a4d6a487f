"""The portal's own user, from the first migration on, so that roles can be added without moving tables."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of staff. Residents never have an account: their answers stay with them."""
