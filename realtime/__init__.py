"""The voice: Socket.IO over the game. It tells what is stored, in order, to whoever may hear it, and takes commands to the services."""
