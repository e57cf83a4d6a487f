"""The real server on an empty database, for the tests that need what only it does."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
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
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    portal = Portal(tmp_path_factory.mktemp("portal"), port)
    portal.start()
    yield portal
    portal.stop()
