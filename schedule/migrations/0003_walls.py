"""On PostgreSQL, whatever is on a schedule is of its own workshop."""

from django.db import migrations

from workshop.walls import Parent, Wall


class Migration(migrations.Migration):

    dependencies = [
        ('schedule', '0002_frozen_versions'),
        ('submissions', '0003_walls'),
        ('workshop', '0002_walls'),
    ]

    operations = [
        Parent('Room'),
        Parent('Session'),
        Wall('Session', 'room'),
        Wall('Presentation', 'session'),
        Wall('Presentation', 'presenter'),
        Wall('Presentation', 'submission'),
    ]
