"""Exact pounds and pence. Rounding is stated once, here: to the nearest penny, halves away from zero."""

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    DecimalField = models.DecimalField[Any, Any]
else:
    DecimalField = models.DecimalField

PENNY = Decimal("0.01")


def to_pence(amount: Decimal) -> Decimal:
    """The amount rounded to the penny."""
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


class MoneyField(DecimalField):
    """Pounds and pence up to £99,999,999,999.99."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 13)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        """As a decimal; a float is refused, since it is no exact amount."""
        if isinstance(value, float):
            raise TypeError("Money is never a float.")
        return super().to_python(value)
