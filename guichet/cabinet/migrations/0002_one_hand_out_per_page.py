import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cabinet", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="HandOut",
            fields=[
                ("key", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journal.record"
                    ),
                ),
            ],
        ),
    ]
