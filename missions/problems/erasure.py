"""What forgetting a person does to what they said."""

from missions.problems.models import Evidence


def empty_words(user_id: int) -> None:
    """Empty what the person said and what could tell who they are; the figures they gave stay and count."""
    words = ("text", "who_it_hurts", "system_in_use", "reporter", "shown_by", "sensitive_because", "how_it_differs")
    Evidence.objects.filter(said_by=user_id).update(**dict.fromkeys(words, ""))
