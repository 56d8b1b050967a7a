"""What the rules of applications are tried with: series that fire an alert, and series that leave it quiet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from components.contracts import Ingress
from components.observability.alerts import rule_groups
from components.observability.applications import groups
from settings.workload import WorkloadSpec
from tests.components.observability.applications.given import (
    GATEWAY,
    NGINX,
    OWN,
    RUNBOOKS,
    SCHEDULES,
    answered,
    counting,
    promising,
    took,
)
from tests.components.observability.series.pair import NODES
from tests.components.workload.specs import full

Says = Mapping[str, str]
"""Alert -> the description with which it fires; empty where it must be quiet."""
WAYS = {"nginx": NGINX, "gateway": GATEWAY, "its own count": None}
LONG = "0+{}x300"


@dataclass(frozen=True)
class Case:
    """asked: when Prometheus is asked -> what fires. series: with a sample each minute, or each `every`. left: when nothing of a
    budget is left. labels: of what fires, beside the rule's own."""

    name: str
    series: Mapping[str, str]
    asked: Mapping[str, Says]
    spec: WorkloadSpec
    way_in: Ingress | None = NGINX
    every: str = "1m"
    left: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> Mapping[str, Any]:
        return rule_groups(groups(self.spec, self.way_in), RUNBOOKS)

    @property
    def test(self) -> dict[str, Any]:
        """Of promtool."""
        nothing = {
            "expr": "round(abs(sum(workload:slo_budget_remaining:ratio30d)), 1e-9)",
            "eval_time": self.left,
            "exp_samples": [{"labels": "{}", "value": 0}],
        }
        return {
            "name": self.name,
            "interval": self.every,
            "input_series": [{"series": one, "values": values} for one, values in self.series.items()],
            "alert_rule_test": [
                {
                    "eval_time": at,
                    "alertname": alert,
                    "exp_alerts": [self._fired(alert, says)] if says else [],
                }
                for at, told in self.asked.items()
                for alert, says in told.items()
            ],
            "promql_expr_test": [nothing] if self.left else [],
        }

    def _fired(self, alert: str, says: str) -> dict[str, Any]:
        rules = (rule for group in self.rules["groups"] for rule in group["rules"])
        (rule,) = (rule for rule in rules if rule.get("alert") == alert)
        here = {}
        if "Budget" in alert:
            kind = "availability" if alert.startswith("Error") else "latency"
            here = {"namespace": "team", "workload": "app", "slo": kind}
        annotations = {**rule["annotations"], "description": says}
        return {"exp_labels": {**here, **self.labels, **rule["labels"]}, "exp_annotations": annotations}


def _burns(words: str, times: str, good: str) -> str:
    return f"Requests to team/app that {words} burn its budget {times} times faster than {good} % allows."


def _failed(times: str) -> str:
    return _burns("failed", times, "99.9") if times else ""


def _late(times: str) -> str:
    return _burns("took longer than 500ms", times, "95") if times else ""


def _each_way() -> Iterator[Case]:
    """By each way to count requests the same: 2 % fail, 0.5 %, 0.05 %, and 80 % are slow, 20 %, 4 %."""
    for way, way_in in WAYS.items():
        measured = "way_in" if way_in else "application"
        spec = promising({"measured": measured}, metrics=OWN)
        for failed, late, fast, slow in (
            (40, 800, ("20.0", "16.0"), ("20.0", "16.0")),
            (10, 200, ("", ""), ("5.0", "4.0")),
            (1, 40, ("", ""), ("", "")),
        ):
            errors = answered(way_in, LONG.format(2000 - failed), LONG.format(failed))
            waits = took(way_in, LONG.format(1000), LONG.format(1000 - late))
            told = {
                "ErrorBudgetBurnFast": _failed(fast[0]),
                "ErrorBudgetBurnSlow": _failed(slow[0]),
                "LatencyBudgetBurnFast": _late(fast[1]),
                "LatencyBudgetBurnSlow": _late(slow[1]),
            }
            name = f"{failed} of 2000 fail and {late} of 1000 are slow, by {way}"
            yield Case(name, {**errors, **waits}, {"75m": told}, spec, way_in)


def _over_time() -> Iterator[Case]:
    fast, slow = "ErrorBudgetBurnFast", "ErrorBudgetBurnSlow"
    only = promising({"latency": None})
    over = answered(NGINX, "0+100x100 10000x19 10100+100x60", "0x100 100+100x19 2000x60")
    yield Case(
        "an outage wakes somebody while it lasts, and nobody after it",
        over,
        {"118m": {fast: _failed("268.9")}, "160m": {fast: "", slow: _failed("123.8")}},
        only,
    )
    one = " ".join(f"{number}x9" for number in range(20))
    few = answered(NGINX, "0x200", one)
    yield Case(
        "nine that failed wake nobody, and more of them do",
        few,
        {"80m": {fast: ""}, "170m": {fast: _failed("1000.0")}},
        only,
    )
    asked = promising({"latency": None, "fewest": 1})
    yield Case("one that failed wakes whoever asked for it", few, {"80m": {fast: _failed("1000.0")}}, asked)


STEP_MINUTES = 43.2
"""A thousandth of thirty days, in each of which there are 432 requests a second: ten for each minute."""


def _month(kind: str, stages: Sequence[float]) -> tuple[dict[str, str], list[str]]:
    """Thirty days of as many requests, and then outages, of so many minutes together after each. Returns when each is over,
    long enough for an alert that waits."""
    bad, times, lost = ["0x1000"], [], 0.0
    step = 1000
    for minutes in stages:
        left, lost = minutes - lost, minutes
        while left > 1e-6:
            part = min(left, STEP_MINUTES)
            bad.append(str(round(10 * part)))
            left, step = left - part, step + 1
        bad.append("0x1")
        step += 2
        times.append(f"{round(step * STEP_MINUTES * 60)}s")
    labels = f'namespace="team",workload="app",slo="{kind}"'
    return {
        f"workload:slo_requests:rate5m{{{labels}}}": f"432x{step}",
        f"workload:slo_bad_requests:rate5m{{{labels}}}": " ".join(bad),
    }, times


def _budgets() -> Iterator[Case]:
    """99.9 % leaves 43.2 minutes of 30 days: half of it is 21.6, all but a tenth 38.88. 95 % leaves 2160 slow ones."""
    failed = "{} of the budget of team/app is left: 99.9 % over 30 days allows 0.1 % of requests that failed."
    late = "{} of the budget of team/app is left: 95 % over 30 days allows 5 % of requests that took longer than 500ms."
    for name, kind, says, other, stages in (
        (
            "Error",
            "availability",
            failed,
            "latency",
            {21.5: "", 21.7: "49.77%", 38.8: "10.19%", 39.0: "9.722%", 43.2: "0%", 60.0: "-38.89%"},
        ),
        (
            "Latency",
            "latency",
            late,
            "availability",
            {1000.0: "", 1200.0: "44.44%", 1940.0: "10.19%", 2000.0: "7.407%", 2160.0: "0%"},
        ),
    ):
        series, times = _month(kind, list(stages))
        asked = {}
        for at, (minutes, share) in zip(times, stages.items(), strict=True):
            text = says.format(share) if share else ""
            spent = minutes in (39.0, 43.2, 60.0, 2000.0, 2160.0)
            asked[at] = {f"{name}BudgetLow": text, f"{name}BudgetAlmostSpent": text if spent else ""}
        left = times[list(stages.values()).index("0%")]
        title = f"a month of {kind} is told of at half, at a tenth, and is used up after {43.2 if kind != 'latency' else 2160}"
        yield Case(title, series, asked, promising({other: None}), every="2592s", left=left)


def _presets() -> Iterator[Case]:
    logins = 'logins_total{namespace="team",job="app",pod="app-1",result="%s"}'
    up = 'up{namespace="team",job="app",pod="app-%s"}'
    down = "Prometheus reaches 0 pods of team/app."

    def tried(good: int, bad: int) -> dict[str, str]:
        return {logins % "success": LONG.format(good), logins % "failure": LONG.format(bad)}

    def measured(failed: int, quick: int) -> dict[str, str]:
        errors = answered(None, LONG.format(100 - failed), LONG.format(failed))
        return {**NODES, **errors, **took(None, LONG.format(100), LONG.format(quick))}

    for name, series, told in (
        (
            "above every limit",
            {**measured(6, 90), **tried(40, 60), up % "1": "0x300", up % "2": "0x300"},
            {
                "HighErrorRate": "6% of the requests that team/app answers end in an error, more than 5 %.",
                "HighLatency": "95 % of the requests to team/app take up to 750ms, more than 500ms.",
                "ServiceDown": down,
                "FailuresHigh": "60% of the logins of team/app fail, more than 50 %.",
            },
        ),
        (
            "below every limit",
            {**measured(4, 96), **tried(60, 40), up % "1": "0x300", up % "2": "1x300"},
            dict.fromkeys(("HighErrorRate", "HighLatency", "ServiceDown", "FailuresHigh"), ""),
        ),
        ("without a pod to scrape", NODES, {"ServiceDown": down}),
        ("without a cluster's state", {"unrelated": "1x300"}, {"ServiceDown": ""}),
        ("with one login, which failed", tried(0, 1), {"FailuresHigh": ""}),
    ):
        yield Case(name, series, {"60m": told}, counting())
    one = 'http_requests_total{namespace="team",job="app",instance="192.0.2.%s:8080",status="%s"}'
    pods = {
        one % (1, 200): LONG.format(100),
        one % (2, 200): LONG.format(90),
        one % (2, 503): LONG.format(10),
    }
    alone = {"error_rate": {"by": "instance"}}
    yield Case(
        "one pod of two that fails is named where a spec asks for it",
        pods,
        {
            "60m": {
                "HighErrorRate": "10% of the requests that 192.0.2.2:8080 of team/app answers end in an error, more than 5 %."
            }
        },
        full(metrics=OWN, alerts=alone),
        labels={"instance": "192.0.2.2:8080"},
    )
    yield Case("and both together are below the limit", pods, {"60m": {"HighErrorRate": ""}}, counting())


def _by_the_clock() -> Iterator[Case]:
    """The report is late after an hour, the backup after 26, the drill after a week and two hours."""
    spec = full(schedules=SCHEDULES)
    made = "kube_cronjob_created"
    done = "kube_cronjob_status_last_successful_time"
    for name, alert, says, every, early, late, age in (
        ("report", "ScheduleLate", "Schedule report", 5, 12, 14, "1h 10m 0s"),
        ("backup", "DatabaseBackupLate", "The backup", 30, 52, 54, "1d 3h 0m 0s"),
        ("drill", "RestoreDrillLate", "The restore drill", 60, 170, 172, "7d 4h 0m 0s"),
    ):
        here = f'{{namespace="team",cronjob="app-{name}",instance="192.0.2.7:8080"}}'
        other = f'{{namespace="other",cronjob="app-{name}",instance="192.0.2.7:8080"}}'
        told = f"{says} of team/app (CronJob app-{name}) has not succeeded for %s."
        never = {made + here: "0x200", made + other: "0x200", done + other: f"0+{60 * every}x200"}
        late_at = f"{every * late}m"
        at_last = {f"{every * early}m": {alert: ""}, late_at: {alert: told % age}}
        yield Case(f"the {name} has never succeeded", never, at_last, spec, every=f"{every}m")
        once = {**never, done + here: f"{60 * every * 3}x200"}
        quiet = {late_at: {alert: ""}}
        yield Case(f"the {name} has succeeded once, not too long ago", once, quiet, spec, every=f"{every}m")
        gone = {made + other: "0x200"}
        yield Case(f"the {name} is not there", gone, quiet, spec, every=f"{every}m")


OBJECTIVES = (*_each_way(), *_over_time(), *_budgets())
PRESETS = tuple(_presets())
SCHEDULED = tuple(_by_the_clock())
