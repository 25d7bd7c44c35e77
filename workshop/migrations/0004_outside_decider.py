from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshop', '0003_spells'),
    ]

    operations = [
        migrations.AlterField(
            model_name='role',
            name='kind',
            field=models.CharField(choices=[('organizer', 'organizer'), ('reviewer', 'reviewer'), ('decider', 'outside decider')], max_length=12),
        ),
    ]
