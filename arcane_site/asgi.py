"""The ASGI application: Django's pages and API, and Socket.IO under ``/socket.io/``."""

import os

import django
import socketio

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arcane_site.settings")
os.environ.setdefault("DATABASE_SECONDS", "4")  # people wait here; a command of manage.py may take its time
django.setup(set_prefix=False)

from arcane_site import requests  # noqa: E402  needs Django to be set up
from arcane_site.answering import Answering  # noqa: E402
from games import deadlines, samples  # noqa: E402
from realtime import drain  # noqa: E402
from realtime.server import create_server  # noqa: E402

application = requests.named(drain.counted(socketio.ASGIApp(create_server(), other_asgi_app=Answering())))
deadlines.start()
samples.start()
