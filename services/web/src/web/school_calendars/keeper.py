"""Who keeps the school calendars, and who is advised by them."""

from typing import Annotated

from shared.identity.permissions import Permission
from web.pages import Page, allowed

Keeper = Annotated[Page, allowed(Permission.MANAGE_SCHOOL_CALENDARS)]
Advised = Annotated[Page, allowed(Permission.SEE_START_DATES, "cohort_id")]
