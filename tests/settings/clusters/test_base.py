"""What the clusters of every cloud have in common."""

import pytest
from pydantic import ValidationError

from settings.clusters.base import ApiAccess, Pool, private_block


def test_an_api_open_to_the_internet_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"each a /16 or smaller, of which 0.0.0.0/0 is not"):
        ApiAccess(public_from=("0.0.0.0/0",))


def test_a_pool_whose_min_is_above_its_max_is_refused_with_both_numbers() -> None:
    with pytest.raises(ValidationError, match="got min 5 and max 2"):
        Pool(min=5, max=2)


def test_a_block_of_the_wrong_size_is_told_why() -> None:
    with pytest.raises(ValueError, match="from /16 to /20: pods need room"):
        private_block(16, 20, "pods need room")("10.0.0.0/24")


def test_a_public_block_is_refused() -> None:
    with pytest.raises(ValueError, match=r"inside 10\.0\.0\.0/8"):
        private_block(16, 20, "")("198.51.0.0/16")
