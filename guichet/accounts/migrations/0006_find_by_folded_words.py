"""The indexes by which two persons are found alike, added while people work: no writer waits."""

from django.db import migrations, models

INDEXES = {
    "person_folded_name": "accounts_person (folded_name)",
    "contact_point_folded": "accounts_contactpoint (folded)",
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
    dependencies = [("accounts", "0005_people_merged_and_apart")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add, drop)],
            state_operations=[
                migrations.AddIndex("person", models.Index(fields=["folded_name"], name="person_folded_name")),
                migrations.AddIndex("contactpoint", models.Index(fields=["folded"], name="contact_point_folded")),
            ],
        )
    ]
