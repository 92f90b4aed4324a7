"""Files to bring to a case: real ones from the shared folder beside the clone, or made here."""

from pathlib import Path

import pikepdf
from PIL import Image

MAILS = Path(__file__).parent / "mails"
REAL = Path(__file__).parents[3] / "shared" / "real"


def a_mail() -> Path:
    """A student's mail, with accents, an HTML side and an attachment."""
    return MAILS / "from-the-ward.eml"


def real_mails() -> list[Path]:
    """Mails that were found in the wild, if they are here."""
    return sorted((REAL / "mail").glob("*.eml"))


def documents(folder: Path) -> list[Path]:
    """PDFs and a photograph: the real ones if they are here, otherwise two made in the folder."""
    found = [*(REAL / "files").glob("*.pdf"), *(REAL / "files").glob("*.jpg")]
    return sorted(found) or [a_pdf(folder), a_photograph(folder)]


def a_pdf(folder: Path) -> Path:
    """A letter of one empty page."""
    path = folder / "letter.pdf"
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(path)
    return path


def a_photograph(folder: Path) -> Path:
    """A picture of nothing."""
    path = folder / "photograph.jpg"
    Image.effect_noise((640, 480), 64).save(path)
    return path
