from django.db import migrations, models

import giaoban.core.dates


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="outboxmessage",
            name="created_at",
            field=models.DateTimeField(default=giaoban.core.dates.now),
        ),
    ]
