"""The one mail that is sent at once, as it reaches a mail server: it says nothing. (CONF-3)"""

import threading
from dataclasses import astuple
from typing import Any

import pytest

from confide.casework.queries import OpenCase
from confide.disclosure import actions
from confide.team.queries import Acting
from tests import cast
from tests.disclosure.breaching import a_sheet
from tests.journeys.scanning import forms_of
from tests.web.post_office import PostOffice, opened

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.clause("CONF-3", "BRCH-3")
def test_no_word_of_the_sheet_and_nobodys_name_stands_in_the_mail(
    alice: Acting, bob: Acting, case: OpenCase, settings: Any
) -> None:
    # Neither is a name: an address is what it is sent to.
    bob.officer.mail = "w1@union.example"
    bob.officer.save(update_fields=["mail"])
    sheet = a_sheet(consulted="")
    with opened(PostOffice()) as office:
        settings.MAIL = office.server
        record = actions.ask_the_others(alice, case, sheet, at=cast.NOON)
        for thread in threading.enumerate():
            if thread.name == "mail":
                thread.join()
    (letter,) = office.letters
    typed = [each for each in astuple(sheet.fact) if isinstance(each, str)]
    words = {*typed, sheet.summary, alice.name, bob.name, case.ref, record} - {"", "danger"}
    assert len(words) > 8
    assert [word for word in words for form in forms_of(word) if form in letter.content] == []
