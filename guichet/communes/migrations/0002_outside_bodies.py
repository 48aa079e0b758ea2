from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communes", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="body",
            name="kind",
            field=models.CharField(
                choices=[("commune", "commune"), ("intercommunal", "intercommunalité"), ("outside", "autre organisme")],
                max_length=14,
                verbose_name="sorte",
            ),
        ),
        migrations.AlterField(
            model_name="body",
            name="host",
            field=models.CharField(
                blank=True, max_length=100, null=True, unique=True, verbose_name="nom d’hôte du portail"
            ),
        ),
        migrations.AlterField(
            model_name="body",
            name="name",
            field=models.CharField(
                help_text="Anor, ou communauté de communes du Sud-Avesnois ; un autre organisme avec son article : le Département du Nord",
                max_length=100,
                verbose_name="nom",
            ),
        ),
    ]
