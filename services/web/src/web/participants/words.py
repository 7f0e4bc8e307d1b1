"""What the status of an enrolment is called."""

from web.i18n import N_

STATUSES = {
    "free": (N_("Looks for a partner"), "info"),
    "partnered": (N_("Has a partner"), "good"),
    "waiting_list": (N_("On the waiting list"), "waiting"),
    "left": (N_("Has left"), "quiet"),
}
