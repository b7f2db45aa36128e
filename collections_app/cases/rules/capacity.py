"""A queue's capacity (how many of its cases one agent works in a day) against what waits. For planning only."""


def beyond(callable_now: int, *, agents: int, capacity: int) -> int:
    """How many of the cases that may be called now are more than `agents` work in a day; 0 when they suffice.

    Agents who may take from several queues count in each.
    Example: 500 callable cases, 3 agents, 120 cases each: 140 are beyond what today's agents can do.
    """
    return max(callable_now - agents * capacity, 0)
