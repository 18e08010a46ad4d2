"""What the operating system counted, as the benchmarks read it."""

import os
import subprocess
import sys

from benchmarks.processes import Process, ticks_in, tree

BUSY = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\nprint('done', flush=True)\ninput()"


def test_ticks_are_found_behind_any_name() -> None:
    stat = "7 (a) b (c)) S 1 7 7 0 -1 4194560 1000 0 0 0 120 34 9 9 20 0 1 0 100 1000 10"
    assert ticks_in(stat) == 154
    assert ticks_in("") == 0


def test_a_process_is_counted_with_its_children() -> None:
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}])"
    with subprocess.Popen([sys.executable, "-c", nested], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as popen:
        assert popen.stdout is not None and popen.stdin is not None
        popen.stdout.readline()
        process = Process("busy", 0, popen)
        assert len(tree(popen.pid)) == 2
        assert process.cpu() >= 0.3 - 1 / os.sysconf("SC_CLK_TCK")
        assert process.fine_cpu() >= 0.3
        assert process.kib() > 1000
        popen.stdin.close()


def test_who_is_gone_counts_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as popen:
        popen.wait()
        process = Process("gone", 0, popen)
        assert (process.cpu(), process.fine_cpu(), process.kib()) == (0, 0, 0)
