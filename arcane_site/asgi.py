"""The ASGI application: Django's pages and API, and Socket.IO under ``/socket.io/``."""

import os

import socketio
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arcane_site.settings")
os.environ.setdefault("DATABASE_SECONDS", "5")  # people wait here; a command of manage.py may take its time
django_application = get_asgi_application()

from games import deadlines, samples  # noqa: E402  needs Django to be set up
from realtime import drain  # noqa: E402
from realtime.server import create_server  # noqa: E402

application = drain.counted(socketio.ASGIApp(create_server(), other_asgi_app=django_application))
deadlines.start()
samples.start()
