import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_fold_what_was_written")]

    operations = [
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("said_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("kept", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="accounts.person")),
                ("other", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="merges_into", to="accounts.person")),
                ("said_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("undone_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("undone_at", None)), fields=("other",), name="person_merged_once"),
                    models.CheckConstraint(condition=models.Q(("kept", models.F("other")), _negated=True), name="person_merged_into_another"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeopleApart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("said_at", models.DateTimeField()),
                ("one", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.person")),
                ("other", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.person")),
                ("said_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="people_apart_once"),
                    models.CheckConstraint(condition=models.Q(("one__lt", models.F("other"))), name="people_apart_in_order"),
                ],
            },
        ),
    ]
