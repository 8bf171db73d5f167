import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("negotiation", "0002_legaltext")]

    operations = [
        migrations.RemoveField(model_name="notice", name="role"),
        migrations.AddField(
            model_name="notice",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), size=None, default=list
            ),
            preserve_default=False,
        ),
    ]
