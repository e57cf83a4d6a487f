"""The portal's own user: a member of staff, of a department or of none, with the roles that say what they may do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

ROLES = ("is_editor", "is_publisher", "is_auditor", "is_administrator")
# Not in an account's history: what nobody may read there, what a sign-in changes, and what is derived or unused.
NOT_IN_HISTORY = (
    "password",
    "last_login",
    "sessions_ended_at",
    "date_joined",
    "is_staff",
    "is_superuser",
    "last_name",
    "email",
)


class AccountHistory(HistoricalRecords):
    def post_save(self, instance: User, created: bool, **kwargs: Any) -> None:
        """A sign-in is no change of the account."""
        written = kwargs.get("update_fields")
        if written is None or not written.issubset(NOT_IN_HISTORY):
            super().post_save(instance, created, **kwargs)


class StaffManager(UserManager):
    """Makes accounts without the superuser's right to everything, which no role has."""

    def create_superuser(self, username: str, email: str | None = None, password: str | None = None, **extra: Any):
        """The account that makes the others: an administrator."""
        return self.create_user(username, email, password, **{"is_administrator": True, **extra})


class User(AbstractUser):
    """A member of staff. Residents never have an account: their answers stay with them."""

    first_name = models.CharField(_("姓名"), max_length=150, blank=True)
    is_active = models.BooleanField(
        _("启用"),
        default=True,
        help_text=_("不再使用的账号，取消这一项，本人马上退出登录。账号不能删除，因为历史记录里有它。"),
    )
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

    sessions_ended_at = models.DateTimeField(_("全部退出于"), null=True, editable=False)

    objects = StaffManager()
    history = AccountHistory(excluded_fields=NOT_IN_HISTORY)

    class Meta(AbstractUser.Meta):
        verbose_name = _("账号")
        verbose_name_plural = pgettext_lazy("plural", "账号")

    def __str__(self) -> str:
        """The name with the account: two people may have the same name."""
        name = self.get_full_name()
        return gettext("%(name)s（%(more)s）") % {"name": name, "more": self.username} if name else self.username

    def clean(self) -> None:
        """An editor edits for a department. Names differ by more than case, since they are locked out together."""
        super().clean()
        if self.is_editor and self.department_id is None:
            raise ValidationError({"department": _("编辑要有所属单位。请选择单位，或取消“编辑”。")})
        if User.objects.exclude(pk=self.pk).filter(username__iexact=self.username).exists():
            raise ValidationError({"username": _("已有同名的账号（不分大小写）。请换一个用户名。")})

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Whoever has a role may sign in to the admin; nobody has all rights; no other account has a session."""
        self.is_staff = self.has_policy_role or self.is_administrator
        self.is_superuser = False
        if not self.may_sign_in:
            self.end_sessions()
            update_fields = update_fields and {*update_fields, "sessions_ended_at"}
        super().save(update_fields=update_fields, **kwargs)

    def end_sessions(self) -> None:
        """End every session of this account, once it is saved; the next one takes a new sign-in."""
        self.sessions_ended_at = timezone.now()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must hold to go on: Django's, of the password, and of when the sessions were last ended."""
        ended = self.sessions_ended_at and self.sessions_ended_at.timestamp()
        return salted_hmac("accounts.session", f"{self.password}{ended}", secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """The name as Chinese is written; most accounts have it in one field."""
        return f"{self.last_name}{self.first_name}"

    @property
    def has_policy_role(self) -> bool:
        """Whether the policy may be read: by all roles but that of accounts."""
        return self.is_editor or self.is_publisher or self.is_auditor

    @property
    def edits(self) -> bool:
        """Whether they edit what a department keeps: an editor of no department edits nothing."""
        return self.is_editor and self.department_id is not None

    @property
    def must_use_second_factor(self) -> bool:
        """Whether a one-time code is needed before the admin opens."""
        return self.is_publisher or self.is_administrator

    @property
    def may_sign_in(self) -> bool:
        """Whether the account is in use and has a role."""
        return self.is_active and self.is_staff

    @property
    def roles(self) -> str:
        """The names of the roles."""
        return _("、").join(str(self._meta.get_field(role).verbose_name) for role in ROLES if getattr(self, role))
