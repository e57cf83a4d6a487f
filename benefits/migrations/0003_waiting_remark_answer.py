from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0002_change_sets_and_history'),
    ]

    operations = [
        migrations.AddField(
            model_name='remark',
            name='answer',
            field=models.TextField(blank=True, help_text='改了什么，或者为什么不改。留言人会看到。可以不填。', max_length=2000, verbose_name='答复'),
        ),
    ]
