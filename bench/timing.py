"""Medians of processor time, taken in turns so that noise falls on all alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median


def medians(*works: Callable[[], object], rounds: int = 200, warm_up: int = 20) -> list[float]:
    """The median processor time of each work in microseconds; the works take turns, round by round."""
    for work in works:
        for _ in range(warm_up):
            work()
    samples: list[list[int]] = [[] for _ in works]
    gc.collect()
    for _ in range(rounds):
        for work, taken in zip(works, samples, strict=True):
            started = time.process_time_ns()
            work()
            taken.append(time.process_time_ns() - started)
    return [median(taken) / 1000 for taken in samples]
