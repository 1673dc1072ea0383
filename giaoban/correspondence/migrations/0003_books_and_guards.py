"""Books of numbers; and the database itself keeps what was issued, numbered and told as it is."""

import django.db.models.deletion
from django.db import migrations, models

KEPT = {
    # table: what never changes once written
    "correspondence_number": ("series_id", "value", "symbol", "taken_on"),
    "correspondence_issue": (
        "dossier_id",
        "draft_id",
        "number_id",
        "document_id",
        "edition_id",
        "signed_id",
        "issued_on",
        "sha256",
    ),
    "correspondence_edition": ("code", "kind", "object_id", "title", "paper", "sha256"),
    "correspondence_step": ("dossier_id", "move", "state", "on", "draft_id", "note"),
}
FUNCTIONS = """
CREATE FUNCTION correspondence_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a row of % stays', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF to_jsonb(OLD) -> name IS DISTINCT FROM to_jsonb(NEW) -> name THEN
            RAISE EXCEPTION '% of % is never changed', name, TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE FUNCTION correspondence_series_onward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.last >= OLD.first AND (NEW.last < OLD.last OR NEW.first <> OLD.first) THEN
        RAISE EXCEPTION 'a series that gave numbers only goes on' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW "
    f"EXECUTE FUNCTION correspondence_kept({', '.join(repr(name) for name in columns)});\n"
    for table, columns in KEPT.items()
)
ONWARD = (
    "CREATE TRIGGER correspondence_series_onward BEFORE UPDATE ON correspondence_series FOR EACH ROW "
    "EXECUTE FUNCTION correspondence_series_onward();\n"
)
UNDO = (
    "".join(f"DROP TRIGGER {table}_kept ON {table};\n" for table in KEPT)
    + "DROP TRIGGER correspondence_series_onward ON correspondence_series;\n"
    + "DROP FUNCTION correspondence_kept();\nDROP FUNCTION correspondence_series_onward();\n"
)


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0002_arrival_history")]

    operations = [
        migrations.CreateModel(
            name="Book",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="ký hiệu cơ quan")),
                ("style", models.CharField(default="party", max_length=8)),
                ("opened_on", models.DateField(verbose_name="ngày mở sổ")),
                ("recorded_by", models.BigIntegerField(editable=False, null=True)),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["unit"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("style__in", ["party", "state"])), name="book_style_known"
                    )
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS + TRIGGERS + ONWARD, UNDO),
    ]
