import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communes", "0002_outside_bodies"), ("notifications", "0001_initial")]

    operations = [
        migrations.AddField("message", "seals_letter", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="LetterModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decision", "les mots d’une décision"),
                            ("document", "un document à la demande"),
                        ],
                        default="document",
                        max_length=8,
                        verbose_name="sorte",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Pour les agents, dans leur liste : attestation de dépôt.",
                        max_length=80,
                        verbose_name="nom du modèle",
                    ),
                ),
                ("case_type", models.CharField(blank=True, max_length=60, verbose_name="sorte de demande")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        help_text="Pour les mots d’une décision ; un document n’en a pas.",
                        max_length=20,
                        verbose_name="décision",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        help_text="En haut de la lettre. Les mots d’une décision n’en ont pas.",
                        max_length=120,
                        verbose_name="titre du document",
                    ),
                ),
                ("text", models.TextField(verbose_name="texte")),
                (
                    "signatory",
                    models.CharField(
                        choices=[
                            ("body", "le signataire de la collectivité"),
                            ("department", "le signataire du service"),
                        ],
                        default="body",
                        help_text="D’un document. Une décision est signée comme les autres lettres de son service.",
                        max_length=10,
                        verbose_name="signature",
                    ),
                ),
                ("is_open", models.BooleanField(default=True, verbose_name="proposé aux agents")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_models",
                        to="communes.body",
                        verbose_name="collectivité",
                    ),
                ),
            ],
            options={
                "verbose_name": "modèle de lettre",
                "verbose_name_plural": "modèles de lettres",
                "ordering": ["body", "kind", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_open", True), ("kind", "decision")),
                        fields=("body", "case_type", "outcome"),
                        name="letter_of_decision_once",
                    )
                ],
            },
        ),
    ]
