"""Every wire message, declared once: what a client asks, what the game tells, what passes without a trace.

``requests``, ``facts`` and ``signals`` hold the declarations; ``state`` and ``answers`` what they are made of. Validation,
``docs/events.md``, the JSON schema, the AsyncAPI document and the JavaScript types all come from here (``manage.py generate_wire``).
"""
