"""Judges a run by what clients were acknowledged and heard, and by the database at the end.

It knows nothing of the server. Histories carry the server's own numbers, so every rule is one pass over what was recorded.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from games.wire.base import Fact
from tests.faults.record import Acked, ClientRecord, Stream, Word
from tests.faults.stored import Stored, StoredGame

Data = dict[str, Any]
Span = tuple[float, float]
NOTICED_AFTER = 20.0
"""Seconds in which both ends of a dead connection have noticed."""
OPEN_FOR = 0.5
"""Seconds that a tab has to be open before its player counts as surely online."""


def violations(clients: Iterable[ClientRecord], stored: Stored, *, blind: Sequence[Span] = ()) -> list[str]:
    """Every promise that was not kept, in words; none is what should come out. Without clients every table is judged by itself.

    Args:
        blind: when a connection could be open for its client and gone for its server.
    """
    clients = list(clients)
    codes = {client.code for client in clients}
    found = [text for game in stored.games.values() if game.code in codes or not codes for text in _of_game(game)]
    for client in clients:
        game = stored.games.get(client.code)
        if game is None:
            found.append(f"{client.name}: table {client.code} is lost")
            continue
        found += [f"{client.code} {client.name}: {text}" for text in _of_client(client, game, stored)]
        found += [f"{client.code} {client.name}: {text}" for text in _presence(client, clients, blind)]
    return found


def _of_client(client: ClientRecord, game: StoredGame, stored: Stored) -> Iterator[str]:
    for acked in client.acked:
        yield from _acknowledged(client, acked, game, stored)
    for call, code in client.refused:
        yield f"{call} was refused with {code}"
    for look in client.looks:
        if look.found < look.expected:
            yield f"{look.why}, but it was not there yet ({look.found} < {look.expected})"
    for stream in client.streams:
        yield from _one_stream(stream, game)
    yield from _same_list(client, game)
    yield from _secrets(client, game)


# --- The database by itself


def _of_game(game: StoredGame) -> Iterator[str]:
    if [event["seq"] for event in game.events] != list(range(1, game.seq + 1)):
        yield f"{game.code}: the history has gaps or repeats"
    turn, chose, resolved = 0, Counter[tuple[int, str]](), Counter[int]()
    for event in game.events:
        data = event["data"]
        if data.get("seq") != event["seq"]:
            yield f"{game.code}: event {event['seq']} says it is {data.get('seq')}"
        turn = data["turn_number"] if event["event"] == "new_scenario" else turn
        if event["event"] == "player_chose":
            chose[turn, data["player_id"]] += 1
        if event["event"] == "turn_resolution":
            resolved[data["turn_number"]] += 1
    made = Counter((choice.turn, choice.player_id) for choice in game.choices if not choice.hesitated)
    for key in made | chose:
        if (made[key], chose[key]) != (1, 1):
            yield f"{game.code}: in turn {key[0]} {key[1]} has {made[key]} choices, told {chose[key]} times"
    for number, is_resolved in game.resolved.items():
        if resolved[number] != int(is_resolved) and game.phase != "finished":
            yield f"{game.code}: turn {number} is told as resolved {resolved[number]} times"
        if resolved[number] > 1:
            yield f"{game.code}: turn {number} was resolved {resolved[number]} times"


# --- What was acknowledged


def _acknowledged(client: ClientRecord, acked: Acked, game: StoredGame, stored: Stored) -> Iterator[str]:
    if acked.cmd_id.replace("-", "") not in stored.commands:
        yield f"acknowledged {acked.call} is lost: its command is not stored"
    count = _effects(client, acked, game)
    if count != 1:
        yield f"acknowledged {acked.call} has {count} effects"
    if acked.call == "make_choice" and not any(_is_own(event, "player_chose", client) for event in client.held):
        yield "never heard of its own choice"


def _effects(client: ClientRecord, acked: Acked, game: StoredGame) -> int:
    """How often the database tells what a command was to bring about."""
    content, answer = acked.content, acked.answer
    events = [(event["event"], event["data"]) for event in game.events]
    if acked.call == "make_choice":
        mine = [choice for choice in game.choices if (choice.player_id, choice.turn) == (client.player_id, content["turn_number"])]
        return sum(not choice.hesitated and content["words"] == choice.text for choice in mine)
    if acked.call == "chat_message":
        return sum(name == acked.call and data["text"] == content["text"] for name, data in events)
    if acked.call == "share_whisper":
        return sum(
            whisper.player_id == client.player_id and whisper.turn == content["turn"] and whisper.shared for whisper in game.whispers
        )
    if acked.call == "generate_scenario":
        return sum(name == "new_scenario" and data["scenario_id"] == answer["scenario_id"] for name, data in events)
    if acked.call == "resolve_turn":
        return sum(name == "turn_resolution" and _same_resolution(data, answer) for name, data in events)
    if acked.call in ("create_game", "join_game"):
        return sum(name == "player_joined" and data["player_id"] == client.player_id for name, data in events)
    return sum(name == "game_started" for name, _ in events)


def _same_resolution(told: Data, answer: Data) -> bool:
    return all(told[name] == answer[name] for name in ("turn_number", "trust", "choices"))


def _is_own(event: Data, name: str, client: ClientRecord) -> bool:
    return event["event"] == name and event["data"]["player_id"] == client.player_id


# --- What was heard


def _one_stream(stream: Stream, game: StoredGame) -> Iterator[str]:
    """Within one connection: first the state, then each event once, in order, and as it is stored."""
    at, synced = stream.after, False
    for word in stream.words:
        if word.event == "reconnect_sync":
            if synced and word.data["seq"] > at:
                yield f"was not told {at + 1} to {word.data['seq']} before it asked"
            for event in word.data["events"]:
                yield from _as_stored(event["event"], event["data"], game)
            at, synced = max(at, word.data["seq"]), True
        elif word.event in Fact.registry:
            seq = word.data.get("seq") or 0
            if seq != at + 1:
                yield f"heard {seq} ({word.event}) after {at}"
            yield from _as_stored(word.event, word.data, game)
            at = max(at, seq)


def _as_stored(name: str, data: Data, game: StoredGame) -> Iterator[str]:
    seq = data.get("seq") or 0
    event = game.events[seq - 1] if 0 < seq <= len(game.events) else None
    if event is None or (event["event"], event["data"]) != (name, data):
        yield f"heard a {name} numbered {seq} that is not stored"


def _same_list(client: ClientRecord, game: StoredGame) -> Iterator[str]:
    held = [(event["event"], event["data"]) for event in client.held]
    if held != [(event["event"], event["data"]) for event in game.events]:
        yield f"holds {len(held)} events, the database {len(game.events)}, and they differ"


# --- Secrets


def _secrets(client: ClientRecord, game: StoredGame) -> Iterator[str]:
    own = {whisper.text for whisper in game.whispers if whisper.player_id == client.player_id}
    whispers = [whisper for whisper in game.whispers if whisper.player_id != client.player_id and whisper.text not in own]
    said = {choice.text for choice in game.choices if choice.player_id == client.player_id}
    revealed = {event["data"]["turn_number"]: event["seq"] for event in game.events if event["event"] == "turn_resolution"}
    choices = [choice for choice in game.choices if choice.player_id != client.player_id and choice.text.startswith("I ")]
    for name, data in _everything(client):
        text, seq = json.dumps(data, ensure_ascii=False), data.get("seq") or 0
        for whisper in whispers:
            aloud = name == "whisper_shared" and whisper.shared and data["player_id"] == whisper.player_id
            if not aloud and _quoted(whisper.text) in text:
                yield f"heard {whisper.player_id}'s whisper in {name}"
        for choice in choices:
            if seq < revealed.get(choice.turn, game.seq) and choice.text not in said and _quoted(choice.text) in text:
                yield f"heard {choice.player_id}'s open choice in {name}"


def _quoted(text: str) -> str:
    """A text as it stands within JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _everything(client: ClientRecord) -> Iterator[tuple[str, Data]]:
    """Everything a client was told, state and events apart."""
    for stream in client.streams:
        for word in stream.words:
            data = word.data if isinstance(word.data, dict) else {}
            if word.event == "reconnect_sync":
                yield from ((event["event"], event["data"]) for event in data["events"])
                data = {**data, "events": []}
            yield word.event, data
    for acked in client.acked:
        if acked.call != "resolve_turn":
            yield f"the answer to {acked.call}", acked.answer


# --- Presence


def _presence(client: ClientRecord, clients: list[ClientRecord], blind: Sequence[Span]) -> Iterator[str]:
    others = {other.player_id: other for other in clients}
    for word in _words(client, "player_disconnected"):
        other = others.get(word.data["player_id"])
        if any(began <= word.at <= ended + NOTICED_AFTER for began, ended in blind):
            continue
        if other is not None and any(_is_open(stream, word.at) for stream in other.streams):
            yield f"heard that {other.name} is offline, who has a tab open"


def _words(client: ClientRecord, name: str) -> Iterator[Word]:
    return (word for stream in client.streams for word in stream.words if word.event == name)


def _is_open(stream: Stream, at: float) -> bool:
    return stream.inside_at is not None and stream.inside_at < at - OPEN_FOR and (stream.closed_at is None or stream.closed_at > at)
