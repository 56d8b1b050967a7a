"""Where the clouds' regions are: the city that each cloud names for a region, and the cities' coordinates.

Sources: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html,
https://cloud.google.com/compute/docs/regions-zones and https://learn.microsoft.com/azure/reliability/regions-list, as of 2026-08.
Where a cloud names no more than a state or a country, a city in it stands for it. Coordinates are the cities' own, to a tenth of
a degree or so: enough to tell which of two regions is nearer. A new region is one line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
"""The mean radius (IUGG)."""


@dataclass(frozen=True)
class Place:
    """A point on the earth, in degrees: north and east are positive."""

    latitude: float
    longitude: float

    def distance(self, other: "Place") -> float:
        """Kilometres along a great circle (the haversine formula)."""
        here, there = radians(self.latitude), radians(other.latitude)
        turned = radians(other.longitude - self.longitude)
        half = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(turned / 2) ** 2
        return 2 * EARTH_KM * asin(sqrt(half))


CITIES: Mapping[str, Place] = {
    name: Place(latitude, longitude)
    for name, latitude, longitude in (
        # Africa and the Middle East
        ("Abu Dhabi", 24.5, 54.4), ("Cape Town", -33.9, 18.4), ("Dammam", 26.4, 50.1), ("Doha", 25.3, 51.5),
        ("Dubai", 25.2, 55.3), ("Johannesburg", -26.2, 28.0), ("Manama", 26.2, 50.6), ("Tel Aviv", 32.1, 34.8),
        # Asia
        ("Bangkok", 13.8, 100.5), ("Beijing", 39.9, 116.4), ("Busan", 35.2, 129.1), ("Changhua", 24.1, 120.5),
        ("Chennai", 13.1, 80.3), ("Delhi", 28.6, 77.2), ("Hong Kong", 22.3, 114.2), ("Hyderabad", 17.4, 78.5),
        ("Jakarta", -6.2, 106.8), ("Jamnagar", 22.5, 70.1), ("Kuala Lumpur", 3.1, 101.7), ("Mumbai", 19.1, 72.9),
        ("Nagpur", 21.1, 79.1), ("Osaka", 34.7, 135.5), ("Pune", 18.5, 73.9), ("Seoul", 37.6, 127.0),
        ("Singapore", 1.4, 103.8), ("Taipei", 25.0, 121.6), ("Tokyo", 35.7, 139.7), ("Zhongwei", 37.5, 105.2),
        # Oceania
        ("Auckland", -36.8, 174.8), ("Canberra", -35.3, 149.1), ("Melbourne", -37.8, 145.0), ("Sydney", -33.9, 151.2),
        # Europe
        ("Amsterdam", 52.4, 4.9), ("Berlin", 52.5, 13.4), ("Brussels", 50.9, 4.4), ("Cardiff", 51.5, -3.2),
        ("Copenhagen", 55.7, 12.6), ("Dublin", 53.3, -6.3), ("Eemshaven", 53.4, 6.8), ("Frankfurt", 50.1, 8.7),
        ("Geneva", 46.2, 6.1), ("Gävle", 60.7, 17.1), ("Hamina", 60.6, 27.2), ("London", 51.5, -0.1),
        ("Madrid", 40.4, -3.7), ("Marseille", 43.3, 5.4), ("Milan", 45.5, 9.2), ("Oslo", 59.9, 10.8),
        ("Paris", 48.9, 2.4), ("Saint-Ghislain", 50.4, 3.8), ("Stavanger", 59.0, 5.7), ("Stockholm", 59.3, 18.1),
        ("Turin", 45.1, 7.7), ("Vienna", 48.2, 16.4), ("Warsaw", 52.2, 21.0), ("Zaragoza", 41.7, -0.9),
        ("Zurich", 47.4, 8.5),
        # North America
        ("Ashburn", 39.0, -77.5), ("Boardman", 45.8, -119.7), ("Calgary", 51.0, -114.1), ("Cheyenne", 41.1, -104.8),
        ("Chicago", 41.9, -87.6), ("Columbus", 40.0, -83.0), ("Council Bluffs", 41.3, -95.9), ("Dallas", 32.8, -96.8),
        ("Des Moines", 41.6, -93.6), ("Las Vegas", 36.2, -115.1), ("Los Angeles", 34.1, -118.2), ("Moncks Corner", 33.2, -80.0),
        ("Montreal", 45.5, -73.6), ("New York", 40.7, -74.0), ("Phoenix", 33.4, -112.1), ("Quebec", 46.8, -71.2),
        ("Querétaro", 20.6, -100.4), ("Quincy", 47.2, -119.9), ("Salt Lake City", 40.8, -111.9), ("San Antonio", 29.4, -98.5),
        ("San Francisco", 37.8, -122.4), ("The Dalles", 45.6, -121.2), ("Toronto", 43.7, -79.4),
        # South America
        ("Rio de Janeiro", -22.9, -43.2), ("Santiago", -33.4, -70.7), ("São Paulo", -23.6, -46.6),
    )
}  # fmt: skip
"""City -> where it is."""
_OF: Mapping[str, str] = {
    # AWS
    "us-east-1": "Ashburn", "us-east-2": "Columbus", "us-west-1": "San Francisco", "us-west-2": "Boardman",
    "us-gov-east-1": "Columbus", "us-gov-west-1": "Boardman", "ca-central-1": "Montreal", "ca-west-1": "Calgary",
    "mx-central-1": "Querétaro", "sa-east-1": "São Paulo", "eu-central-1": "Frankfurt", "eu-central-2": "Zurich",
    "eu-north-1": "Stockholm", "eu-south-1": "Milan", "eu-south-2": "Zaragoza", "eu-west-1": "Dublin", "eu-west-2": "London",
    "eu-west-3": "Paris", "il-central-1": "Tel Aviv", "me-central-1": "Dubai", "me-south-1": "Manama",
    "af-south-1": "Cape Town", "ap-east-1": "Hong Kong", "ap-east-2": "Taipei", "ap-northeast-1": "Tokyo",
    "ap-northeast-2": "Seoul", "ap-northeast-3": "Osaka", "ap-south-1": "Mumbai", "ap-south-2": "Hyderabad",
    "ap-southeast-1": "Singapore", "ap-southeast-2": "Sydney", "ap-southeast-3": "Jakarta", "ap-southeast-4": "Melbourne",
    "ap-southeast-5": "Kuala Lumpur", "ap-southeast-6": "Auckland", "ap-southeast-7": "Bangkok", "cn-north-1": "Beijing",
    "cn-northwest-1": "Zhongwei",
    # Google Cloud
    "africa-south1": "Johannesburg", "asia-east1": "Changhua", "asia-east2": "Hong Kong", "asia-northeast1": "Tokyo",
    "asia-northeast2": "Osaka", "asia-northeast3": "Seoul", "asia-south1": "Mumbai", "asia-south2": "Delhi",
    "asia-southeast1": "Singapore", "asia-southeast2": "Jakarta", "australia-southeast1": "Sydney",
    "australia-southeast2": "Melbourne", "europe-central2": "Warsaw", "europe-north1": "Hamina", "europe-north2": "Stockholm",
    "europe-southwest1": "Madrid", "europe-west1": "Saint-Ghislain", "europe-west2": "London", "europe-west3": "Frankfurt",
    "europe-west4": "Eemshaven", "europe-west6": "Zurich", "europe-west8": "Milan", "europe-west9": "Paris",
    "europe-west10": "Berlin", "europe-west12": "Turin", "me-central1": "Doha", "me-central2": "Dammam",
    "me-west1": "Tel Aviv", "northamerica-northeast1": "Montreal", "northamerica-northeast2": "Toronto",
    "northamerica-south1": "Querétaro", "southamerica-east1": "São Paulo", "southamerica-west1": "Santiago",
    "us-central1": "Council Bluffs", "us-east1": "Moncks Corner", "us-east4": "Ashburn", "us-east5": "Columbus",
    "us-south1": "Dallas", "us-west1": "The Dalles", "us-west2": "Los Angeles", "us-west3": "Salt Lake City",
    "us-west4": "Las Vegas",
    # Azure
    "australiaeast": "Sydney", "austriaeast": "Vienna", "belgiumcentral": "Brussels", "brazilsouth": "São Paulo",
    "canadacentral": "Toronto", "centralindia": "Pune", "centralus": "Des Moines", "chilecentral": "Santiago",
    "denmarkeast": "Copenhagen", "eastasia": "Hong Kong", "eastus": "Ashburn", "eastus2": "Ashburn",
    "francecentral": "Paris", "germanywestcentral": "Frankfurt", "indonesiacentral": "Jakarta", "israelcentral": "Tel Aviv",
    "italynorth": "Milan", "japaneast": "Tokyo", "japanwest": "Osaka", "koreacentral": "Seoul",
    "malaysiawest": "Kuala Lumpur", "mexicocentral": "Querétaro", "newzealandnorth": "Auckland", "northeurope": "Dublin",
    "norwayeast": "Oslo", "polandcentral": "Warsaw", "qatarcentral": "Doha", "southafricanorth": "Johannesburg",
    "southcentralus": "San Antonio", "southeastasia": "Singapore", "spaincentral": "Madrid", "swedencentral": "Gävle",
    "switzerlandnorth": "Zurich", "uaenorth": "Dubai", "uksouth": "London", "westeurope": "Amsterdam", "westus2": "Quincy",
    "westus3": "Phoenix", "australiacentral": "Canberra", "australiacentral2": "Canberra", "australiasoutheast": "Melbourne",
    "brazilsoutheast": "Rio de Janeiro", "canadaeast": "Quebec", "francesouth": "Marseille", "germanynorth": "Berlin",
    "jioindiacentral": "Nagpur", "jioindiawest": "Jamnagar", "koreasouth": "Busan", "northcentralus": "Chicago",
    "norwaywest": "Stavanger", "southafricawest": "Cape Town", "southindia": "Chennai", "switzerlandwest": "Geneva",
    "uaecentral": "Abu Dhabi", "ukwest": "Cardiff", "westcentralus": "Cheyenne", "westindia": "Mumbai",
    "westus": "San Francisco",
}  # fmt: skip
REGIONS: Mapping[str, Place] = {region: CITIES[city] for region, city in _OF.items()}
"""Region of any of the three clouds, whose names are distinct -> where it is."""
CLIENTS = ("New York", "Los Angeles", "São Paulo", "London", "Frankfurt", "Mumbai", "Tokyo", "Sydney")
"""Cities over the world, from which an answer is asked for."""
