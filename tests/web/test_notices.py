"""The sentence that says what has just happened."""

import pytest
from django.test import Client, RequestFactory

from confide.web import notices


def test_a_notice_is_told_by_its_id_and_shown_as_its_sentence() -> None:
    request = RequestFactory().get("/")
    notices.tell(request, "consent-recorded")
    assert notices.told(request) == "consent-recorded"
    request.notice_id = notices.told(request)  # type: ignore[attr-defined]
    shown = notices.shown(request)
    assert shown and str(shown.words) == "What the student agreed to is recorded."


def test_only_a_known_sentence_can_be_told() -> None:
    with pytest.raises(KeyError, match="No such notice"):
        notices.tell(RequestFactory().get("/"), "Dana was here")


@pytest.mark.parametrize("notice_id", [None, "", "no-such-notice", "<script>"])
def test_anything_else_shows_nothing(notice_id: str | None) -> None:
    request = RequestFactory().get("/")
    request.notice_id = notice_id  # type: ignore[attr-defined]
    assert notices.shown(request) is None


@pytest.mark.parametrize("notice_id", notices.NOTICES)
def test_every_notice_is_one_plain_sentence_or_two(notice_id: str) -> None:
    words = str(notices.NOTICES[notice_id].words)
    assert words.endswith(".")
    assert "!" not in words and "{" not in words and "%" not in words


def test_the_page_says_it(visitor: Client) -> None:
    said = visitor.get("/gallery/").content.decode()
    assert '<div class="notice notice--done" role="status">' in said
