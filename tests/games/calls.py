"""Every call of the HTTP API, with a body that is well formed."""

from typing import Any

WRITES: dict[str, dict[str, Any]] = {
    "set_username": {"username": "Oona"},
    "create_game": {},
    "join_game": {"game_code": "AAAAAA"},
    "leave_game": {},
    "choose_class": {"class": "Bard"},
    "add_bot": {},
    "kick_player": {"player_id": "nobody"},
    "transfer_host": {"player_id": "nobody"},
    "start_game": {},
    "generate_scenario": {},
    "share_whisper": {},
    "make_choice": {"choice": "hold"},
    "chat_message": {"text": "Well?"},
    "resolve_turn": {},
    "end_game": {},
    "log_client_error": {"message": "it broke"},
}
READS = ("csrf-token", "session_info", "current_scenario", "my_whisper", "waiting_for", "game_state", "replay", "games")

FOR_ANYBODY = ("set_username", "log_client_error", "csrf-token", "session_info", "games")
AT_A_TABLE = tuple(call for call in WRITES if call not in ("set_username", "create_game", "log_client_error"))
READS_OF_A_TABLE = ("current_scenario", "my_whisper", "waiting_for", "game_state", "replay")
FOR_THE_HOST = ("add_bot", "kick_player", "transfer_host", "start_game", "generate_scenario", "resolve_turn", "end_game")
