"""The indexes by visit and by person, made while people work."""

from django.db import migrations, models

INDEXES = {
    "record_visit": "journal_record (visit_id, id) WHERE visit_id IS NOT NULL",
    "record_for": "journal_record (for_id, id) WHERE for_id IS NOT NULL",
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
    dependencies = [("journal", "0003_two_identities")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add, drop)],
            state_operations=[
                migrations.AddIndex(
                    "record",
                    models.Index(
                        condition=models.Q(("visit_id__isnull", False)), fields=["visit_id", "id"], name="record_visit"
                    ),
                ),
                migrations.AddIndex(
                    "record",
                    models.Index(
                        condition=models.Q(("for_id__isnull", False)), fields=["for_id", "id"], name="record_for"
                    ),
                ),
            ],
        ),
    ]
