"""The keepers' desk: what staff is told of games, live. Reads and tells; what keepers do goes through ``games.services.keeping``."""
