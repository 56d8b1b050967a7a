"""What an exercise tells, line by line."""

from rehearsal.life.exercise.rows import Row


def test_a_row_tells_what_came_of_what() -> None:
    row = Row("orion/web", "load", "3 replicas", "10", 6.25)

    assert str(row) == "orion/web: load: 3 replicas -> 10 after 6.2 s"
    assert str(Row("orion/web", "load", "3", "4", 90.0, "too few")).endswith("; too few")
