"""The staff's pages: stock Django admin, one module a subject."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from benefits.admin import benefits, departments, policy, questions, releases

__all__ = ["benefits", "departments", "policy", "questions", "releases"]

admin.site.site_title = _("生育支持政策服务门户")
admin.site.site_header = _("生育支持政策服务门户 · 管理")
admin.site.index_title = _("记录")
