"""Wagtail's admin as we install it: it sends no e-mail of its own."""

from wagtail.admin.apps import WagtailAdminAppConfig


class WorkshopConfig(WagtailAdminAppConfig):
    """Its e-mails would leave in the request, unknown to `notifications`: who reads drafts finds them on the first page."""

    def ready(self) -> None:
        from wagtail import signals

        # Its words are read once, when it is imported: now they are French; while `migrate` runs they would be English.
        from wagtail.documents.views import chooser as document_chooser  # noqa: F401
        from wagtail.images.views import chooser  # noqa: F401
        from wagtail.models import TaskState, WorkflowState

        super().ready()
        for signal, sender, name in (
            (signals.task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
            (signals.workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
            (signals.workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
            (signals.workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
        ):
            assert signal.disconnect(sender=sender, dispatch_uid=name), f"Wagtail renamed {name}"
