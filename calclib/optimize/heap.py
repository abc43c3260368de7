"""What a walk asks of the C library: to keep the memory that each step frees for the next step."""

import numpy as np

BLOCK = 31 << 20  # bytes; glibc learns from blocks of up to 32 MiB


def keep_freed_memory() -> None:
    """Let freed memory stay with the process, up to twice a BLOCK.

    A step of training makes and frees about ten megabytes of arrays. glibc hands memory at the top
    of its heap back to the system as soon as it is free, and the next step pays a page fault for
    every 4 kB of it: half of the time of a step of lesson 20. When one block as large as this has
    been freed, glibc keeps twice as much from then on. The block is not written to, so it takes up
    no memory; where the C library is another one, nothing happens.
    Source: mallopt(3), M_MMAP_THRESHOLD and M_TRIM_THRESHOLD.

    >>> keep_freed_memory()
    """
    np.empty(BLOCK, np.uint8)
