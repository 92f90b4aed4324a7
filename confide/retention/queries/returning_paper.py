"""The record as one document that reads well: a tagged PDF, made in memory. (RECD-6)

Its first page says what it is, who made it, what is in it and what is not. What is not in it is
said in words that are the same in every one: they tell nothing of this record.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pikepdf
from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext

from confide.disclosure.queries.paper import set_in_type
from confide.retention.models import ReturnCard
from confide.retention.queries.returning import Filed, Whole, long_day
from confide.retention.queries.returning_judged import Judged

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "pages" / "bundle.typ"
_LOCKED_AS_IN_PDF_2: Final = 6


def printed_record(judged: Judged, card: ReturnCard, *, student: str, maker: str) -> bytes:
    """The record on paper, for this student."""
    said = _document(judged, card, student=student, maker=maker)
    return set_in_type(TEMPLATE, said).content


def locked_record(content: bytes, passphrase: str) -> bytes:
    """The same, locked with these words (AES-256): whatever shows a PDF asks for them and opens."""
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        key = pikepdf.Encryption(user=passphrase, owner=passphrase, R=_LOCKED_AS_IN_PDF_2)
        pdf.save(locked, encryption=key)
    return locked.getvalue()


def file_names(record: Whole) -> dict[str, str]:
    """What each document is called beside the record, by its key: a number, and its kind."""
    files = [each for each in record.documents if not each.paper]
    return {
        each.key: f"document-{number:02}{each.ending}" for number, each in enumerate(files, start=1)
    }


def _document(judged: Judged, card: ReturnCard, *, student: str, maker: str) -> dict[str, Any]:
    record, policy = judged.record, settings.POLICY
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": gettext("Your record"),
        "page": gettext("Page"),
        "facts": [
            [gettext("For"), student],
            [gettext("From"), maker],
            [gettext("As it stood on"), long_day(card.made_at)],
        ],
        "front": [
            {"heading": heading, "words": words}
            for heading, words in _front(judged, card.made_at, policy.union.service)
        ],
        "chapters": [
            {
                "title": chapter.title,
                "sections": [
                    {
                        "heading": section.heading,
                        "passages": [
                            {"label": each.label, "words": _paragraphs(each.words)}
                            for each in section.passages
                        ],
                    }
                    for section in chapter.sections
                ],
            }
            for chapter in record.chapters
        ],
        "documents_title": gettext("Documents"),
        "documents": list(_listed(record, card)),
    }


def _front(judged: Judged, made_at: datetime, service: str) -> Iterator[tuple[str, list[str]]]:
    what = gettext(
        "This is what {service} keeps about you and your matter, as it stood on {day}. It is "
        "yours. It may hold things that nobody else should read: keep it where only you can "
        "open it, and think of who else uses your computer, your phone or your printer."
    )
    yield gettext("What this is"), [what.format(service=service, day=long_day(made_at))]
    titles = [chapter.title for chapter in judged.record.chapters]
    if judged.record.documents:
        titles.append(gettext("Documents"))
    yield gettext("What is in it"), [", ".join(titles) + "."]
    yield gettext("What is not in it"), [_left_out(judged), *_never_in_it()]
    right = gettext(
        "Tell your caseworker what is right: it is added to the record, beside what it is about. "
        "You can also ask that nothing be told from it for now, that it be destroyed, or say that "
        "you object to something. If you are not content with the answer, you can complain to the "
        "Information Commissioner (ico.org.uk)."
    )
    yield gettext("If something is not right"), [right]


def _never_in_it() -> list[str]:
    """The same in every record, whatever there is or is not."""
    return [
        gettext(
            "Colleagues may be asked for advice without a name: such questions show nobody, and "
            "are no part of a record. What only concerns a caseworker is theirs."
        ),
        gettext(
            "The law has exceptions: some things that an organisation holds it need not give, or "
            "may not. This page reads the same whether or not there is any such thing, in every "
            "record that is given back."
        ),
    ]


def _left_out(judged: Judged) -> str:
    passages = ngettext(
        "{n} passage shows somebody else: the words that do were left out, and square brackets "
        "stand in their place.",
        "{n} passages show somebody else: the words that do were left out, and square brackets "
        "stand in their place.",
        judged.passages,
    ).format(n=judged.passages)
    documents = ngettext(
        "{n} document shows somebody else and was left out.",
        "{n} documents show somebody else and were left out.",
        judged.left_out,
    ).format(n=judged.left_out)
    counted = [
        *([passages] if judged.passages else []),
        *([documents] if judged.left_out else []),
    ]
    return " ".join(counted) or gettext("Nothing was left out because it shows somebody else.")


def _listed(record: Whole, card: ReturnCard) -> Iterator[dict[str, str]]:
    names = file_names(record)
    for each in record.documents:
        yield {"label": each.label, "note": _note(each, names, card)}


def _note(each: Filed, names: dict[str, str], card: ReturnCard) -> str:
    if each.paper:
        return gettext("a paper, given to you by hand")
    if card.way == "paper":
        return gettext("printed, with this")
    return names[each.key]


def _paragraphs(words: str) -> list[list[str]]:
    """Paragraphs of lines, as they were typed."""
    apart = words.replace("\r\n", "\n").strip("\n").split("\n\n")
    return [each.split("\n") for each in apart if each.strip()]
