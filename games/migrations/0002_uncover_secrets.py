from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('games', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='game',
            options={'ordering': ('-active_at',), 'permissions': (('uncover_secrets', 'Can see whispers and choices before the game is over'),)},
        ),
    ]
