"""How gunicorn serves the portal. Access log: who, when, what page, with what outcome; never a query string."""

import gc
import os
import threading
from pathlib import Path
from typing import Any

bind = f"{os.environ['HOST']}:{os.environ['PORT']}"
wsgi_app = "config.wsgi:application"
preload_app = True

# Many threads, since a half-sent request blocks the one that reads it; together below PostgreSQL's 100 connections.
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "32"))
timeout = 30
keepalive = 5
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat on disk can stall
control_socket_disable = True

loglevel = "warning"
errorlog = "-"
accesslog = "-"
access_log_format = "%(t)s %(h)s %(m)s %(U)s %(s)s %(B)s %(M)sms"


def when_ready(server: Any) -> None:
    """Print the address people open; a server that listens everywhere is opened by this computer's own name."""
    host = "127.0.0.1" if os.environ["HOST"] == "0.0.0.0" else os.environ["HOST"]  # noqa: S104 - compared, not bound
    print(f"门户已启动：http://{host}:{os.environ['PORT']}/ （按 Ctrl+C 停止）", flush=True)  # noqa: T201


def post_worker_init(worker: Any) -> None:
    """Find out whether PDFs can be made, which takes a second, beside the first requests; not before the fork.

    Until it is known, pages offer none.
    """
    threading.Thread(target=_warm_up, daemon=True).start()


def _warm_up() -> None:
    from benefits.results import pdf

    pdf.is_available()
    # What is loaded by now stays: the collector need not go through it again and again, a sixth of a PDF's time.
    gc.freeze()
