"""What stands between Wagtail's admin and who writes: the door of each address, what each account reaches, our reports."""
