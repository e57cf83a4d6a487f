"""What a request may send: so much and no more, judged before any of it is read; a file only where a page takes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn

from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from config.views import length_required, too_large

View = Callable[..., HttpResponse]


def takes_file(view: View) -> View:
    """For a view with a form that sends a file; all others refuse files."""
    view.takes_file = True
    return view


class UploadMiddleware:
    """Refuses by the announced length, which is never exceeded in reading. Stands before whatever reads the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if "Transfer-Encoding" in request.headers:
            return length_required(request)
        takes = getattr(view, "takes_file", False)
        length = request.headers.get("Content-Length") or "0"
        limit = settings.FILE_UPLOAD_MAX_MEMORY_SIZE if takes else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if not length.isdecimal() or int(length) > limit:
            return too_large(request, limit)
        if takes:
            request.upload_handlers = [MemoryFileUploadHandler(request)]
        return None


class NoFiles(FileUploadHandler):
    """For all pages that take no file."""

    def new_file(self, *_about: Any, **_more: Any) -> NoReturn:
        raise BadRequest("This page takes no file.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> NoReturn:
        raise NotImplementedError

    def file_complete(self, file_size: int) -> NoReturn:
        raise NotImplementedError


class SmallFile(NamedTuple):
    """A file that somebody sent: its name, in small letters, and all of it."""

    name: str
    content: bytes


class SmallFileField(forms.FileField):
    """A file of one of these kinds, by the ends of their names. Its value is a SmallFile."""

    def __init__(self, *, endings: tuple[str, ...], **options: Any) -> None:
        self.endings = endings
        super().__init__(widget=forms.FileInput(attrs={"accept": ",".join(endings)}), **options)

    def to_python(self, data: UploadedFile | None) -> SmallFile | None:
        file = super().to_python(data)
        if file is None:
            return None
        name = file.name.lower()
        if not name.endswith(self.endings):
            raise ValidationError(_("这里只收 %s 文件。请另存为这种文件后再选。") % "、".join(self.endings))
        return SmallFile(name, file.read())
