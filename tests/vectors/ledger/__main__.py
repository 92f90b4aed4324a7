"""`python -m tests.vectors.ledger` makes the vectors anew."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "confide.site.settings")
django.setup()

from tests.vectors.ledger import make  # noqa: E402

make.main()
