"""Signed copies that come after issuing, each a row that stays."""

import django.db.models.deletion
from django.db import migrations, models

import giaoban.core.dates

COLUMNS = ("issue_id", "file_id", "reason", "attached_at", "attached_by", "attached_label")
KEPT = (
    "CREATE TRIGGER correspondence_signedcopy_kept BEFORE UPDATE OR DELETE ON correspondence_signedcopy "
    f"FOR EACH ROW EXECUTE FUNCTION correspondence_kept({', '.join(repr(name) for name in COLUMNS)});"
)
UNDO = "DROP TRIGGER correspondence_signedcopy_kept ON correspondence_signedcopy;"


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0004_made_at"), ("files", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SignedCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do thay")),
                ("attached_at", models.DateTimeField(default=giaoban.core.dates.now, editable=False)),
                ("attached_by", models.BigIntegerField(editable=False, null=True)),
                ("attached_label", models.CharField(max_length=200)),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="correspondence.issue",
                    ),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.RunSQL(KEPT, UNDO),
    ]
