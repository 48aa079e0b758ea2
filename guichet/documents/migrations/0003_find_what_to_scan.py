"""The indexes of files to scan and of infected ones, added while people work: no writer waits."""

from django.db import migrations, models

INDEXES = {
    "file_to_scan": "documents_storedfile (scan_tries, id) WHERE scan = 'not-scanned'",
    "file_infected": "documents_storedfile (id) WHERE scan = 'infected'",
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
    dependencies = [("documents", "0002_scan_watermark_and_seal")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add, drop)],
            state_operations=[
                migrations.AddIndex(
                    "storedfile",
                    models.Index(
                        condition=models.Q(("scan", "not-scanned")), fields=["scan_tries", "id"], name="file_to_scan"
                    ),
                ),
                migrations.AddIndex(
                    "storedfile",
                    models.Index(condition=models.Q(("scan", "infected")), fields=["id"], name="file_infected"),
                ),
            ],
        )
    ]
