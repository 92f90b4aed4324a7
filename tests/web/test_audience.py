"""Who is let in to which page."""

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from confide.web.audience import SignInNeeded, audience
from tests.web import urls
from tests.web.urls import Acting

ROLES = {
    "nobody in office": frozenset[str](),
    "a caseworker": frozenset({"caseworker"}),
    "a steward": frozenset({"steward"}),
    "both": frozenset({"caseworker", "steward"}),
}


def _request(who: str | None) -> HttpRequest:
    request = RequestFactory().get("/")
    request.acting = Acting("Somebody", ROLES[who]) if who else None  # type: ignore[attr-defined]
    return request


@pytest.mark.clause("CONF-5")
@pytest.mark.parametrize(
    ("view", "welcome"),
    [
        (urls.keys, {*ROLES}),
        (urls.desk, {"a caseworker", "a steward", "both"}),
        (urls.case, {"a caseworker", "both"}),
        (urls.ledger, {"a steward", "both"}),
    ],
)
@pytest.mark.parametrize("who", ROLES)
def test_a_page_opens_only_to_its_audience(view, welcome: set[str], who: str) -> None:
    if who in welcome:
        assert view(_request(who)).status_code == 200
    else:
        with pytest.raises(Http404):
            view(_request(who))


@pytest.mark.parametrize("view", [urls.keys, urls.desk, urls.case, urls.ledger])
def test_somebody_not_signed_in_is_asked_to_sign_in(view) -> None:
    with pytest.raises(SignInNeeded):
        view(_request(None))


def test_a_request_that_no_middleware_has_seen_is_not_signed_in() -> None:
    with pytest.raises(SignInNeeded):
        urls.desk(RequestFactory().get("/"))


def test_a_public_page_opens_to_everybody() -> None:
    @audience("public")
    def open_to_all(request: HttpRequest) -> HttpResponse:
        return HttpResponse("welcome")

    assert open_to_all(_request(None)).status_code == 200
    assert open_to_all(_request("a steward")).status_code == 200


def test_each_view_says_whom_it_is_for() -> None:
    said = [view.audience for view in (urls.front, urls.keys, urls.desk, urls.case, urls.ledger)]
    assert said == ["public", "signed-in", "officer", "caseworker", "steward"]


def test_an_audience_that_nobody_knows_is_a_fault_at_once() -> None:
    with pytest.raises(ValueError, match="No such audience: everyone"):
        audience("everyone")  # type: ignore[arg-type]
