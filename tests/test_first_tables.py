"""The tables of an empty database hold all that the models declare."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

from cper.rows import first

OURS = [model for app in ("negotiation", "monitoring") for model in apps.get_app_config(app).get_models()]


def named(query: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_every_constraint_index_and_trigger_of_the_models_is_in_the_database():
    held = named("SELECT conname FROM pg_constraint") | named("SELECT relname FROM pg_class WHERE relkind = 'i'")
    triggers = named("SELECT tgname FROM pg_trigger")

    options = [option for model in OURS for option in (*model._meta.constraints, *model._meta.indexes)]
    declared = [trigger.get_pgid(model) for model in OURS for trigger in getattr(model._meta, "triggers", ())]

    assert (len(options) > 100, {option.name for option in options} - held) == (True, set())
    assert (len(declared) > 50, set(declared) - triggers) == (True, set())


@pytest.mark.django_db
def test_where_tables_stand_django_migrates_as_it_always_does(monkeypatch):
    ways = []
    monkeypatch.setattr(first, "call_command", lambda *args, **options: ways.append(ProjectState._append_option))

    first.migrate()

    assert ways == [ProjectState._append_option]


def test_what_is_left_out_once_is_there_again_afterwards():
    before = ProjectState._append_option, AddTrigger.state_forwards

    with first._kept_picture():
        within = ProjectState._append_option, AddTrigger.state_forwards

    assert (ProjectState._append_option, AddTrigger.state_forwards) == before
    assert not set(within) & set(before)
