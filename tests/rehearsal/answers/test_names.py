"""A check finds a loss after its last answer has timed out."""

from rehearsal.answers.names import Check


def test_a_loss_is_found_when_the_last_check_has_timed_out() -> None:
    assert Check("/health", every=30, failures=3, timeout=6).seconds == 96
    assert Check("/health", every=10, failures=1, timeout=6).seconds == 16
