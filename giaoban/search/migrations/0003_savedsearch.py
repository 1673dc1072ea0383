"""Saved searches of each user."""

from django.db import migrations, models

import giaoban.core.dates


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words")]

    operations = [
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=100, verbose_name="tên")),
                ("query", models.CharField(max_length=1000)),
                ("saved_at", models.DateTimeField(default=giaoban.core.dates.now)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("user_id", "query"), name="saved_search_once")
                ],
            },
        ),
    ]
