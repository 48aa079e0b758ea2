"""PostgreSQL compares words byte by byte, as SQLite does: a prefix is then a range of the index."""

from django.db import migrations


def order_by_bytes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE cases_caseword ALTER COLUMN word TYPE varchar(30) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(order_by_bytes, migrations.RunPython.noop)]
