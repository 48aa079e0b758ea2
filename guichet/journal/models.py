"""Facts and their deliveries."""

from collections.abc import Collection
from typing import ClassVar

from django.db import connection, models
from django.db.models.expressions import Func

from guichet.journal.facts import Fact, fact_of


def current_transaction() -> Func | int:
    """The id of the running transaction on PostgreSQL; 0 on SQLite, where id order is commit order."""
    if connection.vendor != "postgresql":
        return 0
    return Func(template="pg_current_xact_id()::text::bigint", output_field=models.BigIntegerField())


class RecordQuerySet(models.QuerySet["Record"]):
    def settled(self) -> "RecordQuerySet":
        """Facts older than every running transaction: no fact with a smaller id can still appear."""
        if connection.vendor != "postgresql":
            return self
        oldest_running = Func(
            template="pg_snapshot_xmin(pg_current_snapshot())::text::bigint", output_field=models.BigIntegerField()
        )
        return self.filter(xid__lt=oldest_running)

    def about(self, subject_kind: str, subject_id: int) -> "RecordQuerySet":
        return self.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("pk")

    def at_visit(self, visit_id: int) -> "RecordQuerySet":
        """What was done during a visit, in its order."""
        return self.filter(visit_id=visit_id).order_by("pk")

    def in_the_name_of(self, person_ids: Collection[int]) -> "RecordQuerySet":
        """What somebody else did for these persons, in its order."""
        return self.filter(for_id__in=person_ids).order_by("pk")


class Record(models.Model):
    """One fact as it is kept. Append-only: nothing changes or deletes a record but its retention."""

    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    details = models.JSONField(default=dict)
    body_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    visit_id = models.BigIntegerField(null=True)
    for_id = models.BigIntegerField(null=True)  # the person in whose name it was done
    mandate_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    xid = models.BigIntegerField(default=0)

    objects: ClassVar[RecordQuerySet] = RecordQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="record_subject"),
            models.Index(fields=["kind", "subject_id"], name="record_kind"),
            models.Index(fields=["xid", "id"], name="record_tail"),
            models.Index(fields=["visit_id", "id"], name="record_visit", condition=models.Q(visit_id__isnull=False)),
            models.Index(fields=["for_id", "id"], name="record_for", condition=models.Q(for_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind}:{self.subject_id}"

    @property
    def fact(self) -> Fact:
        return fact_of(self.kind, self.subject_id, self.details)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def parked(self) -> "DeliveryQuerySet":
        return self.filter(parked_at__isnull=False)

    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(parked_at__isnull=True)


class Delivery(models.Model):
    """One fact still to be handed to one subscriber; the row goes when the subscriber has taken it."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE)
    subscriber = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    parked_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, default="")

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "subscriber"], name="delivery_once")]
        indexes = [
            models.Index(fields=["due_at", "record"], name="delivery_due", condition=models.Q(parked_at=None)),
            models.Index(fields=["subscriber", "subject_kind", "subject_id", "record"], name="delivery_order"),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} ← {self.record_id}"
