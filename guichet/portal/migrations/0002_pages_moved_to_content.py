"""The page types belong to the room `content` from now on: their rows and what Wagtail says of them follow."""

from django.db import migrations

COLUMNS = {
    "homepage": "page_ptr_id, greeting, lead, example, help_title, help_text",
    "textpage": "page_ptr_id, intro, text",
}


def follow(apps, schema_editor):
    """Copy the rows, then let revisions, logs and rights, which name a content type, name the new one."""
    of_types = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
    for model, columns in COLUMNS.items():
        schema_editor.execute(f"INSERT INTO content_{model} ({columns}) SELECT {columns} FROM portal_{model}")  # noqa: S608
        if not of_types.filter(app_label="content", model=model).exists():
            of_types.filter(app_label="portal", model=model).update(app_label="content")


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
        ("content", "0003_pages_of_the_town"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(follow, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(name="HomePage"),
        migrations.DeleteModel(name="TextPage"),
    ]
