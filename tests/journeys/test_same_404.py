"""What is not yours is not there: the same bytes for everybody whom a case does not concern."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.journeys.casting import Cast, gather, open_case
from tests.journeys.running import founded, served
from tests.journeys.visiting import Answer, Visitor

NOBODYS = "a" * 26
# None of it may be what decides the answer.
ODD = ("not-a-reference", "A" * 26, "a" * 25, "%00", "..%2f", "é", "a" * 2000)
# Nobody's forms that could change something, were they let through.
TYPED = {"said": "x", "kind": "phone", "sure": "yes", "step": "second", "look": "yes", "words": "x"}


@dataclass(frozen=True)
class House:
    """A case of Maya's, and those whom it does not concern."""

    address: str
    ref: str
    maya: Visitor
    others: dict[str, Visitor]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    service = founded(tmp_path_factory.mktemp("journey") / "data")
    with served(service.folder) as address:
        yield _moved_in(gather(service, address), address)


def _moved_in(cast: Cast, address: str) -> House:
    maya = cast.appoint("Maya Rahman", "maya")
    second = cast.appoint("Sam Whitfield", "sam")
    former = cast.appoint("Lena Fischer", "lena", post="welfare-graduates")
    # She saw this one, and must not see it any more.
    hers = open_case(former, "Somebody else")
    assert former.get(f"/cases/{hers}/").status == 200
    assert cast.end_term("Lena Fischer").status == 302
    former = Visitor(address).sign_in("lena", cast.passphrases["lena"])
    others = {"a second officer": second, "the steward": cast.steward, "a former officer": former}
    ref = open_case(maya, "Zoë Agyeman-Sørli")
    assert former.get(f"/cases/{hers}/") == second.get(f"/cases/{ref}/")
    return House(address, ref, maya, others)


@pytest.mark.clause("CONF-1", "CONF-3")
@pytest.mark.parametrize("who", ["a second officer", "the steward", "a former officer"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_a_case_does_not_concern_gets_the_same_page_as_for_no_case_at_all(
    house: House, who: str, method: str
) -> None:
    somebody = house.others[who]
    assert somebody.get("/keys/").status == 200, "not signed in"
    nothing = _asked(house.maya, method, f"/cases/{NOBODYS}/")
    assert nothing.status == 404
    for path in _case_addresses():
        theirs = _asked(somebody, method, path.format(ref=house.ref))
        assert theirs == _asked(somebody, method, path.format(ref=NOBODYS)), path
        assert theirs == nothing or _only_the_other_way(theirs), path
    assert house.maya.get(f"/cases/{house.ref}/").status == 200


@pytest.mark.clause("CONF-3")
def test_whoever_holds_the_case_learns_nothing_of_another_that_is_not_there(house: House) -> None:
    nothing = house.maya.get(f"/cases/{NOBODYS}/")
    for path in _case_addresses():
        answer = house.maya.get(path.format(ref=NOBODYS))
        assert answer == nothing or _only_the_other_way(answer), path
    for odd in ODD:
        assert house.maya.get(f"/cases/{odd}/".replace("é", "%C3%A9")) == nothing, odd


@pytest.mark.clause("CONF-3")
def test_what_lies_in_one_case_is_not_in_another(house: House) -> None:
    """Neither by its own address below somebody else's case, nor below another of one's own."""
    filed = house.maya.upload(f"/cases/{house.ref}/documents/", "a.txt", b"something")
    assert filed.status == 302, filed.body.decode()
    page = house.maya.get(f"/cases/{house.ref}/").body.decode()
    document = page.split(f"/cases/{house.ref}/documents/")[2].split("/")[0]
    assert house.maya.get(f"/cases/{house.ref}/documents/{document}/").body == b"something"
    second = open_case(house.maya, "Another")
    nothing = house.maya.get(f"/cases/{NOBODYS}/")
    assert house.maya.get(f"/cases/{second}/documents/{document}/") == nothing


@pytest.mark.clause("CONF-3")
def test_whoever_is_not_signed_in_gets_the_same_page_everywhere(house: House) -> None:
    stranger = Visitor(house.address)
    door = stranger.get("/")
    assert b"Sign in" in door.body
    paths = {path.format(ref=house.ref) for path in _addresses()}
    for path in paths | {f"/cases/{NOBODYS}/", "/nowhere/", "/admin/", "/cases/%00/", "/a?b=c"}:
        assert stranger.get(path) == door, path
    with_a_stale_cookie = Visitor(house.address, {"confide-demonstration-officers": "a" * 52})
    assert with_a_stale_cookie.get(f"/cases/{house.ref}/") == door


@pytest.mark.clause("CONF-3")
def test_a_wrong_passphrase_gets_the_same_page_for_every_name(house: House) -> None:
    answers = {}
    for name in ("maya", "pat", "lena", "nobody"):
        answer = Visitor(house.address).post("/", sign_in_name=name, passphrase="wrong words")
        answers[name] = answer.body.replace(name.encode(), b"?"), answer.status
    assert len(set(answers.values())) == 1


@pytest.mark.clause("CONF-3")
def test_the_stewards_pages_are_not_there_for_a_caseworker(house: House) -> None:
    nothing = house.maya.get("/nowhere/")
    for path in ("/officers/", "/officers/new/", "/ledger/", f"/terms/{NOBODYS}/end/"):
        assert house.maya.get(path) == nothing, path
        assert house.maya.post(path, **TYPED) == nothing, path


def _asked(somebody: Visitor, method: str, path: str) -> Answer:
    return somebody.get(path) if method == "GET" else somebody.post(path, **TYPED)


def _only_the_other_way(answer: Answer) -> bool:
    """An address that takes forms only, or gives pages only, whatever lies there."""
    return answer.status == 405 and b"This address is not used that way" in answer.body


def _case_addresses() -> list[str]:
    return [path for path in _addresses() if path.startswith("/cases/{ref}/")]


def _addresses() -> list[str]:
    """Every address of the officers' side, with a case's reference left open."""
    found, waiting = [], [*get_resolver("confide.site.urls.officers").url_patterns]
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLResolver):
            waiting += each.url_patterns
        elif isinstance(each, URLPattern):
            path = "/" + str(each.pattern).replace("<str:ref>", "{ref}")
            # Whatever else lies below a case: there is none of it.
            path = re.sub(r"<str:(?!ref|number)\w+>", "b" * 26, path)
            path = re.sub(r"<int:\w+>", "1", path)
            found.append(path.replace("<str:number>", "2026-0001-aaaa"))
    return found
