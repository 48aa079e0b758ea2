import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_find_by_folded_words"),
        ("communes", "0002_outside_bodies"),
        ("documents", "0004_drawn_signatures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_version", models.PositiveIntegerField(default=1)),
                ("themes", models.JSONField(verbose_name="domaines")),
                ("days", models.PositiveSmallIntegerField(verbose_name="durée")),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(verbose_name="au")),
                ("text", models.TextField(verbose_name="texte")),
                ("text_sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("given_at", models.DateTimeField()),
                ("declared_at", models.DateTimeField()),
                ("read_aloud_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "revoked_by_kind",
                    models.CharField(
                        blank=True, choices=[("agent", "un agent"), ("resident", "la personne")], max_length=10
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agent",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communes.body",
                        verbose_name="collectivité",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="accounts.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "scan",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "signature",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.signature",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat",
                "verbose_name_plural": "mandats",
                "indexes": [models.Index(fields=["given_at"], name="mandate_given")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_aloud_at", None), ("scan", None), ("signature", None), ("signed_at", None)
                        )
                        | models.Q(
                            ("read_aloud_at__isnull", False),
                            ("scan", None),
                            ("signature__isnull", False),
                            ("signed_at__isnull", False),
                        )
                        | models.Q(
                            ("read_aloud_at__isnull", False),
                            ("scan__isnull", False),
                            ("signature", None),
                            ("signed_at__isnull", False),
                        ),
                        name="mandate_signed_one_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="mandate_ends_after_start"
                    ),
                ],
            },
        ),
    ]
