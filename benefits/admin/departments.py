"""Responsible departments and how to reach them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from benefits.admin.base import PolicyAdmin
from benefits.models import Department


@admin.register(Department)
class DepartmentAdmin(PolicyAdmin):
    list_display = ["name_zh", "key", "kind", "district", "telephone"]
    list_filter = ["kind", "district", ("telephone", admin.EmptyFieldListFilter)]
    search_fields = ["name_zh", "short_name_zh", "name_en", "key"]
    # An editor keeps the contact of the own department; what it is called and where it stands is the policy's.
    publishers_only = ["key", "name_zh", "short_name_zh", "name_en", "short_name_en", "kind", "district", "order"]
    fieldsets = [
        (None, {"fields": ["key", "name_zh", "short_name_zh", "kind", "district", "order"]}),
        (
            _("联系方式"),
            {
                "fields": ["telephone", "address_zh", "hours_zh", "website"],
                "description": _("只填核实过的内容。修改后要发布新的版本，居民才会看到。"),
            },
        ),
        (_("英文"), {"fields": ["name_en", "short_name_en", "address_en", "hours_en"], "classes": ["collapse"]}),
    ]
