"""The game beside its peers, under the same load, on the same machine, in the same run. ``docs/performance.md`` tells what came of it.

Servers run on the first core, this program, which is the load's generator, on the last. CPU time is what the operating system counted.
"""
