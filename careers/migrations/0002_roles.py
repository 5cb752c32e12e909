"""The three roles of the workshop, and what each may do with the job, the editions, the accounts and the journals."""

from django.db import migrations

from careers.roles import ADMINISTERING, LOOK, PUBLISHING, WRITE, WRITING, codenames, grant

CONTENT = [
    "claim",
    "mission",
    "workplace",
    "skill",
    "advantage",
    "prospect",
    "milestone",
    "figure",
    "salaryrange",
    "aid",
    "source",
    "disagreement",
    "stance",
]
# A career is what everything hangs on: a counsellor changes it, and never deletes it.
EDITABLE = codenames({"career": ("view", "add", "change"), "edition": LOOK, **dict.fromkeys(CONTENT, WRITE)})
READABLE = codenames(dict.fromkeys(["career", "edition", *CONTENT], LOOK))

GRANTS = [
    (WRITING, "careers", EDITABLE),
    (PUBLISHING, "careers", [*EDITABLE, "publish_edition"]),
    (ADMINISTERING, "careers", READABLE),
    # An account is closed, never deleted: the journal goes on naming its person.
    (ADMINISTERING, "auth", codenames({"user": ("view", "add", "change"), "group": LOOK})),
    (ADMINISTERING, "admin", codenames({"logentry": LOOK})),
    (ADMINISTERING, "axes", codenames(dict.fromkeys(["accessattempt", "accesslog", "accessfailurelog"], LOOK))),
]


def make_roles(apps, schema_editor):
    for role, app_label, names in GRANTS:
        grant(apps, schema_editor.connection.alias, app_label, role, names)


class Migration(migrations.Migration):
    dependencies = [
        ("careers", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0010_accessattemptexpiration"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="edition",
            options={
                "get_latest_by": "number",
                "ordering": ["-number"],
                "permissions": [("publish_edition", "Peut publier et reprendre une édition")],
                "verbose_name": "édition",
                "verbose_name_plural": "éditions",
            },
        ),
        # Going back leaves the roles, and whom they were given to, where they are.
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]
