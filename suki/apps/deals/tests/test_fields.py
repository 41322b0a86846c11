"""Numbers as they are typed into forms."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from suki.apps.deals.fields import NumberField


@pytest.mark.parametrize("text", ["9" * 30, "-" + "9" * 30, "1" + "0" * 14])
def test_a_number_that_could_not_be_kept_is_refused(text):
    with translation.override("en"), pytest.raises(ValidationError, match="too many digits"):
        NumberField().clean(text)


def test_a_large_number_is_read():
    with translation.override("en"):
        assert NumberField().clean("99,999,999,999,999.99") > 0
