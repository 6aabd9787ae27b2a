// Pipes, sockets and terminals, read when they have something. Node reads files in threads of its own: a read that waits there for a
// silent pipe can neither be ended nor does it let the process end. Loaded late, for files need none of this.

import { constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { isatty, ReadStream } from 'node:tty';

/** What a stream of Node is, as far as it is needed here. */
export interface EndingStream extends AsyncIterable<Uint8Array> {
  destroy?(): unknown;
}

/** The pipe with this name. Opening it otherwise would wait for a writer. Throws what the system says. */
export function openPipe(path: string): EndingStream {
  return poll(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
}

/** A file descriptor of the process, whatever it is. */
export function readDescriptor(fd: number): EndingStream {
  const stats = fstatSync(fd);
  if (stats.isFIFO() || stats.isSocket()) return poll(fd);
  return isatty(fd) ? new ReadStream(fd) : createReadStream('', { fd, autoClose: false });
}

function poll(fd: number): EndingStream {
  return new Socket({ fd, readable: true, writable: false });
}
