from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('correspondence', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='arrival',
            name='history',
            field=models.JSONField(default=list, editable=False),
        ),
    ]
