"""A TCP proxy that holds back every byte each way: a far-away server on this machine."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

READ = 1 << 16


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    """Pass on what comes, `delay` seconds later; what is on its way does not hold up the next."""
    loop = asyncio.get_running_loop()
    try:
        while data := await reader.read(READ):
            loop.call_later(delay, writer.write, data)
    except (ConnectionError, asyncio.CancelledError):  # either end went away, or the proxy closes
        pass
    finally:
        loop.call_later(delay, writer.close)


async def cancelled() -> None:
    """Stop every connection of this loop."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def delayed(port: int, seconds: float) -> Iterator[int]:
    """Serve 127.0.0.1:port on another port, `seconds` late in each direction; yields that port."""
    loop = asyncio.new_event_loop()

    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection("127.0.0.1", port)
        with suppress(asyncio.CancelledError):  # else asyncio prints how it ended
            await asyncio.gather(pump(reader, there[1], seconds), pump(there[0], writer, seconds))

    # Playwright runs a loop of its own in the main thread.
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    start = asyncio.start_server(join, "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(start, loop).result()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(cancelled(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
