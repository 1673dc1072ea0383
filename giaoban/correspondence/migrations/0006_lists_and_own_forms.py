"""Printed lists know the day they were asked for; papers of a unit's own form keep their .docx."""

import django.db.models.deletion
from django.db import migrations, models

BEFORE = ("code", "kind", "object_id", "title", "paper", "sha256")


def kept(columns: tuple[str, ...]) -> str:
    names = ", ".join(repr(name) for name in columns)
    return (
        "DROP TRIGGER correspondence_edition_kept ON correspondence_edition;"
        "CREATE TRIGGER correspondence_edition_kept BEFORE UPDATE OR DELETE ON correspondence_edition "
        f"FOR EACH ROW EXECUTE FUNCTION correspondence_kept({names});"
    )


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0005_signed_copies"), ("files", "0001_initial")]

    operations = [
        migrations.AddField(
            "edition",
            "filled",
            models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField("edition", "seen_on", models.DateField(null=True)),
        migrations.AddField(
            "edition",
            "word",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.RunSQL(kept((*BEFORE, "filled", "seen_on")), kept(BEFORE)),
    ]
