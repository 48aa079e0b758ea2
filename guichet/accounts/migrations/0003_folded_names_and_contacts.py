"""Columns by which two persons are found alike; empty until the next migration fills those already written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_role_once_on_every_database")]

    operations = [
        migrations.AddField("person", "folded_name", models.CharField(default="", editable=False, max_length=170)),
        migrations.AddField("contactpoint", "folded", models.CharField(default="", editable=False, max_length=280)),
    ]
