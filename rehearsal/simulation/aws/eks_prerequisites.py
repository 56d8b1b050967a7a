"""What EKS asks of the roles and subnets that it is given."""

from rehearsal.simulation.aws.policies import allows
from rehearsal.simulation.aws.resource import lookup
from rehearsal.simulation.aws.vpc import SUBNET
from rehearsal.simulation.kinds import Call, Properties, Refused

ROLE = "aws:iam/role:Role"


def trusted(call: Call, role_arn: str, service: str, action: str = "sts:AssumeRole") -> None:
    """Refuse a role that does not exist or that the service may not assume."""
    role = lookup(call, ROLE, role_arn, "arn")
    if role is None:
        raise Refused("InvalidParameterException", f"the role {role_arn!r} does not exist")
    if not allows(role.outputs.get("assumeRolePolicy"), "Service", service, action):
        raise Refused(
            "InvalidParameterException", f"the role {role_arn} does not trust {service} with {action}"
        )


def placed(call: Call, subnet_ids: list[str]) -> list[Properties]:
    """The subnets, which must exist and lie in one VPC."""
    found = []
    for id_ in subnet_ids:
        subnet = lookup(call, SUBNET, id_)
        if subnet is None:
            raise Refused(
                "InvalidParameterException", f"InvalidSubnetID.NotFound: the subnet {id_!r} does not exist"
            )
        found.append(subnet.outputs)
    if len({subnet["vpcId"] for subnet in found}) > 1:
        raise Refused("InvalidParameterException", "the subnets are not all in the same VPC")
    return found
