import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What becomes of bytes on their way. `to-server`: requests; `to-client`: responses. */
export type Direction = 'to-server' | 'to-client';

/** A TCP proxy on a free port of 127.0.0.1 for network faults. */
export interface TcpProxy {
  readonly port: number;
  /** Where connections go from now on; until it is said they are refused. */
  to(port: number): void;
  /** Ends all connections, both ways at once; new ones are taken. */
  cut(): void;
  /** While it is shut, new connections are refused and the present ones are ended. */
  shut(): void;
  open(): void;
  /** Bytes of one direction vanish, as when a network swallows them; the connections stay. Ends with {@link heal}, which ends the connections too, as their bytes are no longer whole. */
  swallow(direction: Direction): void;
  /** Every piece of one direction comes so much later; ms. */
  delay(direction: Direction, milliseconds: number): void;
  heal(): void;
  /** How many bytes the server has been sent, and how many of its came back, swallowed ones included. */
  passed(direction: Direction): number;
  close(): Promise<void>;
}

export const tcpProxy = async (): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  const swallowing = new Set<Direction>();
  const delays = new Map<Direction, number>();
  const counts: Record<Direction, number> = { 'to-server': 0, 'to-client': 0 };
  let target: number | undefined;
  let refusing = false;

  const forward = (from: Socket, into: Socket, direction: Direction): void => {
    from.on('data', (chunk: Buffer) => {
      counts[direction] += chunk.length;
      if (swallowing.has(direction)) return;
      const wait = delays.get(direction) ?? 0;
      const write = (): void => void (into.destroyed || into.write(chunk));
      if (wait > 0) setTimeout(write, wait);
      else write();
    });
    from.on('error', () => into.destroy());
    from.on('close', () => {
      sockets.delete(from);
      into.destroy();
    });
    sockets.add(from);
  };

  const server = createServer((client) => {
    if (refusing || target === undefined) return void client.destroy();
    const upstream = connect({ host: '127.0.0.1', port: target, noDelay: true });
    client.setNoDelay(true);
    forward(client, upstream, 'to-server');
    forward(upstream, client, 'to-client');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    to: (port) => void (target = port),
    cut,
    shut: () => {
      refusing = true;
      cut();
    },
    open: () => void (refusing = false),
    swallow: (direction) => void swallowing.add(direction),
    delay: (direction, milliseconds) => void delays.set(direction, milliseconds),
    heal: () => {
      if (swallowing.size > 0) cut();
      swallowing.clear();
      delays.clear();
    },
    passed: (direction) => counts[direction],
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
};
