"""What each role of the workshop may do with the rules."""

from django.db import migrations

from careers.roles import ADMINISTERING, LOOK, PUBLISHING, WRITE, WRITING, codenames, grant

RULES = [
    "question",
    "option",
    "startingpoint",
    "training",
    "accesscase",
    "criterion",
    "todo",
    "route",
    "routetraining",
    "deadline",
    "funding",
    "witnesscase",
    "witnessanswer",
    "witnessverdict",
]
GRANTS = [
    (WRITING, codenames(dict.fromkeys(RULES, WRITE))),
    (PUBLISHING, codenames(dict.fromkeys(RULES, WRITE))),
    (ADMINISTERING, codenames(dict.fromkeys(RULES, LOOK))),
]


def let_roles_write_rules(apps, schema_editor):
    for role, names in GRANTS:
        grant(apps, schema_editor.connection.alias, "pathways", role, names)


class Migration(migrations.Migration):
    dependencies = [("pathways", "0001_initial"), ("careers", "0002_roles")]

    operations = [migrations.RunPython(let_roles_write_rules, migrations.RunPython.noop)]
