"""How a load is given and read."""

import pytest

from rehearsal.life.metrics.load import Load, key, loads


def test_a_load_is_a_share_for_each_pod_or_a_total_that_they_have_in_common() -> None:
    found = loads({key("orion", "web"): '{"cpu": 0.9}', key("orion", "worker"): '{"total": 8}'})

    assert found == {"orion_web": Load(cpu=0.9), "orion_worker": Load(total=8)}
    assert [found["orion_web"].share(4), found["orion_worker"].share(4), found["orion_worker"].share(0)] == [
        0.9,
        2,
        8,
    ]


@pytest.mark.parametrize("text", ["much", '{"gpu": 1}', "[]"])
def test_what_is_no_load_is_refused_with_the_forms_of_one(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"rehearsal-load: orion_web: expected a load such as .* got"
    ) as refused:
        loads({"orion_web": text})

    assert str(refused.value).endswith(text)
