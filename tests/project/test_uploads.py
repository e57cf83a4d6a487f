"""What is sent to the portal: too much is refused unread and at once, a file only taken where a page asks for one."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path

from config.uploads import SmallFileField, UploadMiddleware, takes_file
from config.urls import handler400, handler403, handler404, handler500  # noqa: F401 - Django reads them from here

MEGABYTE = 2**20
HUGE = 200 * MEGABYTE


class FileForm(forms.Form):
    file = SmallFileField(endings=(".json",))


@takes_file
def taken(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    return HttpResponse(len(form.cleaned_data["file"].content) if form.is_valid() else form.errors["file"][0])


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.POST)} {len(request.FILES)}")


urlpatterns = [path("taken/", taken), path("echo/", echo), path("", include("config.urls"))]


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def file(name: str = "a.json", size: int = 10) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * size)


@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("published")
class TestLimits:
    def test_a_file_is_taken_where_the_page_asks_for_one(self, client):
        assert client.post("/taken/", {"file": file()}).content == b"10"

    def test_up_to_the_limit_and_not_beyond(self, client):
        around = 1000
        assert client.post("/taken/", {"file": file(size=5 * MEGABYTE - around)}).status_code == 200
        refusal = client.post("/taken/", {"file": file(size=5 * MEGABYTE)})
        assert refusal.status_code == 413
        assert "超过了 5 MB，没有接收" in refusal.content.decode()

    def test_everywhere_else_a_file_is_refused(self, client):
        refusal = client.post("/echo/", {"file": file()})
        assert refusal.status_code == 400
        assert "请" in refusal.content.decode()
        assert client.post("/echo/", {"text": "a"}).content == b"1 0"

    def test_without_a_file_the_limit_is_one_megabyte(self, client):
        refusal = client.post("/echo/", {"text": "x" * MEGABYTE})
        assert refusal.status_code == 413
        assert "超过了 1 MB" in refusal.content.decode()

    def test_a_text_beside_a_file_may_be_no_longer_than_elsewhere(self, client):
        assert client.post("/taken/", {"file": file(), "text": "x" * 2 * MEGABYTE}).status_code == 400

    def test_two_files_are_one_too_many(self, client):
        assert client.post("/taken/", {"file": file(), "other": file()}).status_code == 400

    def test_of_another_kind_it_is_refused_in_words(self, client):
        assert "这里只收 .json 文件" in client.post("/taken/", {"file": file("a.exe")}).content.decode()

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (b"", "multipart/form-data"),
            (b"--a", "multipart/form-data; boundary="),
            (b"--a\r\nno headers", "multipart/form-data; boundary=a"),
            (b"--a\r\nContent-Disposition: form-data; name=file; filename=a\r\n", "multipart/form-data; boundary=a"),
            (b"\xff" * 100, "multipart/form-data; boundary=a"),
            (
                b"--a\r\nContent-Disposition: form-data; name=file; filename=a\r\n"
                b"Content-Transfer-Encoding: base64\r\n\r\n!\r\n--a--\r\n",
                "multipart/form-data; boundary=a",
            ),
        ],
    )
    def test_what_is_not_formed_as_it_says_is_never_an_error_of_ours(self, client, body, kind):
        assert client.generic("POST", "/taken/", body, content_type=kind).status_code in (200, 400)

    def test_without_a_length_nothing_is_read(self, client):
        refusal = client.generic("POST", "/taken/", b"x", HTTP_TRANSFER_ENCODING="chunked")
        assert refusal.status_code == 411
        assert "没有写明长度" in refusal.content.decode()

    def test_nothing_of_it_is_written_to_disk(self):
        request = RequestFactory().post("/taken/", {"file": file(size=4 * MEGABYTE)})
        UploadMiddleware(taken).process_view(request, taken, (), {})
        assert not hasattr(request.FILES["file"], "temporary_file_path")


def answer_to(port: int, head: list[str], body: int) -> tuple[str, float]:
    """Sends so many bytes, as far as they are taken. The answer's first line, and the seconds until it came."""
    lines = "\r\n".join([*head, "Host: 127.0.0.1", "", ""]).encode()
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(lines)
        connection.setblocking(False)
        answer, sent, chunk = b"", 0, b"0" * 65536
        while b"\r\n" not in answer and time.monotonic() - began < 10:
            with suppress(BlockingIOError, ConnectionError):
                sent += connection.send(chunk[: body - sent]) if sent < body else 0
            with suppress(BlockingIOError):
                answer += connection.recv(65536)
    return answer.split(b"\r\n")[0].decode(), time.monotonic() - began


def memory(process: int) -> int:
    """The kilobytes that a process and its children have held at most."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    status = Path(f"/proc/{process}/status").read_text()
    own = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
    return own + sum(memory(int(child)) for child in children)


def settled_memory(process: int) -> int:
    """The same once it has stood still: a new worker makes its first PDF beside the first requests."""
    held = memory(process)
    while (now := _memory_later(process)) != held:
        held = now
    return held


def _memory_later(process: int) -> int:
    time.sleep(2)
    return memory(process)


@pytest.mark.parametrize("address", ["/admin/contacts/", "/check/", "/no-such-page/"])
def test_two_hundred_megabytes_are_refused_by_the_real_server_within_two_seconds(portal, address):
    portal.get("/")
    before = settled_memory(portal.process.pid)
    head = [f"POST {address} HTTP/1.1", f"Content-Length: {HUGE}", "Content-Type: multipart/form-data; boundary=a"]
    answer, seconds = answer_to(portal.port, head, HUGE)
    assert answer.split()[1] == ("404" if "no-such" in address else "413")
    assert seconds < 2
    assert memory(portal.process.pid) - before < 20 * 1024


def test_chunks_without_end_are_refused_by_the_real_server_within_two_seconds(portal):
    head = ["POST /admin/contacts/ HTTP/1.1", "Transfer-Encoding: chunked", "Content-Type: multipart/form-data"]
    answer, seconds = answer_to(portal.port, head, 0)
    assert answer.split()[1] == "411"
    assert seconds < 2


def test_more_than_was_announced_is_not_taken_for_part_of_it(portal):
    head = ["POST /admin/contacts/ HTTP/1.1", "Content-Length: 10", "Content-Type: multipart/form-data; boundary=a"]
    answer, seconds = answer_to(portal.port, head, HUGE)
    assert answer.split()[1] in ("400", "403")
    assert seconds < 2
