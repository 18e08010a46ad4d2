"""How packets travel: beneath python-socketio's own interface, knowing neither Django nor the game."""
