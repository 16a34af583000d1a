"""What the words of a list mean."""

import pytest

from missions.market.words import Named, meaning_of


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("Custom", "unknown"),
        ("", "unknown"),
        ("Unknown", "unknown"),
        ("-", "none"),
        ("None", "none"),
        ("REFUSED", "refused"),
        ("refused (section 43)", "refused"),
        ("Withheld", "refused"),
    ],
)
def test_refused_unknown_and_none_are_three_answers(word: str, answer: str) -> None:
    assert meaning_of(word) == answer


def test_a_name_on_a_portal_is_a_product_without_a_supplier() -> None:
    assert meaning_of("SmartAdmin") == Named("SmartAdmin")
    assert meaning_of("NIPP") == Named("NIPP")


def test_an_old_name_is_todays_supplier() -> None:
    found = meaning_of("Northgate")
    assert isinstance(found, Named)
    assert found.suppliers[0] == "NEC"


def test_a_word_of_another_market_is_a_supplier_with_its_product() -> None:
    assert meaning_of("  Civica   Pay ") == Named("Civica Pay", ("Civica Pay",))
