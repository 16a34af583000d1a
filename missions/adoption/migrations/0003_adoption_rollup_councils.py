from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('adoption', '0002_adoption_rollup'),
    ]

    operations = [
        # Counts are made again by the next write or job, so none is carried over without its denominator.
        migrations.RunSQL('DELETE FROM adoption_adoptionrollup', migrations.RunSQL.noop),
        migrations.AddField(
            model_name='adoptionrollup',
            name='councils',
            field=models.PositiveIntegerField(default=0, verbose_name='councils that exist'),
            preserve_default=False,
        ),
    ]
