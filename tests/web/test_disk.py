"""A disk that fails is told from a mistake of the program's own. (RECD-2)"""

import sqlite3

import pytest

from confide.web import disk

pytestmark = pytest.mark.clause("RECD-2")


def test_what_is_no_fault_of_the_disk_is_raised_as_it_is_and_ends_nothing() -> None:
    connection = disk.Connection(":memory:")
    connection.close()
    with pytest.raises(sqlite3.ProgrammingError):
        connection.commit()
    assert not disk._failed.is_set()
