"""The response of the partner preview."""

from partnering.enrolments.schemas import ReasonOut
from shared.http import Output


class PreviewReason(ReasonOut):
    teachers: int
    """Of how many this is true."""


class Preview(Output):
    """Numbers only: nobody can be recognised before signing up."""

    teachers: int
    countries: list[str]
    reasons: list[PreviewReason]


class CountryOnMap(Output):
    country: str
    teachers: int
    partnerships: int
    """Confirmed or finished ones in which this country takes part."""


class PartnershipMap(Output):
    countries: list[CountryOnMap]
