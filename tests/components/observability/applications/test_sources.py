"""Requests are counted where a spec says, or where users come in."""

from decimal import Decimal

from components.observability.applications.sources import of_objective, own, scraped
from tests.components.observability.applications.given import GATEWAY, NGINX, OWN, promising
from tests.components.workload.specs import full, least


def test_ingress_nginx_counts_by_the_ingress_that_the_workload_has() -> None:
    source = of_objective(full(), NGINX)

    assert source
    assert source.every == 'nginx_ingress_controller_requests{namespace="team",ingress="app"}'


def test_the_gateway_counts_by_the_service_behind_it() -> None:
    source = of_objective(full(), GATEWAY)

    assert source
    assert 'reporter="source",source_workload_namespace="istio-ingress"' in source.every
    assert 'destination_service_namespace="team",destination_service_name="app"' in source.every


def test_a_threshold_is_a_bound_of_the_histogram_as_either_prometheus_writes_it() -> None:
    nginx, gateway = of_objective(full(), NGINX), of_objective(full(), GATEWAY)

    assert nginx
    assert gateway
    assert 'le=~"0[.]5"' in nginx.within(Decimal("0.5"))
    assert 'le=~"1([.]0)?"' in nginx.within(Decimal(1))
    assert 'le=~"500([.]0)?"' in gateway.within(Decimal("0.5"))
    assert 'le=~"10000([.]0)?"' in gateway.within(Decimal(10))


def test_an_application_counts_by_itself_where_its_objective_says_so_or_nobody_else_does() -> None:
    inside = promising({"measured": "application"}, metrics=OWN)
    unrouted = full(metrics=OWN, route=None)

    assert of_objective(inside, NGINX) == own(inside)
    assert of_objective(unrouted, NGINX) == own(unrouted)
    assert of_objective(full(metrics=OWN), None) == own(full(metrics=OWN))


def test_what_nobody_counts_is_unknown() -> None:
    assert of_objective(least(), NGINX) is None
    assert own(full()) is None


def test_a_candidates_requests_count_with_the_others_for_users_see_both() -> None:
    tried = full(metrics=OWN, candidate={"image": "registry.example.com/app:2.0.0"})
    nginx, gateway, itself = of_objective(tried, NGINX), of_objective(tried, GATEWAY), own(tried)

    assert nginx
    assert gateway
    assert itself
    assert 'ingress="app"' in nginx.every, (
        "ingress-nginx counts both under the Ingress of the one that serves"
    )
    assert 'destination_service_name=~"app|app-candidate"' in gateway.every
    assert 'job=~"app|app-candidate"' in itself.every


def test_a_candidates_pods_alone_do_not_make_a_workload_that_is_down_one_that_is_up() -> None:
    assert scraped(full(candidate={"image": "registry.example.com/app:2.0.0"})) == scraped(full())
