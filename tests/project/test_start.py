"""`scripts/start` on an empty database: the real server, its pages, its static files and its log."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Portal:
    """A portal that can be started again on the same database."""

    folder: Path
    port: int

    def start(self) -> None:
        with self.log.open("w") as log:
            self.process = subprocess.Popen([ROOT / "scripts" / "start"], env=self.environment, stdout=log, stderr=log)
        self._wait()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": f"sqlite:///{self.folder}/portal.sqlite3",
            "PYTHON": sys.executable,
            "PORT": str(self.port),
        }

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.get("/healthz")
            except ConnectionRefusedError:
                time.sleep(0.05)
            else:
                return
        pytest.fail(self.log.read_text())

    def get(self, address: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", address)
        response = connection.getresponse()
        answer = response.status, response.read().decode()
        connection.close()
        return answer

    def log_with(self, line: str) -> str:
        """The log once `line` is in it: a request is logged after it is answered."""
        deadline = time.monotonic() + 10
        while line not in self.log.read_text() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert line in self.log.read_text()
        return self.log.read_text()

    def manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], env=self.environment, check=True, capture_output=True)


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    portal = Portal(tmp_path_factory.mktemp("portal"), port)
    portal.start()
    yield portal
    portal.stop()


def test_the_first_start_serves_the_home_page_with_its_static_files(portal):
    status, home = portal.get("/")
    assert status == 200
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', home)
    assert files
    assert [portal.get(file)[0] for file in files] == [200] * len(files)


def test_it_prints_its_address_and_logs_no_query(portal):
    portal.get("/measures/?q=secret-answer")
    portal.get("/no-such-page/?q=secret-answer")
    log = portal.log_with("GET /no-such-page/ 404")
    assert f"http://127.0.0.1:{portal.port}/" in log
    assert "secret-answer" not in log


def test_an_error_page_reveals_no_settings(portal):
    assert "SECRET_KEY" not in portal.get("/no-such-page/")[1]


def test_a_second_start_does_nothing_again_and_keeps_what_staff_edited(portal):
    portal.stop()
    edit = "from benefits.models import Department as D; D.objects.filter(key='finance').update(telephone='0510-1')"
    portal.manage("shell", "--command", edit)
    portal.manage("publish", "--note", "电话")
    portal.start()
    status, page = portal.get("/departments/finance/")
    assert (status, "0510-1" in page) == (200, True)
    assert re.findall("数据表|载入|发布", portal.log.read_text()) == []
