"""Two writers at once: the count that is kept holds what both wrote."""

import threading

import pytest
from django.db import connection, transaction

from missions.adoption.models import AdoptionRollup
from missions.adoption.rollups import refresh
from tests.making import TODAY, make_council, make_event, make_intervention, make_mission


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_writers_counts_what_both_wrote() -> None:
    mission = make_mission()
    item = make_intervention(mission)
    councils = [make_council(), make_council()]
    first_wrote, second_wrote = threading.Event(), threading.Event()

    def second() -> None:
        with transaction.atomic():
            make_event(item, councils[1])
            first_wrote.wait(10)
            second_wrote.set()
            refresh([item], on=TODAY)  # waits for the first writer's lock
        connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        make_event(item, councils[0])
        refresh([item], on=TODAY)
        other.start()
        first_wrote.set()
        second_wrote.wait(10)
        other.join(0.5)
        assert other.is_alive()
    other.join(10)
    assert AdoptionRollup.objects.get().adopted == 2
