"""On PostgreSQL, what submissions and the schedule name is of their own workshop."""

from django.db import migrations

from workshop.walls import Parent


class Migration(migrations.Migration):

    dependencies = [
        ('workshop', '0001_initial'),
    ]

    operations = [
        Parent('SubmissionKind'),
        Parent('Person'),
    ]
