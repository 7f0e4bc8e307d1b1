"""Requests of step-up."""

from accounts.people.schemas import GivenPassword
from shared.http import Input


class PasswordProof(Input):
    password: GivenPassword
