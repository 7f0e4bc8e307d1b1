"""Which rows of accounts belong to a person. A table that is missing here fails a test."""

from accounts.audit.model import AuditEntry
from accounts.audit.queries import about
from accounts.contact.model import FrozenPerson, PausedMember
from accounts.erasure.model import Erasure, ErasureAnswer
from accounts.limits.model import Allowance
from accounts.mail.model import Mail
from accounts.people.model import Person
from accounts.registration.model import Registration
from accounts.roles.model import RoleGrant
from accounts.second_factor.model import RecoveryCode, SecondFactor
from accounts.sessions.model import Session
from accounts.tokens.model import OneTimeToken
from accounts.verification.model import VerificationRequest
from shared.personal_data import Held, NotTold

HELD: tuple[Held | NotTold, ...] = (
    Held(
        "Who I am",
        Person,
        lambda me: Person.id == me,
        frozenset({"name_key", "email_key", "private_email_key", "password_hash"}),
    ),
    Held("My roles", RoleGrant, lambda me: RoleGrant.person_id == me, frozenset({"granted_by"})),
    Held(
        "How I showed that I am a teacher",
        VerificationRequest,
        lambda me: VerificationRequest.person_id == me,
        frozenset({"decided_by"}),
    ),
    Held(
        "Where I am signed in",
        Session,
        lambda me: Session.person_id == me,
        frozenset({"token_hash"}),
    ),
    Held(
        "Two-step verification",
        SecondFactor,
        lambda me: SecondFactor.person_id == me,
        frozenset({"sealed_secret", "last_step"}),
    ),
    Held(
        "Emails about my account",
        Mail,
        lambda me: Mail.person_id == me,
        # An email that has not gone out may hold a link that signs in.
        frozenset({"values"}),
    ),
    Held(
        "What staff did about me",
        AuditEntry,
        about,
        frozenset({"actor_id", "person_ids"}),
    ),
    Held(
        "What I did as staff or with my account",
        AuditEntry,
        lambda me: AuditEntry.actor_id == me,
        # The reason and the people may tell about somebody else.
        frozenset({"subject_id", "person_ids", "reason"}),
    ),
    NotTold(FrozenPerson, "a copy of what partnering tells the person"),
    NotTold(PausedMember, "a copy; it could tell a person that a partner has blocked them"),
    NotTold(RecoveryCode, "hashes of codes that only the person has"),
    NotTold(OneTimeToken, "hashes of links that were mailed to the person"),
    NotTold(Registration, "becomes the account when it is confirmed, and is deleted with it"),
    NotTold(Allowance, "hashes that count attempts for minutes"),
    NotTold(Erasure, "exists only after the account is closed"),
    NotTold(ErasureAnswer, "exists only after the account is closed"),
)
