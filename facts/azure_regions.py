"""Azure regions, and whether a region has availability zones. A new region is one word here.

Source: https://learn.microsoft.com/azure/reliability/regions-list (public cloud), as of 2026-08. A region has three zones
or none; an alternate region, made for recovery beside a recommended one, has none.
"""

WITH_ZONES = frozenset(
    "australiaeast austriaeast belgiumcentral brazilsouth canadacentral centralindia centralus chilecentral denmarkeast "
    "eastasia eastus eastus2 francecentral germanywestcentral indonesiacentral israelcentral italynorth japaneast japanwest "
    "koreacentral malaysiawest mexicocentral newzealandnorth northeurope norwayeast polandcentral qatarcentral "
    "southafricanorth southcentralus southeastasia spaincentral swedencentral switzerlandnorth uaenorth uksouth westeurope "
    "westus2 westus3".split()
)
WITHOUT_ZONES = frozenset(
    "australiacentral australiacentral2 australiasoutheast brazilsoutheast canadaeast francesouth germanynorth jioindiacentral "
    "jioindiawest koreasouth northcentralus norwaywest southafricawest southindia switzerlandwest uaecentral ukwest "
    "westcentralus westindia westus".split()
)
REGIONS = WITH_ZONES | WITHOUT_ZONES
WITHOUT_PAIR = frozenset(
    "austriaeast belgiumcentral chilecentral denmarkeast indonesiacentral israelcentral italynorth malaysiawest mexicocentral "
    "newzealandnorth polandcentral qatarcentral spaincentral".split()
)
"""Those with zones that Azure copies nothing out of by itself, for it has given them no second region."""
