"""What is fetched together is what Django would have fetched, one relation after the other."""

from datetime import date

import pytest
from django.db.models import Model, prefetch_related_objects

from cper.rows import together
from monitoring.models import FollowedContract
from monitoring.models.followed import CHECKLIST, FACTS
from negotiation import documents, snapshots
from negotiation.models import Contract
from negotiation.models.remarks import RELATIONS as REMARKS
from negotiation.models.requirements import RELATIONS as CONDITIONS
from negotiation.views import panels
from tests.situations import SITUATIONS, make_dossier

CONDITIONED = tuple(dict.fromkeys(path for paths in CONDITIONS.values() for path in paths))
DOSSIER = (
    *CONDITIONED,
    *REMARKS,
    *snapshots.RELATIONS,
    *documents.RELATIONS,
    *panels.projects.RELATIONS,
    *panels.session.RELATIONS,
    *panels.convention.RELATIONS,
)


def tree(root: Model, paths: list[list[str]]) -> dict:
    """All that hangs on an instance along these paths: every column as it is read, and what each row hangs on."""
    columns = {field.attname: getattr(root, field.attname) for field in root._meta.concrete_fields}
    for name in dict.fromkeys(path[0] for path in paths if path):
        below = [path[1:] for path in paths if path and path[0] == name]
        held = getattr(root, name)
        if hasattr(held, "all"):
            field = held.field
            columns[name] = [(field.get_cached_value(row) is root, tree(row, below)) for row in held.all()]
        else:
            columns[name] = held and tree(held, below)
    return columns


def told(value: object) -> object:
    """The same value as it prints: a date is not its text, a file is its name."""
    if isinstance(value, dict):
        return {name: told(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [told(held) for held in value]
    return (type(value).__name__, str(value))


def both(model: type[Model], pk: int, paths: tuple[str, ...]) -> tuple[object, object]:
    one, other = model.objects.get(pk=pk), model.objects.get(pk=pk)
    together.fetch(one, *paths)
    prefetch_related_objects([other], *paths)
    split = [path.split("__") for path in paths]
    return told(tree(one, split)), told(tree(other, split))


@pytest.mark.parametrize("situation", ["formalisation", "corrections asked", "convention approved"])
def test_all_that_pages_read_of_a_dossier_is_what_django_would_fetch(db, situation):
    pk = make_dossier(SITUATIONS[situation]).pk

    found, wanted = both(Contract, pk, DOSSIER)

    assert found == wanted


def test_the_facts_of_a_contract_in_force_are_what_django_would_fetch(scene_contract):
    found, wanted = both(FollowedContract, scene_contract.pk, (*FACTS, *CHECKLIST, "tranches__project"))

    assert found == wanted


def test_everything_comes_in_one_query_and_nothing_is_asked_twice(scene_contract, django_assert_num_queries):
    with django_assert_num_queries(1):
        together.fetch(scene_contract, *FACTS, *CHECKLIST)
    with django_assert_num_queries(0):
        together.fetch(scene_contract, *FACTS)
        read = [paper.name for tranche in scene_contract.tranches.all() for paper in tranche.papers.all()]
        days = {movement.on for movement in scene_contract.movements.all()}

    assert read
    assert all(type(day) is date for day in days)


def test_what_hangs_on_what_is_fetched_already_is_tied_to_it(scene_contract, django_assert_num_queries):
    together.fetch(scene_contract, "tranches")
    before = list(scene_contract.tranches.all())
    with django_assert_num_queries(1):
        together.fetch(scene_contract, "tranches__window__rules", "tranches__papers")

    assert all(one is other for one, other in zip(before, scene_contract.tranches.all(), strict=True))
    with django_assert_num_queries(0):
        assert [len(tranche.window.rules.all()) for tranche in before] == [1, 1]
        assert before[0].window is before[1].window


def test_what_hangs_on_a_row_that_came_since_is_left_out(scene_contract):
    together.fetch(scene_contract, "tranches")
    known = scene_contract.tranches.all()._result_cache
    unknown = known.pop()  # as if it had come after the question

    together.fetch(scene_contract, "tranches__papers")

    held = [paper.tranche_id for tranche in scene_contract.tranches.all() for paper in tranche.papers.all()]
    assert (set(held), unknown.papers.exists()) == ({known[0].pk}, True)


def test_a_relation_fetched_is_still_narrowed_by_the_database(scene_contract):
    together.fetch(scene_contract, "tranches")

    assert scene_contract.tranches.filter(number=2).get().number == 2
    assert scene_contract.tranches.count() == 2


def test_neither_a_key_nor_its_reverse_is_fetched_together():
    with pytest.raises(TypeError):
        together.fetch(Contract(pk=1), "cutoff")


def test_what_more_is_asked_of_rows_fetched_is_asked_of_their_own_parent(scene_contract):
    other = FollowedContract.objects.get(pk=scene_contract.pk)
    together.fetch(scene_contract, "tranches__papers", "projects__financing")

    for held, again in zip(scene_contract.tranches.all(), other.tranches.all(), strict=True):
        kind = held.papers.all()[0].kind
        assert [*held.papers.filter(kind=kind)] == [*again.papers.filter(kind=kind)] != [*again.papers.all()]
        assert held.papers.order_by("-pk").first() == again.papers.last() == held.papers.last()
        assert held.papers.get(pk=held.papers.all()[0].pk).tranche is held
    assert not any(
        line.project_id != held.pk for held in scene_contract.projects.all() for line in held.financing.all()
    )
