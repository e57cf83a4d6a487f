"""A port that cannot be had is said in one sentence, before anything slow."""

import os
import socket
import subprocess
import sys

import pytest


def start(port: str, host: str = "127.0.0.1") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PORT": port, "HOST": host}
    return subprocess.run(
        [sys.executable, "-m", "config.port"], env=environment, capture_output=True, text=True, check=False
    )


def test_an_occupied_port_is_said_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as occupant:
        port = str(occupant.getsockname()[1])
        result = start(port)
    assert result.returncode == 1
    assert f"端口 {port} 已被占用" in result.stderr
    assert f"Port {port} is in use" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("port", ["", "http", "-1", "0", "65536"])
def test_what_is_not_a_port_is_refused(port):
    result = start(port)
    assert result.returncode == 1
    assert "不是端口号" in result.stderr


def test_another_hosts_address_is_refused():
    result = start("8000", host="192.0.2.1")
    assert result.returncode == 1
    assert "不能使用端口" in result.stderr


def test_a_free_port_says_nothing():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    result = start(port)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
