"""Received files are taken in by a worker; what a lost broker or a killed worker left behind is picked up later."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from accounts.intake.actions import take_in_received
from accounts.intake.queries import running
from collections_app.shared import clock
from collections_app.shared.actor import Actor

log = logging.getLogger(__name__)


@shared_task(name="accounts.intake.take_in_delivery")
def take_in_delivery(delivery_id: int) -> None:
    """Take one received file in."""
    take_in_received(actor=Actor.command("intake"), delivery_id=delivery_id, at=clock.now())


@shared_task(name="accounts.intake.sweep")
def sweep() -> None:
    """Take in every file that waits; one that someone works on is left alone."""
    for delivery_id in running().values_list("pk", flat=True):
        take_in_delivery(delivery_id)


def start(delivery_id: int) -> None:
    """Ask a worker to take a file in. Without a broker the file waits for the next sweep."""
    try:
        take_in_delivery.apply_async([delivery_id], retry=False)
    except OperationalError as error:
        log.warning("no broker, delivery %s waits for the sweep: %s", delivery_id, error)
