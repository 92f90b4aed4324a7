"""No answer says what program gave it, so that nobody looks its weaknesses up. (CONF-3)"""

from pathlib import Path

import pytest

from tests.journeys.running import founded, served
from tests.journeys.visiting import Visitor


@pytest.mark.clause("CONF-3")
@pytest.mark.parametrize("side", ["public", "officers"])
def test_the_server_does_not_name_itself(side: str, tmp_path: Path) -> None:
    service = founded(tmp_path / "data")
    with served(service.folder, side) as address:
        visitor = Visitor(address)
        for answer in (visitor.get("/"), visitor.get("/none/"), visitor.ask("PUT", "/")):
            assert [value for name, value in answer.headers if name == "server"] == [""]
            assert b"granian" not in str(answer).casefold().encode()
