"""Somebody who plays without a browser: the HTTP API with a session and a CSRF token, and python-socketio's client."""

from http.cookies import SimpleCookie
from types import TracebackType
from typing import Any, Self

import aiohttp
import socketio
from yarl import URL

from tests.support.hearing import Hearing

Answer = dict[str, Any]
SECONDS = 10
IDLE_SECONDS = 2


class RefusedError(Exception):
    """The API said no."""

    def __init__(self, status: int, answer: Answer) -> None:
        self.status = status
        self.code = answer.get("code")
        self.answer = answer
        super().__init__(f"{status} {self.code}: {answer.get('message')}")


class Player:
    """One session. The verbs are those of the API and answer what it answers; a refusal raises ``RefusedError``.

    ``url`` may be changed to another server of the same site. ``source`` is the address that its calls come from.
    """

    def __init__(self, url: str, *, source: str = "") -> None:
        self.url = url
        self.name = ""
        self.player_id = ""
        self.code = ""
        self.heard = Hearing()
        # The jar keeps no cookies of plain addresses unless told so.
        # A server ends an idle connection after five seconds: whoever used it in that moment would not be answered.
        connector = aiohttp.TCPConnector(local_addr=(source, 0) if source else None, keepalive_timeout=IDLE_SECONDS)
        self._http = aiohttp.ClientSession(url, connector=connector, cookie_jar=aiohttp.CookieJar(unsafe=True))
        # Its own session: a Cookie header would be sent with the first request of long polling only, and a proxy's cookie be lost.
        self._polling = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._socket = socketio.AsyncClient(reconnection=False, http_session=self._polling)
        self._socket.on("*", self.heard.add)
        self._socket.on("disconnect", lambda reason=None: self.heard.add("disconnect", reason))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        await self.disconnect()
        await self._polling.close()
        await self._http.close()

    # --- HTTP

    async def get(self, call: str, **query: Any) -> Answer:
        async with self._http.get(f"{self.url}/api/{call}", params={key: str(value) for key, value in query.items()}) as response:
            return await _answer(response)

    async def post(self, call: str, **body: Any) -> Answer:
        if not self.cookie("csrftoken"):
            await self.get("csrf-token")
        headers = {"X-CSRFToken": self.cookie("csrftoken")}
        async with self._http.post(f"{self.url}/api/{call}", json=body, headers=headers) as response:
            return await _answer(response)

    def cookie(self, name: str) -> str:
        return next((cookie.value for cookie in self._http.cookie_jar if cookie.key == name), "")

    @property
    def cookies(self) -> str:
        """The session as a ``Cookie`` header, for another client of the same person."""
        return f"sessionid={self.cookie('sessionid')}"

    async def set_username(self, username: str) -> Answer:
        answer = await self.post("set_username", username=username)
        self.name = answer["username"]
        return answer

    async def session_info(self) -> Answer:
        return await self.get("session_info")

    async def create_game(self, **terms: Any) -> Answer:
        return self._seated(await self.post("create_game", **terms))

    async def join_game(self, game_code: str) -> Answer:
        return self._seated(await self.post("join_game", game_code=game_code))

    async def leave_game(self) -> Answer:
        return await self.post("leave_game")

    async def choose_class(self, name: str) -> Answer:
        return await self.post("choose_class", **{"class": name})

    async def add_bot(self) -> Answer:
        return await self.post("add_bot")

    async def kick_player(self, player_id: str) -> Answer:
        return await self.post("kick_player", player_id=player_id)

    async def transfer_host(self, player_id: str) -> Answer:
        return await self.post("transfer_host", player_id=player_id)

    async def start_game(self) -> Answer:
        return await self.post("start_game")

    async def generate_scenario(self) -> Answer:
        return await self.post("generate_scenario")

    async def current_scenario(self) -> Answer | None:
        scenario: Answer | None = (await self.get("current_scenario"))["scenario"]
        return scenario

    async def my_whisper(self) -> Answer:
        return await self.get("my_whisper")

    async def share_whisper(self) -> Answer:
        return await self.post("share_whisper")

    async def make_choice(self, choice: str, **more: Any) -> Answer:
        return await self.post("make_choice", choice=choice, **more)

    async def resolve_turn(self, **more: Any) -> Answer:
        return await self.post("resolve_turn", **more)

    async def state(self, **query: Any) -> Answer:
        return await self.get("game_state", **query)

    async def replay(self) -> Answer:
        return await self.get("replay")

    def _seated(self, answer: Answer) -> Answer:
        self.code, self.player_id = answer["game_code"], answer["player_id"]
        return answer

    # --- Socket.IO

    async def connect(self, *, transport: str = "websocket", auth: Answer | None = None, headers: dict[str, str] | None = None) -> None:
        """Connects with this session. Raises ``socketio.exceptions.ConnectionError`` when refused."""
        cookies = SimpleCookie((headers or {}).get("Cookie", self.cookies))
        self._polling.cookie_jar.clear()
        self._polling.cookie_jar.update_cookies(cookies, URL(self.url))
        others = {name: value for name, value in (headers or {}).items() if name != "Cookie"}
        await self._socket.connect(self.url, headers=others, auth=auth, transports=[transport], wait_timeout=SECONDS)

    async def disconnect(self) -> None:
        if self._socket.connected:
            await self._socket.disconnect()

    async def ask(self, event: str, **payload: Any) -> Answer:
        """Sends an event and waits for its acknowledgement."""
        answer: Answer = await self._socket.call(event, payload, timeout=SECONDS)
        return answer

    async def say(self, event: str, **payload: Any) -> None:
        """Sends an event without asking for an acknowledgement."""
        await self._socket.emit(event, payload)

    async def enter(self, **more: Any) -> Answer:
        """Connects where needed, and enters the room of the game at hand."""
        if not self._socket.connected:
            await self.connect()
        return await self.ask("join_game_room", game_code=self.code, **more)

    async def until(self, event: str, **fields: Any) -> Any:
        return await self.heard.until(event, **fields)


async def _answer(response: aiohttp.ClientResponse) -> Answer:
    answer: Answer = await response.json()
    if answer.get("status") != "success":
        raise RefusedError(response.status, answer)
    return answer
