"""The index of what a department sent on, added while people work: no writer waits."""

from django.db import migrations, models

INDEXES = {
    "case_sent_on": "cases_case (sender_id, id DESC) WHERE sender_id IS NOT NULL",
}


def add(apps, schema_editor):
    """PostgreSQL reads the table while others write to it; what an earlier try left unfinished is made again."""
    beside = "CONCURRENTLY" if schema_editor.connection.vendor == "postgresql" else ""
    for name, columns in INDEXES.items():
        schema_editor.execute(f"DROP INDEX {beside} IF EXISTS {name}")
        schema_editor.execute(f"CREATE INDEX {beside} {name} ON {columns}")


def drop(apps, schema_editor):
    beside = "CONCURRENTLY" if schema_editor.connection.vendor == "postgresql" else ""
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX {beside} IF EXISTS {name}")


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL builds no index beside writers inside a transaction
    dependencies = [("cases", "0005_sheet_and_silence_of_earlier_cases")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add, drop)],
            state_operations=[
                migrations.AddIndex(
                    "case",
                    models.Index(
                        condition=models.Q(("sender__isnull", False)), fields=["sender", "-id"], name="case_sent_on"
                    ),
                ),
            ],
        )
    ]
