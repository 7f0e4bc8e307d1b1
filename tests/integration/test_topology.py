"""The broker's durables are those that the services' reactions need, no more and no fewer."""

import importlib

import pytest

from meridian.layout import DOMAIN_SERVICES
from shared.bus.topology import CONSUMERS


@pytest.mark.parametrize("service", DOMAIN_SERVICES)
def test_a_service_has_a_durable_at_each_producer_it_reacts_to(service: str) -> None:
    reactions = importlib.import_module(f"{service}.reactions").REACTIONS
    declared = {producer for producer, services in CONSUMERS.items() if service in services}
    assert declared == reactions.producers
