"""Ending a task for certain."""

import asyncio


def ending() -> bool:
    """Whether this task was asked to end, even where something on the way has swallowed that.

    `asyncio.wait_for` of Python 3.11 loses a cancellation that coincides with its result. A loop
    that asks here ends all the same; one that does not may outlive the worker it belongs to.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
