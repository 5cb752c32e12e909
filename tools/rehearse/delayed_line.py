"""A line between the site and its database that can be made slow, as a network can."""

import asyncio
import contextlib
import threading

from tools.rehearse.running import HOST

BYTES = 65536


class DelayedLine:
    """Passes everything on to a port, both ways, after `delay` seconds; on a thread of its own."""

    def __init__(self, to_port: int):
        self.delay = 0.0
        self.port = 0
        self._to_port = to_port
        self._loop = asyncio.new_event_loop()
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="delayed-line", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._listening.wait()

    def end(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, HOST, 0))
        self.port = server.sockets[0].getsockname()[1]
        self._listening.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, on = await asyncio.open_connection(HOST, self._to_port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._pass(reader, on), self._pass(there, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(BYTES):
                if self.delay:
                    await asyncio.sleep(self.delay)
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError):
            writer.close()
