"""What must reach everything reaches everything: no key to an organisation or a person is without its declared treatment."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from missions.core.registries import erasure, succession
from missions.people.models import User
from missions.register.models import Organisation

# Integers that hold the id of something else than a person.
NOT_PEOPLE = {"mission_id", "pgh_id", "pgh_obj_id", "pgh_context_id"}


def keys_to(target: type[models.Model]) -> Iterator[str]:
    """“app.Model.field” of each key, one-to-one and many-to-many to a model; a history table's key counts as its model's."""
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue  # pghistory's views over all history tables
        fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
        for field in fields:
            if field.is_relation and field.related_model is target:
                tracked = getattr(model, "pgh_tracked_model", None)
                owner = tracked if tracked is not None and not field.name.startswith("pgh_") else model
                yield f"{owner._meta.label}.{field.name}"


def plain_ids() -> Iterator[str]:
    """Integer columns named like the id of a person."""
    for model in apps.get_models():
        if model._meta.managed and model._meta.app_label not in {"pghistory", "contenttypes", "auth"}:
            for field in model._meta.concrete_fields:
                is_number = isinstance(field, models.IntegerField) and not field.is_relation
                if is_number and field.name.endswith("_id") and field.name not in NOT_PEOPLE:
                    yield f"{model._meta.label}.{field.name}"


def test_a_reorganisation_has_a_treatment_for_every_key_to_an_organisation() -> None:
    assert set(keys_to(Organisation)) - set(succession.names()) == set()


def test_forgetting_a_person_has_a_treatment_for_every_key_to_a_person() -> None:
    assert {*keys_to(User), *plain_ids()} - set(erasure.names()) == set()


def test_the_walk_finds_keys_of_every_kind() -> None:
    organisations, people = set(keys_to(Organisation)), {*keys_to(User), *plain_ids()}
    assert {
        "funding.Award.recipient",
        "interventions.Iteration.targeted_councils",
        "register.OrganisationEvent.pgh_obj",
    } <= organisations
    assert {"account.EmailAddress.user", "stewardship.MissionRole.user", "core.AuditRow.actor_id"} <= people


@pytest.mark.parametrize("name", [*succession.names(), *erasure.names()])
def test_what_is_declared_exists(name: str) -> None:
    model_name, _, field = name.rpartition(".")
    try:
        apps.get_model(model_name)._meta.get_field(field)
    except (LookupError, FieldDoesNotExist) as error:
        pytest.fail(str(error))


def test_sentences_end_like_sentences() -> None:
    told = [entry.what for entry in succession] + [entry.what for entry in erasure]
    assert [what for what in told if not what.endswith(".")] == []


def test_history_tables_hold_no_personal_columns() -> None:
    personal = {"email", "to_address", "reporter", "said_by", "text"}
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if getattr(model, "pgh_tracked_model", None) is not None
        for field in model._meta.concrete_fields
        if field.name in personal
    }
    assert found == set()
