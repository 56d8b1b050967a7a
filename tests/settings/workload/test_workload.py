"""What a module in stacks/ needs is all in one place."""

import importlib
import inspect
import pkgutil

from settings import workload
from settings.types import Model


def test_every_part_of_a_spec_is_offered_by_the_package() -> None:
    modules = [
        importlib.import_module(f"settings.workload.{module.name}")
        for module in pkgutil.iter_modules(workload.__path__)
    ]
    parts = {
        name
        for module in modules
        for name, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, Model) and one.__module__ == module.__name__
    }

    assert parts | {"SIZES"} == set(workload.__all__)
    assert all(getattr(workload, name) for name in workload.__all__)
