"""`rehearsal reach` answers a question with the policies behind the answer, or prints tables."""

import io

import pytest
from rich.console import Console

from rehearsal.__main__ import WRONG_INPUT, main
from rehearsal.reach.answer import Question, UnknownEnd, reach
from rehearsal.recorded import Recording
from tests.rehearsal.reach.small import SHOP, cluster, policy, thing, workload


def asked(question: Question, recording: Recording = SHOP) -> tuple[int, str]:
    """The exit code, and what was printed."""
    text = io.StringIO()
    return reach(recording, question, Console(file=text, highlight=False)), text.getvalue()


def test_a_yes_names_the_policies_of_both_sides() -> None:
    code, text = asked(Question("edge/edge", "shop/web", 8080))

    assert code == 0
    assert text.splitlines() == [
        "main: edge/edge reaches shop/web on 8080",
        "  edge/edge: policy edge/edge lets it out on 8080",
        "  shop/web: policy shop/web lets it in on 8080",
    ]


def test_a_no_names_the_policies_that_are_against_it() -> None:
    code, text = asked(Question("web", "edge/edge", 443))

    assert code == 1
    assert text.splitlines() == [
        "main: shop/web does not reach edge/edge on 443",
        "  shop/web: none of its policies lets it out: shop/web",
        "  edge/edge: policy edge/edge lets it in on 443",
    ]


def test_a_pod_that_nothing_closes_is_said_to_be_open() -> None:
    assert (
        "no policy selects it for egress, so it is open"
        in asked(Question("any other pod", "edge/edge", 443))[1]
    )


def test_without_a_port_the_answer_is_on_which_ones() -> None:
    assert asked(Question("web", "kube-system/dns"))[1].startswith(
        "main: shop/web reaches kube-system/dns on 53/UDP\n"
    )
    assert asked(Question("web", "dns", 53))[0] == 1
    assert asked(Question("web", "dns", 53, "UDP"))[0] == 0


def test_some_of_the_addresses_are_said_to_be_some() -> None:
    code, text = asked(Question("edge/edge", "nodes' network", 443))

    assert code == 0
    assert "edge/edge reaches, for some of the addresses, nodes' network on 443" in text


def test_what_the_mesh_is_against_is_said() -> None:
    meshed = cluster(
        "Gke",
        workload("apps/v1:Deployment", "shop", "web", {"sidecar.istio.io/inject": "true"}),
        workload("apps/v1:Deployment", "shop", "old", {}),
        policy("shop", "open", ingress=[{}], egress=[{}]),
        thing(
            "security.istio.io/v1:PeerAuthentication",
            "istio-system",
            "default",
            spec={"mtls": {"mode": "STRICT"}},
        ),
    )
    code, text = asked(Question("old", "web", 8080), meshed)

    assert code == 1
    assert "shop/web: its proxy does not take the connection" in text


def test_tables_are_printed_for_one_end_or_for_none() -> None:
    code, text = asked(Question())

    assert code == 0
    assert [line.strip() for line in text.splitlines() if line.startswith("main: ")] == [
        "main: to edge",
        "main: to shop",
        "main: outside",
    ]
    assert "main: to shop" not in asked(Question(target="edge/edge"))[1]


def test_somebody_who_is_not_there_is_told_with_those_who_are() -> None:
    with pytest.raises(UnknownEnd) as told:
        asked(Question("web", "nobody"))

    assert str(told.value).startswith(
        "'nobody' is nobody on one cluster alone of this stack, expected one of:\n  edge/edge\n  shop/web"
    )


def test_the_command_answers(capsys: pytest.CaptureFixture[str]) -> None:
    base = ["reach", "--stack", "local", "--to", "orion/auth-service"]

    assert main([*base, "--from", "ingress-nginx/controller", "--port", "3001"]) == 0
    assert "main: ingress-nginx/controller reaches orion/auth-service on 3001" in capsys.readouterr().out
    assert main([*base, "--from", "alloy/alloy", "--port", "3001"]) == 1
    assert main([*base, "--from", "nobody"]) == WRONG_INPUT
    assert "'nobody' is nobody on one cluster alone of this stack" in capsys.readouterr().err
