"""One column of words, whole bodies, who else may read, when it lapses. `giaoban search rebuild` fills it."""

import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

# Until the rebuild the rows keep their words; with the marks of their kind and unit they are found.
JOIN = """
UPDATE search_searchentry
SET folded = folded || exact || array_to_tsvector(ARRAY['=' || kind || CASE WHEN public THEN '+' ELSE '' END])
    || CASE WHEN public OR unit_id IS NULL THEN '' ELSE array_to_tsvector(ARRAY['@' || unit_id]) END
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunSQL(JOIN, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="searchentry", name="search_exact"),
        migrations.RemoveIndex(model_name="searchentry", name="search_folded"),
        migrations.RemoveField(model_name="searchentry", name="exact"),
        migrations.RenameField(model_name="searchentry", old_name="folded", new_name="words"),
        migrations.AlterField(model_name="searchentry", name="body", field=models.TextField(blank=True)),
        migrations.AddField(
            model_name="searchentry",
            name="audience",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="searchentry", name="period", field=models.CharField(blank=True, max_length=20)
        ),
        migrations.AddField(
            model_name="searchentry",
            name="lapses",
            field=models.DateField(default=datetime.date(9999, 12, 31)),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words"], name="search_words"
            ),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["audience"], name="search_audience"
            ),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(fields=["kind", "-starts"], name="search_kind_day"),
        ),
    ]
