"""What cohorts, phases and their dates are called."""

from web.i18n import N_, gettext

PHASES = {
    "draft": (N_("Draft"), "quiet"),
    "partnering": (N_("Finding partners"), "info"),
    "course": (N_("Course"), "good"),
    "project": (N_("Project"), "good"),
    "closed": (N_("Closed"), "quiet"),
}


def phase_word(phase: str) -> tuple[str, str]:
    """A phase's name and the tone of its pill."""
    word, tone = PHASES.get(phase, (phase, "quiet"))
    return gettext(word), tone
