"""How to reach the departments: all of it out to a spreadsheet, and back, looked at before anything changes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

import tablib
from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.results import Result, RowResult

from benefits.admin import rights
from benefits.admin.pages import page, rendered
from benefits.admin.spreadsheets import (
    XLSX,
    Row,
    UnreadableTable,
    as_written,
    csv_text,
    is_formula,
    read_table,
    xlsx_bytes,
)
from benefits.models import Department, because
from config.uploads import SmallFileField, takes_file

_CONTACT = ("telephone", "address_zh", "address_en", "hours_zh", "hours_en", "website")
_ROW = "row"
# How long a preview may wait for its confirmation.
_HOUR = 60 * 60
# A number of this form has lost the 0 at its beginning to a spreadsheet. 400 and 800 numbers have none.
_WITHOUT_ZERO = re.compile(r"(?!400|800)[2-9][0-9]{9,10}")


def _column(name: str) -> Field:
    return Field(name, column_name=str(Department._meta.get_field(name).verbose_name))


class ContactResource(resources.ModelResource):
    """A department's contact as a row. The name is there to be recognised by, and is never changed."""

    key = _column("key")
    name_zh = Field("name_zh", column_name=str(Department._meta.get_field("name_zh").verbose_name), readonly=True)
    telephone = _column("telephone")
    address_zh = _column("address_zh")
    address_en = _column("address_en")
    hours_zh = _column("hours_zh")
    hours_en = _column("hours_en")
    website = _column("website")

    class Meta:
        model = Department
        fields = ("key", "name_zh", *_CONTACT)
        import_id_fields = ("key",)
        instance_loader_class = CachedInstanceLoader
        clean_model_instances = True
        skip_unchanged = True
        skip_html_diff = True
        store_row_values = True

    def __init__(self, user: Any = None) -> None:
        super().__init__()
        self._user = user
        self._names = dict(Department.objects.values_list("key", "name_zh"))
        self._row_of: dict[str, int] = {}

    @property
    def headings(self) -> list[str]:
        """The names of the columns."""
        return [field.column_name for field in self.get_export_fields()]

    def before_import_row(self, row: dict[str, Any], **_about: Any) -> None:
        """Refuse what no department is meant by; take the cells as they were before a spreadsheet was spared them."""
        faults = [_fault(heading, row[heading]) for heading in self.headings]
        key, name = (as_written(row[self.fields[field].column_name]) for field in ("key", "name_zh"))
        if any(faults):
            raise ValidationError([fault for fault in faults if fault])
        if key not in self._names:
            raise ValidationError(_("没有标识为“%s”的责任单位。请从导出的表格里照抄标识，不要增加行。") % key)
        if name and name != self._names[key]:
            message = _("这个标识是“%(right)s”的，名称却写着“%(name)s”，可能错行了。请核对。")
            raise ValidationError(message % {"right": self._names[key], "name": name})
        if key in self._row_of:
            raise ValidationError(_("与第%s行是同一个责任单位。请只留一行。") % self._row_of[key])
        self._row_of[key] = row[_ROW]
        row |= {heading: as_written(row[heading]) for heading in self.headings}

    def validate_instance(self, instance: Department, *args: Any, **kwargs: Any) -> None:
        """Of a row that changes something: whether it may, and whether all is right with it."""
        if not rights.may_change(self._user, instance):
            raise ValidationError(_("您只能改本单位的联系方式。请把这一行恢复原样，或者删去。"))
        if _WITHOUT_ZERO.fullmatch(instance.telephone):
            message = _("“%s”开头的0可能被表格软件去掉了。请把这一格设为文本，写全区号。") % instance.telephone
            raise ValidationError({"telephone": message})
        super().validate_instance(instance, *args, **kwargs)


def _fault(heading: str, text: str) -> str:
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        return gettext("%s：有看不见的控制符。请重新输入这一格。") % heading
    if is_formula(text):
        return gettext("%s：这一格像公式。请改成文字，去掉开头的“=”等符号。") % heading
    return ""


class Change(NamedTuple):
    """One contact that would change."""

    department: str
    label: str
    before: str
    after: str


class Fault(NamedTuple):
    """What is wrong with a row, or with the whole table where no row is named."""

    row: int | None
    reason: str


class Preview(NamedTuple):
    """What a table would change, if nothing is wrong with it. `sealed`: what to send back to have it done."""

    changes: list[Change]
    faults: list[Fault]
    sealed: str = ""


class UploadForm(forms.Form):
    """A table to look at."""

    table = SmallFileField(
        label=_("改好的表格"),
        endings=(".xlsx", ".csv"),
        help_text=_("Excel 工作簿（.xlsx）或 CSV，不超过5 MB。上传后先看到会改什么，确认后才会改。"),
        error_messages={"required": _("请选择改好的表格文件。"), "empty": _("这个文件是空的。请重新选择。")},
    )


@takes_file
@page("contacts/", name="contacts")
def contacts(request: HttpRequest) -> HttpResponse:
    """Export, and the first step of an import: what it would change."""
    if request.method != "POST":
        return _page(request, UploadForm(label_suffix=""))
    _require_import(request.user)
    form = UploadForm(request.POST, request.FILES, label_suffix="")
    if not form.is_valid():
        return _page(request, form)
    try:
        rows = read_table(form.cleaned_data["table"])
    except UnreadableTable as fault:
        form.add_error("table", str(fault))
        return _page(request, form)
    return _page(request, form, _preview(request.user, rows))


@page("contacts/confirm/", name="contacts_confirm")
def contacts_confirm(request: HttpRequest) -> HttpResponse:
    """The second step: what was looked at is done, all of it or nothing."""
    if request.method == "POST":
        _require_import(request.user)
        fault, count = _confirmed(request.user, request.POST.get("sealed", ""))
        if fault:
            messages.error(request, fault)
        else:
            messages.success(request, gettext("已修改%s项联系方式。发布新的版本后，居民才会看到。") % count)
    return redirect("admin:contacts")


@page("contacts/xlsx/", name="contacts_xlsx")
def contacts_xlsx(request: HttpRequest) -> HttpResponse:
    content = xlsx_bytes(gettext("联系方式"), _exported())
    return _download(HttpResponse(content, content_type=XLSX), "xlsx")


@page("contacts/csv/", name="contacts_csv")
def contacts_csv(request: HttpRequest) -> HttpResponse:
    return _download(StreamingHttpResponse(csv_text(_exported()), content_type="text/csv; charset=utf-8"), "csv")


def _require_import(user: Any) -> None:
    if not rights.may_change_some(user, Department):
        raise PermissionDenied


def _page(request: HttpRequest, form: UploadForm, preview: Preview | None = None) -> HttpResponse:
    return rendered(
        request,
        "staff/contacts/page.html",
        gettext("责任单位联系方式"),
        form=form,
        preview=preview,
        may_import=rights.may_change_some(request.user, Department),
        is_limited=not request.user.is_publisher,
    )


def _exported() -> list[list[str]]:
    table = ContactResource().export(Department.objects.all())
    return [table.headers, *table]


def _download(response: HttpResponse | StreamingHttpResponse, ending: str) -> HttpResponse | StreamingHttpResponse:
    name = gettext("责任单位联系方式-%(day)s.%(ending)s")
    name %= {"day": timezone.localdate().isoformat(), "ending": ending}
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _preview(user: Any, rows: list[Row]) -> Preview:
    """What these rows, the first of which holds the headings, would change."""
    headings = rows[0].cells if rows else []
    faults = list(_heading_faults(headings))
    if faults:
        return Preview([], [Fault(None, fault) for fault in faults])
    result = _imported(user, headings, rows[1:], is_trial=True)
    faults = list(_faults(result))
    if faults:
        return Preview([], faults)
    changes = [change for row in _changed(result) for change in _changes(row)]
    numbers = {row.row_values[_ROW] for row in _changed(result)}
    sealed = {
        "headings": headings,
        "rows": [row for row in rows if row.number in numbers],
        "before": {row.original.key: _contact(row.original) for row in _changed(result)},
    }
    return Preview(changes, [], signing.dumps(sealed, salt=_salt(user), compress=True))


def _heading_faults(headings: list[str]) -> Iterable[str]:
    given, known = [heading for heading in headings if heading], ContactResource().headings
    missing = [heading for heading in known if heading not in given]
    unknown = [heading for heading in dict.fromkeys(given) if heading not in known]
    repeated = [heading for heading in dict.fromkeys(given) if given.count(heading) > 1]
    if missing:
        yield gettext("第1行缺少这些列：%s。请在导出的表格里修改，保留第1行。") % _("、").join(missing)
    if unknown:
        yield gettext("第1行多出这些列：%s。请删去。") % _("、").join(unknown)
    if repeated:
        yield gettext("第1行重复了这些列：%s。请只留一列。") % _("、").join(repeated)


def _imported(user: Any, headings: list[str], rows: Iterable[Row], *, is_trial: bool) -> Result:
    """The rows taken in by the resource: all of them, or none."""
    table = tablib.Dataset(headers=[_ROW, *(heading for heading in headings if heading)])
    for row in rows:
        cells = [*row.cells, *[""] * len(headings)]
        table.append([row.number, *(cell for heading, cell in zip(headings, cells, strict=False) if heading)])
    with because(gettext("导入联系方式")):
        return ContactResource(user).import_data(
            table,
            dry_run=is_trial,
            use_transactions=True,
            rollback_on_validation_errors=True,
            retain_instance_in_row_result=True,
        )


def _changed(result: Result) -> list[RowResult]:
    return [row for row in result.rows if row.import_type == RowResult.IMPORT_TYPE_UPDATE]


def _changes(row: RowResult) -> Iterable[Change]:
    before, after = _contact(row.original), _contact(row.instance)
    for name in _CONTACT:
        if before[name] != after[name]:
            label = str(Department._meta.get_field(name).verbose_name)
            yield Change(row.original.name_zh, label, before[name], after[name])


def _contact(department: models.Model) -> dict[str, str]:
    return {name: getattr(department, name) for name in _CONTACT}


def _faults(result: Result) -> Iterable[Fault]:
    """Row by row. What nobody foresaw is no reason to take the others."""
    yield from (Fault(None, gettext("这份表格处理不了：%s") % error.error) for error in result.base_errors)
    for row in result.rows:
        number = row.row_values[_ROW]
        if row.errors:
            yield Fault(number, gettext("这一行处理不了。请与导出的表格核对。"))
        elif row.import_type == RowResult.IMPORT_TYPE_INVALID:
            yield from (Fault(number, reason) for reason in _reasons(row.validation_error))


def _reasons(error: ValidationError) -> Iterable[str]:
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for name, reasons in error.message_dict.items():
        label = () if name == NON_FIELD_ERRORS else (str(Department._meta.get_field(name).verbose_name),)
        yield from (gettext("：").join((*label, reason)) for reason in reasons)


@transaction.atomic
def _confirmed(user: Any, sealed: str) -> tuple[str, int]:
    """Do what was looked at, if everything is still as it was then. What stood in the way, and how much was changed."""
    try:
        seen = signing.loads(sealed, salt=_salt(user), max_age=_HOUR)
    except signing.BadSignature:
        return gettext("没有修改：预览已经过期。请重新上传表格。"), 0
    now = {row.key: row for row in Department.objects.select_for_update().filter(key__in=seen["before"])}
    moved = [key for key, before in seen["before"].items() if key not in now or _contact(now[key]) != before]
    if moved:
        names = _("、").join(str(now.get(key, key)) for key in moved)
        return gettext("没有修改：上传以后，%s的联系方式又有变动。请重新导出，修改后再上传。") % names, 0
    result = _imported(user, seen["headings"], [Row(*row) for row in seen["rows"]], is_trial=False)
    faults = [fault.reason for fault in _faults(result)]
    if faults:
        return gettext("没有修改：%s") % _("；").join(faults), 0
    return "", sum(1 for row in _changed(result) for _change in _changes(row))


def _salt(user: Any) -> str:
    # Nobody confirms what another looked at.
    return f"contacts of {user.pk}"
