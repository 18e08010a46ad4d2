"""The game as a cluster: several servers behind the proxy of ``deploy/nginx.conf``, on PostgreSQL and Redis."""

import os
from contextlib import ExitStack
from pathlib import Path

from deploy.cluster import proxied
from tests.support.ports import HOST
from tests.support.site import Site


def size() -> int:
    """How many servers a test's site consists of, as ``TEST_CLUSTER`` says; 0 where it is one without a proxy."""
    return int(os.environ.get("TEST_CLUSTER") or 0)


class ClusterSite(Site):
    """Several servers and a proxy, as though they were one: what is done to it is done to every server, the proxy stays.

    ``static_root`` is what the proxy serves.
    """

    def __init__(self, folder: Path, count: int, *, static_root: str, **settings: str) -> None:
        super().__init__(folder, **settings)
        settings |= {"SECRET_KEY": self.environment["SECRET_KEY"], "STATIC_ROOT": static_root, "TRUSTED_PROXIES": HOST}
        self.servers = [Site(folder, **settings, WORKER=str(number)) for number in range(1, count + 1)]
        self._folder = folder / f"proxy-{self.port}"
        self._folder.mkdir()
        (self._folder / "static").symlink_to(static_root)
        self._proxy: ExitStack | None = None
        self.proxy_pid = 0

    def start(self) -> None:
        for server in self.servers:
            if not server.running:
                server.start()
        if self._proxy is None:
            self._proxy = ExitStack()
            ports, limited = [server.port for server in self.servers], self.environment.get("RATE_LIMITS") != "off"
            self.proxy_pid = self._proxy.enter_context(proxied(self._folder, self.port, ports, limited=limited))

    @property
    def running(self) -> bool:
        return all(server.running for server in self.servers)

    @property
    def pids(self) -> list[int]:
        return [server.pid for server in self.servers]

    @property
    def pid(self) -> int:
        raise NotImplementedError("it is several processes")

    def written(self) -> bytes:
        return b"".join(server.written() for server in self.servers)

    def end(self) -> None:
        for server in self.servers:
            server.end()
        if self._proxy is not None:
            self._proxy.close()
            self._proxy = None

    def kill(self) -> None:
        for server in self.servers:
            server.kill()

    def signal(self, number: int) -> None:
        for server in self.servers:
            server.signal(number)

    def expect(self, pattern: str) -> None:
        for server in self.servers:
            server.expect(pattern)

    def complaints(self) -> list[str]:
        return [complaint for server in self.servers for complaint in server.complaints()]
