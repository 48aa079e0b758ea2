from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddField(
            "storedfile",
            "scan",
            models.CharField(
                choices=[
                    ("not-scanned", "pas analysé"),
                    ("clean", "analysé, rien trouvé"),
                    ("infected", "infecté"),
                    ("ours", "fait ici"),
                ],
                default="not-scanned",
                max_length=12,
            ),
        ),
        migrations.AddField("storedfile", "scan_tries", models.PositiveIntegerField(default=0)),
        migrations.AddField("storedfile", "scanned_at", models.DateTimeField(null=True)),
        migrations.AddField("storedfile", "sealed", models.BooleanField(default=False)),
        migrations.AddField("storedfile", "watermark", models.CharField(default="", max_length=200)),
    ]
