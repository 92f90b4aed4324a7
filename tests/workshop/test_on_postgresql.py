"""What runs a second time, on PostgreSQL: whatever asks the database, and nothing else."""

import pytest

from tests.conftest import asks_the_database, pytest_collection_modifyitems


def test_what_asks_no_database_is_not_run_again(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFIDE_DATABASE", "host=/nowhere")
    monkeypatch.setattr(request.config.hook, "pytest_deselected", lambda items: None)
    items = [request.node]
    pytest_collection_modifyitems(request.config, items)
    assert items == []
    monkeypatch.delenv("CONFIDE_DATABASE")
    pytest_collection_modifyitems(request.config, items := [request.node])
    assert items == [request.node]


@pytest.mark.django_db
def test_what_is_marked_is_run_again(request: pytest.FixtureRequest) -> None:
    assert asks_the_database(request.node)


def test_what_has_it_by_a_fixture_is_run_again(request: pytest.FixtureRequest, db: None) -> None:
    assert asks_the_database(request.node)
