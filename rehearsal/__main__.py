"""The rehearsal's command line: `python -m rehearsal render|preview|up|drill|report|reach|answers --stack NAME`."""

import argparse
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from rehearsal.stackfile import StackFile

WRONG_INPUT = 2
INTERRUPTED = 130


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line, understood."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal", description=__doc__)
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="render|preview|up|drill|report|reach|answers"
    )
    described = {
        "render": "write what the program would register to files; needs no engine",
        "preview": "show what an up would make, on the real engine with simulated clouds",
        "up": "make the stack on a real Kubernetes, make it again, check it, destroy it, and prove that nothing is left",
        "drill": "lose a region of a stack on a real Kubernetes, live without it, find it again, and destroy everything",
        "report": "estimate what each cluster costs by the month; needs no engine",
        "reach": "say who can reach whom by the network policies; needs no engine",
        "answers": "say which region answers whom under a global name, and with regions lost; needs no engine",
    }
    for verb, help_text in described.items():
        command = verbs.add_parser(verb, help=help_text, description=help_text)
        which = command.add_mutually_exclusive_group()
        which.add_argument(
            "--stack", metavar="NAME", help="the stack whose Pulumi.NAME.yaml is beside Pulumi.yaml"
        )
        which.add_argument("--config-file", metavar="FILE", type=Path, help="a stack file anywhere")
        _options(verb, command)
    return parser.parse_args(given)


def _options(verb: str, command: argparse.ArgumentParser) -> None:
    if verb == "up":
        kubernetes = command.add_mutually_exclusive_group()
        kubernetes.add_argument(
            "--memory",
            action="store_true",
            help="simulate Kubernetes in memory instead of starting a control plane for each cluster",
        )
        kubernetes.add_argument(
            "--exercise",
            action="store_true",
            help="once it is made, put the applications under load and drain nodes under them",
        )
    if verb == "render":
        command.add_argument("--out", metavar="DIR", type=Path, help="the folder to write to")
    if verb == "reach":
        _ends(command)
    if verb == "drill":
        command.add_argument(
            "--lose",
            metavar="REGION|CLUSTER",
            action=_Once,
            required=True,
            help="what is lost: a cluster, or a region's",
        )
    if verb == "answers":
        command.add_argument(
            "--lose",
            metavar="REGION|CLUSTER",
            action="append",
            default=[],
            help="what is lost, all at once where it is given again; each cluster in turn by default",
        )


class _Once(argparse.Action):
    """An option that is given once: where it is given again, argparse would take the last without a word."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        if (before := getattr(namespace, self.dest)) is not None:
            parser.error(f"argument {option_string}: expected once, got {before!r} and {values!r}")
        setattr(namespace, self.dest, values)


def _ends(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", metavar="WHO", dest="source", help="such as ingress-nginx/controller")
    command.add_argument(
        "--to", metavar="WHOM", dest="target", help="such as orion/auth-service, or internet"
    )
    command.add_argument("--port", metavar="NUMBER", type=int, help="of the target's container")
    command.add_argument("--protocol", choices=("TCP", "UDP", "SCTP"), default="TCP", help="TCP by default")


def main(given: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code is 0 when all is well, 1 when not, 2 for wrong input, 130 after Ctrl-C."""
    args = arguments(given)
    return interruptible(lambda: _run(args))


def interruptible(action: Callable[[], int]) -> int:
    """The action's exit code, or INTERRUPTED after Ctrl-C or a request to end, of which the first one counts."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}

    def interrupt(number: int, frame: object) -> NoReturn:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # someone put us into the background on purpose
            signal.signal(number, interrupt)
    try:
        return action()
    except KeyboardInterrupt:
        print("Interrupted. Everything that this rehearsal made is gone.", file=sys.stderr)
        return INTERRUPTED
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave(code: int) -> NoReturn:
    """End the process now: the program's threads may still wait for an engine that is gone, with nothing left to do."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _run(args: argparse.Namespace) -> int:
    # Imported here, and further down, so that --help costs nothing.
    from rehearsal import stackfile

    try:
        if args.config_file:
            stack = stackfile.read(args.config_file)
        elif args.stack:
            stack = stackfile.find(args.stack)
        else:
            raise stackfile.required()
        os.environ.update(stack.variables)
        _validate(stack)
    except (stackfile.StackFileError, _Wrong) as error:
        print(error, file=sys.stderr)
        return WRONG_INPUT
    if args.verb == "render":
        from rehearsal.render import render

        render(stack, args.out)
        return 0
    if args.verb == "report":
        from rehearsal.costs.report import report

        return report(stack)
    if args.verb == "reach":
        return _reach(args, stack)
    if args.verb == "answers":
        return _answers(args, stack)
    return _rehearse(args, stack)


class _Wrong(Exception):
    """The settings are wrong; the text is the whole message for the user."""


def _validate(stack: "StackFile") -> None:
    from bootstrap import place
    from rehearsal.stackfile import ROOT
    from settings import described, load

    if stack.root != ROOT:  # of the only other project there is
        try:
            place.parse(stack.settings)
        except load.SettingsError as error:
            raise _Wrong(str(error)) from None
        return
    try:
        from stacks import CATALOGUE
    except Exception as error:  # noqa: BLE001 - a module of an application is somebody's own, and may fail in any way
        where = described.place(error, str(ROOT / "stacks" / "__init__.py"))
        text = error.msg if isinstance(error, SyntaxError) else error
        raise _Wrong(
            f"{where}: the applications cannot be read, got {type(error).__name__}: {text}"
        ) from None
    try:
        load.parse(stack.settings, CATALOGUE)
    except load.SettingsError as error:
        raise _Wrong(str(error)) from None


def _reach(args: argparse.Namespace, stack: "StackFile") -> int:
    from rehearsal.reach.answer import Question, UnknownEnd, reach
    from rehearsal.render import recording_of

    try:
        return reach(recording_of(stack), Question(args.source, args.target, args.port, args.protocol))
    except UnknownEnd as error:
        print(error, file=sys.stderr)
        return WRONG_INPUT


def _answers(args: argparse.Namespace, stack: "StackFile") -> int:
    from rehearsal.answers.answer import UnknownRegion, answers
    from rehearsal.render import recording_of

    try:
        return answers(recording_of(stack), args.lose)
    except UnknownRegion as error:
        print(error, file=sys.stderr)
        return WRONG_INPUT


def _rehearse(args: argparse.Namespace, stack: "StackFile") -> int:
    from rehearsal import run
    from rehearsal.control_plane.readiness import ControlPlaneError
    from rehearsal.engine import EngineError
    from rehearsal.program import program
    from rehearsal.report import Report
    from rehearsal.session import SessionError

    try:
        if args.verb == "drill":
            return _drill(args, stack)
        if args.verb == "preview":
            return run.preview(stack, program(stack.root), Report())
        return run.up(stack, program(stack.root), Report(), memory=args.memory, exercised=args.exercise)
    except (ControlPlaneError, EngineError, SessionError) as error:
        print(error, file=sys.stderr)
        return 1


def _drill(args: argparse.Namespace, stack: "StackFile") -> int:
    from rehearsal.drill.course import drill
    from rehearsal.drill.known import known
    from rehearsal.drill.scenario import Undrillable, scenario
    from rehearsal.program import program
    from rehearsal.report import Report
    from settings import load
    from stacks import CATALOGUE

    try:
        settings = load.parse(stack.settings, CATALOGUE)
        lost = scenario(settings, args.lose, stack.project)
    except (Undrillable, load.SettingsError) as error:
        print(error, file=sys.stderr)
        return WRONG_INPUT
    return drill(stack, program(stack.root), Report(), lost, known(stack, settings, lost))


if __name__ == "__main__":
    # What a rehearsal makes lives as long as its process: looking for garbage finds little and takes a quarter of the time.
    gc.disable()
    leave(main())
