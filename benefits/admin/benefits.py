"""Benefits, each on one page with its decision table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from benefits.admin import rights
from benefits.admin.attesting import REVIEW_AFTER
from benefits.admin.base import PolicyAdmin
from benefits.admin.decision_table import saving
from benefits.admin.decision_table.drafts import Draft, draft_of, table_of
from benefits.admin.decision_table.moves import Moved, moved
from benefits.admin.decision_table.page import TablePage
from benefits.admin.decision_table.typed import IS_COMPLETE, Table, TypedTier, read
from benefits.admin.keys import free_key
from benefits.admin.notes import own_note_url
from benefits.eligibility.facts import Scope
from benefits.models import Benefit, Measure, Question, known_facts
from benefits.models.vocabulary import District
from benefits.publishing.compile import tier_rows

# The button that changes the table's shape and saves nothing, and the list with the fact of a new column.
ACTION, NEW_COLUMN = "table-do", "new-column"
# The action of somebody who is typing: the controls stay, the words beside them follow.
FOLLOW = "follow"


class BenefitForm(forms.ModelForm):
    """A benefit with its decision table: both are valid, and saved, together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = known_facts()
        self.action = self.data.get(ACTION, "")
        self.has_table = IS_COMPLETE in self.data
        self.moved = self._moved()
        if not self.is_bound:
            self.draft = self._draft()
        if "key" in self.fields and self.instance.pk is None:
            self.fields["key"].required = False
            self.fields["key"].help_text = _("网址和数据文件用它，发布后请不要再改。可以留空，保存时自动取一个。")

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        self.draft = self._draft()
        self.moved = self.moved._replace(table=self.moved.table.settled())
        if self.action:
            # Nothing is saved yet, so nothing is refused yet.
            self._errors = ErrorDict()
        elif any(self.draft.faults.values()):
            self.add_error(
                None, format_html('<a href="#table-faults">{}</a>', _("决策表里有要改的地方，都在表里标出了。"))
            )

    def is_valid(self) -> bool:
        return super().is_valid() and not self.action

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        measure = self.cleaned_data.get("measure")
        if measure and self.cleaned_data.get("key") == "":
            taken = set(Benefit.objects.values_list("key", flat=True))
            self.cleaned_data["key"] = free_key(f"measure-{measure.number}-", taken)
        return cleaned

    def table_page(self) -> TablePage:
        """What the page shows of the table."""
        return TablePage(self.instance, self.moved, self.draft, self.facts, shows_missing=not self.action)

    def _moved(self) -> Moved:
        if self.has_table:
            table = read(self.data)
            return moved(table, self.action, self.data.get(NEW_COLUMN, "")) if self.action else Moved(table)
        if self.instance.pk is None:
            return Moved(Table(tiers=(TypedTier(()),)))
        stored = self.instance.tiers.prefetch_related("conditions", "amounts")
        return Moved(table_of(map(tier_rows, stored), self.facts))

    def _draft(self) -> Draft:
        return draft_of(self.moved.table, self.facts, self.instance.per)


@admin.register(Benefit)
class BenefitAdmin(PolicyAdmin):
    form = BenefitForm
    publishers_only = ["owner"]
    list_display = ["title_zh", "key", "measure", "per", "audience", "firmness", "enquire_at"]
    list_filter = ["measure", "life_stage", "audience", "firmness", "per", "enquire_at"]
    list_select_related = ["measure", "enquire_at"]
    search_fields = ["title_zh", "title_en", "summary_zh", "key", "quotations"]
    # The decision table stands after the second of these.
    fieldsets = [
        (None, {"fields": ["measure", "title_zh", "key", "life_stage", "order"]}),
        (_("规则"), {"fields": ["per", "audience", "firmness", "enquire_at", "routing", "needs_no_application"]}),
        (_("措辞"), {"fields": ["summary_zh", "for_whom_zh", "papers_zh", "how_to_claim_zh", "quotations"]}),
        (
            _("英文"),
            {
                "fields": ["title_en", "summary_en", "for_whom_en", "papers_en", "how_to_claim_en"],
                "classes": ["collapse"],
            },
        ),
        (_("维护"), {"fields": ["owner", "attested_on", "review_by"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("add/table/", self.admin_site.admin_view(self.table_view), name="benefits_benefit_new_table"),
            path("<path:object_id>/table/", self.admin_site.admin_view(self.table_view), name="benefits_benefit_table"),
        ]
        return own + super().get_urls()

    @method_decorator([csrf_protect, require_POST])
    def table_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        """The table as typed, after a move: drawn anew, and nothing saved."""
        row = None if object_id is None else self.get_object(request, object_id)
        if object_id is not None and row is None:
            raise Http404
        if not (self.has_add_permission(request) if row is None else self.has_change_permission(request, row)):
            raise PermissionDenied
        form = self.get_form(request, row, change=row is not None)(request.POST, instance=row)
        form.full_clean()
        template = "_follow.html" if form.action == FOLLOW else "_table.html"
        return render(request, f"admin/benefits/benefit/{template}", {"table": form.table_page()})

    def get_form(self, request: HttpRequest, obj: Benefit | None = None, **kwargs: Any) -> type[BenefitForm]:
        """An editor chooses among measures that list the department: a benefit brings its measure's examples along."""
        form = super().get_form(request, obj, **kwargs)
        if "measure" in form.base_fields and not request.user.is_publisher:
            listed = Q(pk__in=Measure.objects.filter(departments=request.user.department_id))
            present = Q(pk=obj.measure_id) if obj else Q(pk__in=[])
            form.base_fields["measure"].queryset = Measure.objects.filter(listed | present)
        if "routing" in form.base_fields:
            # What tells a district: a question of the household that offers some of them.
            districts = Question.objects.filter(scope=Scope.HOUSEHOLD, choices__key__in=District.values)
            present = Q(pk=obj.routing_id) if obj else Q(pk__in=[])
            form.base_fields["routing"].queryset = Question.objects.filter(Q(pk__in=districts) | present)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new benefit is to be compared with the text again within the usual time."""
        return {"review_by": timezone.localdate() + REVIEW_AFTER, **super().get_changeform_initial_data(request)}

    def keeps_typing(self, request: HttpRequest) -> bool:
        return ACTION in request.POST

    def save_model(self, request: HttpRequest, obj: Benefit, form: BenefitForm, change: bool) -> None:
        # An editor who names another department to enquire at still keeps the benefit.
        if change and "enquire_at" in form.changed_data and obj.owner_id is None and not request.user.is_publisher:
            obj.owner_id = request.user.department_id
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: BenefitForm, formsets: list[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.table_changed = form.has_table and saving.save(form.instance, form.draft.tiers)

    def construct_change_message(
        self, request: HttpRequest, form: BenefitForm, formsets: list[Any], add: bool = False
    ) -> list[dict[str, Any]]:
        message = super().construct_change_message(request, form, formsets, add)
        if form.table_changed and not add:
            message.append({"changed": {"fields": [str(_("决策表"))]}})
        return message

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        obj: Benefit | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        preview = ("admin:benefits_benefit_new_table", []) if add else ("admin:benefits_benefit_table", [obj.pk])
        context |= {
            "table": context["adminform"].form.table_page(),
            "can_edit_table": add or self.has_change_permission(request, obj),
            "preview_url": reverse(preview[0], args=preview[1]),
            "can_add_questions": rights.may_add(request.user, Question),
            "own_note_url": "" if add else own_note_url(request.user, obj),
            # The table needs the width.
            "is_nav_sidebar_enabled": False,
        }
        return super().render_change_form(request, context, add=add, obj=obj, **kwargs)
