import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import F, Func, Q

# The twin of registration.candidates.sounds.skeleton, as it was when the column was made: the consonants of a name key
# in either script. A change of the one is a new function and a new column here.
FUNCTION = r"""
CREATE FUNCTION portal_name_sound(key text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(regexp_replace(
        CASE WHEN key ~ '[ក-អ]' THEN
            translate(replace(key, 'mង', 'ង'),
                'កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡmអaijyzuwvxqectoh0123456789',
                'KKKKGCCCCNTTTTNTTTTNPPPPMYRLVSHLM')
        ELSE
            upper(regexp_replace(
                regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
                regexp_replace(regexp_replace(regexp_replace(regexp_replace(key,
                    'tch|chh|ch|tj|dj|ts|j|z', 'C', 'g'),
                    'ng', 'G', 'g'),
                    'nh|gn', 'n', 'g'),
                    'kh|gh|ck|[gcq]', 'k', 'g'),
                    'ph|[fb]', 'p', 'g'),
                    'th|dh|d', 't', 'g'),
                    'sh|x', 's', 'g'),
                    'w', 'v', 'g'),
                    '[rh](?![aeiouy])', '', 'g'),
                    '(^| )y(?=[aeiouy])', '\1Y', 'g'),
                '[aeiouy0-9]', '', 'g'))
        END,
        '(?<=[A-Z])[YVR]+(?= |$)|(?<=[A-Z])Y', '', 'g'), '(.)\1+', '\1', 'g'))
$$
"""


class Migration(migrations.Migration):
    dependencies = [("registration", "0004_reopening")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION portal_name_sound(text)"),
        migrations.AddField(
            model_name="membername",
            name="sound",
            field=models.GeneratedField(
                db_persist=True,
                expression=Func(F("key"), function="portal_name_sound", output_field=models.CharField(max_length=180)),
                output_field=models.CharField(max_length=180),
            ),
        ),
        migrations.AddIndex(
            model_name="membername",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(F("sound"), "gin_trgm_ops"),
                fastupdate=True,
                name="member_name_sounds",
            ),
        ),
        migrations.AddIndex(
            model_name="memberidentifier",
            index=models.Index(condition=Q(disputed=True), fields=["blind_index"], name="identifier_disputed"),
        ),
    ]
