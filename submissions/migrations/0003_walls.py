"""On PostgreSQL, a submission's kind is of its own workshop."""

from django.db import migrations

from workshop.walls import Parent, Wall


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0002_camera_ready'),
        ('workshop', '0002_walls'),
    ]

    operations = [
        Parent('Submission'),
        Wall('Submission', 'kind'),
    ]
