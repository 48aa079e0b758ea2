from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_themes_and_local_sheets'),
    ]

    operations = [
        migrations.AddField(
            model_name='procedure',
            name='national',
            field=models.CharField(blank=True, default='', max_length=12, verbose_name='fiche nationale'),
        ),
    ]
