"""The AsyncAPI 3.0 document: the socket as tools read it. Payloads are those of ``wire.schema.json`` beside it."""

from collections.abc import Iterable
from typing import Any

from games.wire.base import Message
from games.wire.generate import messages
from games.wire.generate.pretty import pretty

SCHEMA = "./wire.schema.json#/$defs/"
SESSION_COOKIE = "sessionid"

Json = dict[str, Any]


def text() -> str:
    return pretty(document())


def document() -> Json:
    """Seen from the server: it receives what clients ask, and sends facts and signals."""
    asked, facts, signals = messages.requests_by_name(), messages.facts_by_name(), messages.signals_by_name()
    told = {**facts, **signals}
    audience = dict.fromkeys(facts, "everybody in the room; logged") | {name: kind.audience.value for name, kind in signals.items()}
    return {
        "asyncapi": "3.0.0",
        "info": _info(),
        "defaultContentType": "application/json",
        "servers": {"table": _server()},
        "channels": _channels(asked.values(), told.values()),
        "operations": {
            **{f"ask_{name}": _asking(kind) for name, kind in asked.items()},
            **{f"tell_{name}": _telling(kind, audience[name]) for name, kind in told.items()},
        },
        "components": {
            "messages": {
                **{_key(kind): _message(kind) for kind in (*asked.values(), *told.values())},
                "Acknowledgement": _acknowledgement(),
            },
            "securitySchemes": {"session": {"type": "httpApiKey", "in": "cookie", "name": SESSION_COOKIE}},
        },
    }


def _channels(asked: Iterable[type[Message]], told: Iterable[type[Message]]) -> Json:
    return {
        "asked": _channel("What clients ask: namespace `/`.", {_key(kind): _ref("messages", _key(kind)) for kind in asked}),
        "told": _channel("What the server tells: namespace `/`.", {_key(kind): _ref("messages", _key(kind)) for kind in told}),
        "answered": {
            "address": None,
            "description": "The acknowledgement of an event that was sent with one.",
            "messages": {"Acknowledgement": _ref("messages", "Acknowledgement")},
        },
    }


def _info() -> Json:
    return {
        "title": "The Arcane Codex",
        "version": "1",
        "description": "Socket.IO 5 over Engine.IO 4. An AsyncAPI message is one event: its name, one object, and an acknowledgement.",
    }


def _server() -> Json:
    return {
        "host": "127.0.0.1:8000",
        "pathname": "/socket.io/",
        "protocol": "socketio",
        "description": "Websocket or long-polling; needs the session's cookie.",
        "security": [_ref("securitySchemes", "session")],
    }


def _channel(description: str, carried: Json) -> Json:
    return {"address": "/", "description": description, "messages": carried}


def _asking(kind: type[Message]) -> Json:
    return {
        "action": "receive",
        "channel": {"$ref": "#/channels/asked"},
        "summary": messages.sentence(kind),
        "messages": [{"$ref": f"#/channels/asked/messages/{_key(kind)}"}],
        "reply": {"channel": {"$ref": "#/channels/answered"}, "messages": [{"$ref": "#/channels/answered/messages/Acknowledgement"}]},
    }


def _telling(kind: type[Message], audience: str) -> Json:
    return {
        "action": "send",
        "channel": {"$ref": "#/channels/told"},
        "summary": messages.sentence(kind),
        "description": f"To: {audience}.",
        "messages": [{"$ref": f"#/channels/told/messages/{_key(kind)}"}],
    }


def _message(kind: type[Message]) -> Json:
    return {"name": kind.wire_name, "summary": messages.sentence(kind), "payload": {"$ref": SCHEMA + kind.__name__}}


def _acknowledgement() -> Json:
    return {"name": "acknowledgement", "payload": {"$ref": SCHEMA + "Acknowledgement"}}


def _key(kind: type[Message]) -> str:
    return kind.__name__


def _ref(where: str, name: str) -> Json:
    return {"$ref": f"#/components/{where}/{name}"}
