"""Rounds of dossiers that were withdrawn while bodies were asked: they ended that day."""

from django.db import migrations

END = """
UPDATE correspondence_consultation AS round SET closed_on = GREATEST(round.sent_on, step."on")
FROM correspondence_step AS step
WHERE step.dossier_id = round.dossier_id AND step.move = 'withdraw' AND round.closed_on IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0006_lists_and_own_forms")]

    operations = [migrations.RunSQL(END, migrations.RunSQL.noop)]
