"""What a stack file may say about the way in from the world."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from facts import charts
from facts.charts import Chart
from settings.platform.add_on import AddOn


class Ingress(AddOn):
    """How the world reaches applications. kind: nginx is ingress-nginx, which is retired; gateway is Gateway API on Istio.

    An application says the same either way. With install: existing, `kind` and `namespace` say what is there: pods of
    ingress-nginx with its chart's own labels and the class nginx, or those of Istio's chart gateway, released as
    istio-ingressgateway.
    kinds: where the manifest of Gateway API's kinds is, a file (./, ../, /) or an https:// address, instead of their
    project's release; existing, where the cluster has them by itself (at least 1.5, with its standard channel).
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = (charts.INGRESS_NGINX,)
    LOCATED: ClassVar[bool] = True

    kind: Literal["nginx", "gateway"] = "nginx"
    kinds: Literal["existing"] | Annotated[str, Field(pattern=r"^(\.{1,2}/|/|https://)\S+$")] | None = None

    @model_validator(mode="before")
    @classmethod
    def _kind_alone(cls, section: object) -> object:
        """`ingress: gateway` says what `ingress: { kind: gateway }` does."""
        return {"kind": section} if section in ("nginx", "gateway") else section

    @model_validator(mode="after")
    def _of_its_kind(self) -> "Ingress":
        if self.kind == "gateway" and self.values:
            raise ValueError(
                "expected values under istio.ingress_gateway, which is the way in with kind: gateway"
            )
        if self.kind == "nginx" and self.kinds:
            raise ValueError("expected kinds only with kind: gateway, which has them")
        return self

    @property
    def brings(self) -> tuple[Chart, ...]:
        return super().brings if self.kind == "nginx" else ()

    @property
    def files(self) -> tuple[str, ...]:
        ours = self.installed and self.kind == "gateway" and not self.kinds
        return (charts.GATEWAY_API_FILE,) if ours else ()

    @property
    def needs(self) -> Mapping[str, str]:
        return {"istio": "the gateway behind kind: gateway"} if self.kind == "gateway" and self.there else {}
