"""Which rows of notifications belong to a person. A table that is missing here fails a test."""

from notifications.announcements.model import Announcement
from notifications.cohorts.model import Participant
from notifications.contact.model import Block, FrozenPerson
from notifications.inbox.model import Entry
from notifications.live.model import StreamEnding
from notifications.mail.model import Delivery, GuestMail, Mail
from notifications.partnerships.model import Member
from notifications.people.model import Person, RoleHeld
from notifications.preferences.model import Choice, Rhythm
from shared.personal_data import Held, NotTold

HELD: tuple[Held | NotTold, ...] = (
    Held("Who I am", Person, lambda me: Person.id == me),
    Held("My roles", RoleHeld, lambda me: RoleHeld.person_id == me),
    Held("My preferences", Choice, lambda me: Choice.person_id == me),
    Held("When I want to be told", Rhythm, lambda me: Rhythm.person_id == me),
    Held("My programmes", Participant, lambda me: Participant.person_id == me),
    Held("My partnerships", Member, lambda me: Member.person_id == me),
    Held("My inbox", Entry, lambda me: Entry.person_id == me),
    Held("Emails to me", Mail, lambda me: Mail.person_id == me),
    Held("How emails to me were delivered", Delivery, lambda me: Delivery.person_id == me),
    Held("Announcements that I wrote", Announcement, lambda me: Announcement.author_id == me),
    NotTold(GuestMail, "written to somebody else, whose address it holds"),
    NotTold(FrozenPerson, "partnering tells when contact was paused"),
    NotTold(StreamEnding, "ids of sessions that ended, kept for a day"),
    NotTold(Block, "partnering tells whom one has blocked"),
)
