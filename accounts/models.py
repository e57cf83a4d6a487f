"""The portal's own user: a member of staff, of a department or of none, with the roles that say what they may do."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffManager(UserManager):
    """Makes accounts without the superuser's right to everything, which no role has."""

    def create_superuser(self, username: str, email: str | None = None, password: str | None = None, **extra: Any):
        """The account that makes the others: an administrator."""
        return self.create_user(username, email, password, **{"is_administrator": True, **extra})


class User(AbstractUser):
    """A member of staff. Residents never have an account: their answers stay with them."""

    department = models.ForeignKey(
        "benefits.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("所属单位"),
        help_text=_("编辑要填。编辑只能改本单位维护的记录。"),
    )
    is_editor = models.BooleanField(_("编辑"), default=False, help_text=_("改本单位维护的待遇、承诺和联系方式。"))
    is_publisher = models.BooleanField(_("发布"), default=False, help_text=_("审核并发布所有单位的修改。"))
    is_auditor = models.BooleanField(_("审计"), default=False, help_text=_("查看全部内容，什么也不改。"))
    is_administrator = models.BooleanField(_("账号管理"), default=False, help_text=_("管理账号，不涉及政策内容。"))

    objects = StaffManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _("账号")
        verbose_name_plural = _("账号")

    def clean(self) -> None:
        """An editor edits for a department."""
        super().clean()
        if self.is_editor and self.department_id is None:
            raise ValidationError({"department": _("编辑要有所属单位。请选择单位，或取消“编辑”。")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever has a role may sign in to the admin; nobody has all rights at once."""
        self.is_staff = self.has_policy_role or self.is_administrator
        self.is_superuser = False
        super().save(*args, **kwargs)

    @property
    def has_policy_role(self) -> bool:
        """Whether the policy may be read: by all roles but that of accounts."""
        return self.is_editor or self.is_publisher or self.is_auditor

    @property
    def must_use_second_factor(self) -> bool:
        """Whether a one-time code is needed before the admin opens."""
        return self.is_publisher or self.is_administrator
