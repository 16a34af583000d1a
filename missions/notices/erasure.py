"""What forgetting a person does to the rows of this area."""

from missions.core.registries import Erasure
from missions.notices.models import CalendarFeed, Choice


def forget_choices(user_id: int) -> None:
    """Delete how often they wanted to hear."""
    Choice.objects.filter(user=user_id).delete()


def close_calendar(user_id: int) -> None:
    """Delete the address of their calendar."""
    CalendarFeed.objects.filter(user=user_id).delete()


ERASURES = {
    "notices.Reminder.user": Erasure("That somebody was reminded of something stays, without a name."),
    "notices.Choice.user": Erasure("How often they wanted to hear is deleted.", forget_choices),
    "notices.CalendarFeed.user": Erasure("The address of their calendar stops working.", close_calendar),
}
