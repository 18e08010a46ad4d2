"""What people may do at a table. Each function locks the game, asks the rules, saves, and leaves the facts with ``games.outbox``.

Keyword-only, typed; raises ``GameError`` and then has changed nothing. No function here knows of sockets or requests.
"""
