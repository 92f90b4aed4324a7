"""A case in clear columns, named as the product's payloads name their fields.

`card`, `file`, `row` and `safe` answer with the row itself, so that the product's templates find
here what they find in an opened case.
"""

from datetime import date
from typing import Self

from django.db import models

from confide.team.models import Officer
from confide.vault.primitives import random_id


class Row(models.Model):
    """A row whose words are its columns."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.id

    @property
    def card(self) -> Self:
        """The words of an entry."""
        return self


class Door(models.Model):
    """A way in: the password hash that Django makes."""

    officer = models.OneToOneField(Officer, on_delete=models.CASCADE, related_name="+")
    password = models.CharField(max_length=128)

    def __str__(self) -> str:
        return str(self.officer_id)


class Session(models.Model):
    """Who is signed in, by what their cookie says."""

    id = models.CharField(max_length=64, primary_key=True)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id


class Case(Row):
    """A case and its file."""

    student = models.TextField()
    how = models.TextField()
    when = models.TextField()
    may_leave_message = models.BooleanField()
    may_say_who = models.BooleanField()
    eligibility = models.CharField(max_length=20)
    scheme = models.CharField(max_length=40)
    category = models.CharField(max_length=40)
    about = models.TextField()
    said_woman = models.BooleanField()
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    resolved_on = models.DateField(null=True)
    outcome = models.TextField()
    folded = models.TextField()
    destroy_on = models.DateField(null=True, db_index=True)
    keep_until = models.DateField(null=True)
    being_destroyed = models.BooleanField(default=False)

    @property
    def ref(self) -> str:
        """The reference."""
        return self.id

    @property
    def row(self) -> Self:
        """What the product keeps in clear."""
        return self

    @property
    def goes_on(self) -> date | None:
        """The day on which it is destroyed."""
        return self.destroy_on

    file = safe = row


class Seat(Row):
    """An officer's place at a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="seats")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "officer"], name="plain_one_seat"),)


class Contact(Row):
    """One contact."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    said = models.TextField()
    by = models.CharField(max_length=26)
    recorded_at = models.DateTimeField()
    options = models.TextField()
    chose = models.TextField()
    subject = models.TextField()
    sender = models.TextField()
    folded = models.TextField()


class Document(Row):
    """A file."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    name = models.TextField()
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    by = models.CharField(max_length=26)
    added_at = models.DateTimeField()
    stored_as = models.CharField(max_length=26)
    kept_where = models.TextField(default="")
    folded = models.TextField()


class Task(Row):
    """A next step."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    step = models.TextField()
    by = models.CharField(max_length=26)
    due_on = models.DateField(null=True, db_index=True)
    done_on = models.DateField(null=True)


class Consent(Row):
    """What a student agreed to."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    given_at = models.DateTimeField()
    by = models.CharField(max_length=26)


class Telling(Row):
    """What was told."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tellings")
    told_at = models.DateTimeField()
    by = models.CharField(max_length=26)
