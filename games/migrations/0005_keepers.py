"""Two groups of staff, and the sessions of before with whose they are."""

from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations

LOOKED_AT = ("game", "player", "turn", "whisper", "choice", "event", "command", "person", "ban")
DONE = {
    "game": (
        "uncover_secrets",
        "resolve_turn",
        "change_deadline",
        "pass_over_player",
        "kick_player",
        "hand_over_host",
        "replace_by_bot",
        "end_game",
        "announce",
        "announce_to_all",
        "import_game",
    ),
    "person": ("disconnect_person",),
    "ban": ("add_ban", "change_ban"),
}


def make_groups(apps, schema_editor):
    """Watchers look, keepers act too. Rights are otherwise made after the migrations, which is too late for groups that have them."""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")

    def right(model, codename):
        kind, _ = ContentType.objects.get_or_create(app_label="games", model=model)
        found, _ = Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": _said(apps, model, codename)})
        return found

    looks = [right(model, f"view_{model}") for model in LOOKED_AT]
    acts = [right(model, codename) for model, codenames in DONE.items() for codename in codenames]
    for name, rights in (("watcher", looks), ("keeper", [*looks, *acts])):
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*rights)


def adopt_sessions(apps, schema_editor):
    """Nobody has to take their name again."""
    PersonSession = apps.get_model("games", "PersonSession")
    store = SessionStore()
    for old in apps.get_model("sessions", "Session").objects.iterator():
        known = store.decode(old.session_data)
        PersonSession.objects.update_or_create(
            session_key=old.session_key,
            defaults={
                "session_data": old.session_data,
                "expire_date": old.expire_date,
                "person_id": known.get("person_id"),
                "user_id": known.get(USER_KEY),
            },
        )


def _said(apps, model, codename):
    options = apps.get_model("games", model)._meta
    told = dict(options.permissions)
    return told.get(codename) or f"Can {codename.partition('_')[0]} {options.verbose_name}"


class Migration(migrations.Migration):

    dependencies = [
        ("games", "0004_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(make_groups, migrations.RunPython.noop),
        migrations.RunPython(adopt_sessions, migrations.RunPython.noop),
    ]
