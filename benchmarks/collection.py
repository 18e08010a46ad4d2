"""What a full collection costs a process that has just begun, before what it has made is frozen and after.

``DEBUG=on .venv/bin/python -m benchmarks.collection``
"""

import gc
import os
import time
from importlib import import_module


def main() -> None:
    import_module("arcane_site.asgi")
    gc.collect()
    objects = len(gc.get_objects())
    before = collected()
    gc.freeze()
    print(f"{objects:,} objects: {before * 1000:.0f} ms; frozen: {collected() * 1000:.2f} ms", flush=True)
    os._exit(0)  # its threads are not waited for


def collected() -> float:
    """Seconds of CPU that a full collection takes."""
    began = time.process_time()
    gc.collect()
    return time.process_time() - began


if __name__ == "__main__":
    main()
