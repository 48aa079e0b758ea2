"""Where a request comes from and goes to, and when silence decides it; empty until the next migration fills them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_first_page_makes_one_draft"), ("communes", "0002_outside_bodies")]

    operations = [
        migrations.AddField(
            "case",
            "procedure",
            models.SlugField(db_index=False, default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            "case",
            "sender",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communes.department",
            ),
        ),
        migrations.AddField("case", "sent_on_at", models.DateTimeField(null=True)),
        migrations.AddField("case", "silence_on", models.DateField(null=True)),
        migrations.AddField("case", "papers_until", models.DateField(null=True)),
        migrations.AlterField(
            "entry",
            "kind",
            models.CharField(
                choices=[
                    ("resident", "message de la personne"),
                    ("message", "message à la personne"),
                    ("note", "note interne"),
                    ("paper", "pièce demandée"),
                    ("decision", "décision"),
                    ("transfer", "transmission"),
                    ("document", "document"),
                    ("reopening", "réouverture"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Routing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_type", models.CharField(max_length=40, verbose_name="demande")),
                ("key", models.CharField(max_length=20, verbose_name="sujet")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="communes.body",
                        verbose_name="collectivité",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="communes.department",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "aiguillage",
                "verbose_name_plural": "aiguillages",
                "constraints": [models.UniqueConstraint(fields=("body", "case_type", "key"), name="routing_once")],
            },
        ),
    ]
