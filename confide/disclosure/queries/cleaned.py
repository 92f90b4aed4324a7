"""What the documents of an extract tell besides their content, as a person reads it. (CONF-1)

The vault's cleaner looks into bytes and answers in short words; here they become sentences.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.casework.queries import OpenCase, content_of, one_document
from confide.vault.cleaning import findings
from confide.vault.cleaning.findings import Finding
from confide.vault.cleaning.sandbox import Cleaned, cleaned

FOUND: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        findings.POSITION: _("where it was taken (a GPS position)"),
        findings.CAMERA: _("the camera or phone it was taken with"),
        findings.OWNER: _("somebody’s name"),
        findings.DAY: _("when it was made or changed"),
        findings.PROGRAM: _("the program it was made with"),
        findings.THUMBNAIL: _("a small picture of it, which may show what was cut away"),
        findings.COMMENT: _("a title or a remark"),
        findings.DESCRIPTION: _("hidden descriptions, such as keywords or a company"),
        findings.COLOURS: _("a colour profile, which may name a machine"),
        findings.MORE_PICTURES: _("further pictures in the same file; only the first is in it"),
        findings.TRAILING: _("bytes after its end, which nobody sees"),
        findings.REVISIONS: _("earlier versions of itself"),
        findings.FILES: _("other files inside it"),
        findings.SCRIPT: _("small programs"),
        findings.ACTIONS: _("links, or things it does by itself"),
        findings.IDS: _("numbers that tell it from other files"),
        findings.SIGNATURE: _("a digital signature, with who signed"),
        findings.TEMPLATE: _("the place of a template or of a file elsewhere"),
        findings.PLACE: _("the folder it lay in, often with a user’s name"),
        findings.PRINTER: _("the name of a printer"),
        findings.SAVINGS: _("traces of when it was edited and saved"),
        findings.ADDRESSES: _("who wrote to whom, with their addresses"),
        findings.ROUTE: _("over which computers it travelled, and when"),
        findings.COMPUTER: _("the computer or office it was sent from"),
        findings.THREAD: _("which other mails it belongs to"),
        findings.ATTACHED: _("what was attached to it"),
        findings.STILL_CHANGES: _("changes that were tracked, with what was deleted"),
        findings.STILL_COMMENTS: _("comments in the margin"),
        findings.STILL_HIDDEN: _("hidden sheets, rows or words"),
        findings.STILL_NOTES: _("speaker’s notes"),
        findings.STILL_PICTURES: _("pictures of a kind that cannot be looked into"),
        findings.STILL_LAYERS: _("layers that can be switched on and off"),
        findings.STILL_FORM: _("a form with what was filled in"),
    }
)
TROUBLES: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        findings.UNKNOWN: _("Files of this kind cannot be looked into."),
        findings.HEIC: _(
            "This kind of photograph (HEIC) cannot be cleaned. Saved as JPEG, it can."
        ),
        findings.LETTER: _("An e-mail cannot be cleaned: without its headers it is none."),
        findings.LOCKED: _("It is locked with a password, so nobody can look into it."),
        findings.DAMAGED: _("It is damaged, or not what it says it is."),
        findings.MACROS: _(
            "It has small programs inside, and without them it is another document."
        ),
        findings.INSIDE: _("It has other files inside, each with its own traces."),
        findings.TOO_LARGE: _("It is too large, or swells to something too large."),
        findings.TOO_LONG: _("Cleaning it took too long and was stopped."),
        findings.NOT_NOW: _("The service is too busy to clean it now. Try again in a moment."),
    }
)
_STAYS: Final = "still-"


@dataclass(frozen=True, slots=True)
class Looked:
    """One document as it would be given: what is taken out, what stays in, or why it can't be."""

    key: str
    name: str
    removed: tuple[str, ...]
    stays: tuple[str, ...]
    trouble: str

    @property
    def can_be_cleaned(self) -> bool:
        """Whether there is a cleaned copy."""
        return not self.trouble

    @property
    def shows_cleaned(self) -> str:
        """What is taken out of its cleaned copy, and what stays in that."""
        taken, stays = "; ".join(self.removed), "; ".join(self.stays)
        cleaned = gettext("Taken out: {what}.").format(what=taken) if taken else ""
        cleaned = cleaned or gettext("Nothing was found that had to be taken out.")
        return (
            f"{cleaned} {gettext('It still shows {what}.').format(what=stays)}"
            if stays
            else cleaned
        )

    @property
    def shows_as_filed(self) -> str:
        """What it shows as it came, and why it cannot be cleaned if it cannot."""
        shows = "; ".join((*self.removed, *self.stays))
        filed = gettext("It shows {what}.").format(what=shows) if shows else ""
        return " ".join(filter(None, [self.trouble, filed])) or gettext(
            "Byte for byte, as it came."
        )


def files_in(opened: OpenCase, items: Iterable[str]) -> list[tuple[str, str]]:
    """Key and name of each of these that is a document, and a file and no paper."""
    keys = (key for key in dict.fromkeys(items) if "." not in key)
    cards = ((key, one_document(opened, key).card) for key in keys)
    return [(key, card.name) for key, card in cards if card.stored_as]


def looked_at(opened: OpenCase, items: Iterable[str]) -> Iterator[Looked]:
    """Look into each document that would go with the extract."""
    for key, name in files_in(opened, items):
        copy = cleaned_of(opened, key)
        yield Looked(
            key,
            name,
            tuple(_words(each) for each in copy.found if not each.kind.startswith(_STAYS)),
            tuple(_words(each) for each in copy.found if each.kind.startswith(_STAYS)),
            str(TROUBLES.get(copy.trouble, TROUBLES[findings.DAMAGED])) if copy.trouble else "",
        )


def cleaned_of(opened: OpenCase, key: str) -> Cleaned:
    """The cleaned copy of a filed document, with what was found; made anew each time."""
    card = one_document(opened, key).card
    return cleaned(b"".join(content_of(opened, card)))


def _words(finding: Finding) -> str:
    words = str(FOUND.get(finding.kind, FOUND[findings.DESCRIPTION]))
    return f"{words}: {finding.name}" if finding.name else words
