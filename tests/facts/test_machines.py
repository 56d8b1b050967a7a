"""What machines have, and what of it is left for pods."""

import pytest

from facts.aws_instance_types import ARCHITECTURES
from facts.gcp_machine_types import MACHINE_TYPES
from facts.machines import Machine, compute_engine, ec2, spare_cpu, spare_memory


@pytest.mark.parametrize(
    ("type_", "machine"),
    [
        ("t3.medium", Machine(2.0, 4.0, 17)), ("m6i.large", Machine(2.0, 8.0, 29)), ("m6i.xlarge", Machine(4.0, 16.0, 58)),
        ("c7g.2xlarge", Machine(8.0, 16.0, 58)), ("r7a.4xlarge", Machine(16.0, 128.0, 234)), ("m7g.medium", Machine(1.0, 4.0, 8)),
        ("x2iedn.xlarge", Machine(4.0, 128.0, 58)), ("m7i.metal-24xl", Machine(96.0, 384.0, 737)),
    ],
)  # fmt: skip
def test_an_instance_type_says_what_it_has(type_: str, machine: Machine) -> None:
    assert ec2(type_) == machine


@pytest.mark.parametrize(
    ("type_", "cpu", "gib"),
    [("e2-standard-4", 4, 16), ("n1-standard-2", 2, 7.5), ("c3-highcpu-8", 8, 16), ("n2-highmem-2", 2, 16)]
)  # fmt: skip
def test_a_machine_type_says_what_it_has(type_: str, cpu: float, gib: float) -> None:
    assert compute_engine(type_) == Machine(cpu, gib, 110)


def test_every_type_that_settings_may_name_has_something() -> None:
    machines = [*map(ec2, ARCHITECTURES), *map(compute_engine, MACHINE_TYPES)]

    assert all(machine.cpu >= 1 and machine.memory_gib >= 0.5 for machine in machines)


def test_the_clouds_keep_something_of_a_machine_for_the_system() -> None:
    assert round(spare_cpu(4), 2) == 3.92
    assert round(spare_memory("gke", 16, 110) / 2**30, 1) == 13.3
    assert round(spare_memory("eks", 8, 29) / 2**30, 1) == 7.3
    assert round(spare_memory("aks", 16, 110) / 2**30, 1) == 13.7
