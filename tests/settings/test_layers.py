"""One mapping laid over another."""

from settings.layers import merged


def test_mappings_are_laid_over_key_by_key_and_anything_else_whole() -> None:
    below = {"scale": {"min": 2, "max": 5}, "hosts": ["a", "b"], "kept": 1}
    over = {"scale": {"max": 9}, "hosts": ["c"], "new": True}

    assert merged(below, over) == {"scale": {"min": 2, "max": 9}, "hosts": ["c"], "kept": 1, "new": True}


def test_what_is_beneath_stays_as_it_was_and_none_takes_a_value_away() -> None:
    below = {"scale": {"min": 2}}

    assert merged(below, {"scale": {"min": None}}) == {"scale": {"min": None}}
    assert below == {"scale": {"min": 2}}


def test_a_mapping_is_laid_whole_over_what_is_none() -> None:
    assert merged({"scale": 2}, {"scale": {"min": 2}}) == {"scale": {"min": 2}}
    assert merged({"scale": {"min": 2}}, {"scale": 2}) == {"scale": 2}
