"""The page of changes, the same as a table for a spreadsheet, and the way there from a record's own page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.admin.history.entries import Entry, entries, person_name, record_history
from benefits.admin.history.search import CHANGE_SETS, NOBODY, RELEASES, Reference, Search
from benefits.admin.history.tracked import RECORDS, Model
from benefits.admin.pages import page, rendered
from benefits.admin.spreadsheets import csv_text
from benefits.models import ChangeSet, Release

ON_A_PAGE = 50
_CHUNK = 500
# Entries of one record by one person this close to one another are of one save.
_ONE_SAVE = timedelta(seconds=2)


class SearchForm(forms.Form):
    """What to look for in the history; everything is optional."""

    text = forms.CharField(label=_("包含文字"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("哪一类"), required=False)
    person = forms.ChoiceField(label=_("谁"), required=False)
    since = forms.DateField(label=_("从哪天"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("到哪天"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    record = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        kinds = [(model._meta.model_name, model._meta.verbose_name) for model in RECORDS]
        events = [(CHANGE_SETS, ChangeSet._meta.verbose_name), (RELEASES, Release._meta.verbose_name)]
        people = [(str(user.pk), person_name(user)) for user in get_user_model().objects.order_by("username")]
        self.fields["kind"].choices = [("", _("全部")), *kinds, *events]
        self.fields["person"].choices = [("", _("所有人")), *people, (NOBODY, _("命令行"))]

    def clean(self) -> dict[str, Any]:
        """The days are in order, and a single record has its kind."""
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("结束日期不能早于开始日期。"))
        if data.get("record") and data.get("kind") in ("", CHANGE_SETS, RELEASES):
            data["record"] = None
        return data

    @property
    def search(self) -> Search:
        """The search asked for. Only of a form without errors."""
        return Search(**self.cleaned_data)


@dataclass(slots=True)
class Save:
    """Entries made by one save, in the order in which they were made."""

    entries: list[Entry] = field(default_factory=list)

    @property
    def head(self) -> Entry:
        """What all of them have in common stands in each."""
        return self.entries[-1]

    def takes(self, entry: Entry) -> bool:
        """Whether an entry, older than those here, is of the same save."""
        oldest = self.entries[0]
        mine, other = ((one.kind, one.record, one.person, one.reason) for one in (oldest, entry))
        return mine == other and oldest.at - entry.at <= _ONE_SAVE


@page("history/", name="history")
def history(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    found = Paginator(_references(form), ON_A_PAGE).get_page(request.GET.get("page"))
    saves = _by_save(entries(map(Reference._make, found.object_list)))
    query = request.GET.copy()
    query.pop("page", None)
    return rendered(
        request,
        "staff/history/page.html",
        gettext("修改记录"),
        form=form,
        found=found,
        saves=saves,
        query=query.urlencode(),
        record=saves[0].head if saves and form.cleaned_data.get("record") else None,
    )


@page("history/table/", name="history_table")
def history_table(request: HttpRequest) -> HttpResponse:
    """What the search finds, all of it, as CSV."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        return history(request)
    response = StreamingHttpResponse(csv_text(_table(form.search)), content_type="text/csv; charset=utf-8")
    name = gettext("修改记录-%s.csv") % timezone.localdate().isoformat()
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _references(form: SearchForm) -> QuerySet | list[Reference]:
    if not form.is_valid():
        return []
    references = form.search.references()
    # Looking for text takes long: once for the count and the page both.
    return list(references) if form.search.text else references


def to_history_of(model: Model, object_id: str) -> HttpResponse:
    """The way to the history of one record."""
    if not object_id.isdecimal():
        raise Http404
    return redirect(record_history(model, object_id))


def _by_save(found: Iterable[Entry]) -> list[Save]:
    saves: list[Save] = []
    for entry in found:
        if saves and saves[-1].takes(entry):
            saves[-1].entries.insert(0, entry)
        else:
            saves.append(Save([entry]))
    return saves


def _table(search: Search) -> Iterator[list[str]]:
    yield _headings()
    references = search.references().iterator(_CHUNK)
    while chunk := list(islice(references, _CHUNK)):
        for entry in entries(map(Reference._make, chunk)):
            yield from _rows(entry)


def _headings() -> list[str]:
    return [
        gettext("时间"),
        gettext("谁"),
        gettext("哪一类"),
        gettext("记录"),
        gettext("标识"),
        gettext("部分"),
        gettext("做了什么"),
        gettext("理由"),
        gettext("项目"),
        gettext("之前"),
        gettext("之后"),
    ]


def _rows(entry: Entry) -> Iterator[list[str]]:
    """A row for each thing that changed."""
    at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
    head = [at, entry.person, entry.kind_name, entry.title, entry.key, entry.part, entry.action, entry.reason]
    for line in entry.lines or [("", entry.note, "")]:
        yield [*head, *line]
