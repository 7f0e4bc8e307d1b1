"""HTTP of certificates."""

from uuid import UUID

from projects.certificates import actions, queries
from projects.certificates.schemas import CertificateView, GrantRequest, MyCertificates
from projects.policies import Anyone, Granter
from shared.http import Created, Once, Reading, Transaction, public, router

routes = router("certificates")


@routes.get("/me/certificates")
async def list_my_certificates(who: Anyone, session: Reading) -> MyCertificates:
    """My certificates, and what is ahead of the next one."""
    return await queries.certificates_of(session, who.person_id)


@routes.get("/certificates/{code}", dependencies=[public()])
async def verify_certificate(code: str, session: Reading) -> CertificateView:
    """Anybody who holds the code sees what it certifies."""
    return await queries.verify(session, code)


@routes.post("/partnerships/{partnership_id}/certificates", status_code=201)
async def grant_certificate(
    partnership_id: UUID, body: GrantRequest, who: Granter, session: Transaction, once: Once
) -> Created:
    """Staff: certify somebody's share by hand, with a reason, where no rule could see it."""
    certificate = await actions.grant_certificate(session, who, partnership_id, body)
    return await once.created("/v1/certificates", certificate.id)
