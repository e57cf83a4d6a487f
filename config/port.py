"""Run before anything slow: says in one sentence when the port cannot be had."""

import errno
import os
import socket
import sys


def main() -> None:
    host, port = os.environ["HOST"], os.environ["PORT"]
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT={port} 不是端口号：请用 1 到 65535 的数。PORT must be a number from 1 to 65535.")
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, int(port)))
    except OSError as error:
        sys.exit(_sentence(error, port))


def _sentence(error: OSError, port: str) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"端口 {port} 已被占用：请关闭占用它的程序，或换一个端口，如 PORT={_next(port)} make run。"
                f" Port {port} is in use: stop what uses it or choose another."
            )
        case errno.EACCES:
            return f"无权使用端口 {port}：请换一个 1024 以上的端口，如 PORT=8000 make run。 Choose a port above 1024."
        case _:
            return f"不能使用端口 {port}：{error.strerror}。请换一个端口或 HOST。 Choose another PORT or HOST."


def _next(port: str) -> int:
    return int(port) + 1 if int(port) < 65535 else 8000


if __name__ == "__main__":
    main()
