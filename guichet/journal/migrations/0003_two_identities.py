"""In whose name an agent acted, and under which mandate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_tail_index")]

    operations = [
        migrations.AddField("record", "for_id", models.BigIntegerField(null=True)),
        migrations.AddField("record", "mandate_id", models.BigIntegerField(null=True)),
    ]
