"""What this process is called among others: in logs, figures, leases and messages."""

import os
import re
import socket
import time
from functools import cache


@cache
def _named(pid: int) -> str:
    host = re.sub(r"[^A-Za-z0-9.]", "-", socket.gethostname())[:40]
    return f"{host}-{pid}-{int(time.time() * 1000):x}"


def name() -> str:
    """Host, process id and the moment at which it was first asked: no two processes have ever had the same, forked ones neither."""
    return _named(os.getpid())
