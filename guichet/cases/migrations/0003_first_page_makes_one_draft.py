from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_words_in_byte_order")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="first_page",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
    ]
