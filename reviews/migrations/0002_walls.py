"""On PostgreSQL, the rows of a committee are of one workshop with what they are about."""

from django.db import migrations

from workshop.walls import Parent, Wall


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0001_initial'),
        ('submissions', '0003_walls'),
    ]

    operations = [
        Parent('Assignment'),
        Wall('Assignment', 'submission'),
        Wall('Conflict', 'submission'),
        Wall('Decision', 'submission'),
        Wall('Review', 'assignment'),
    ]
