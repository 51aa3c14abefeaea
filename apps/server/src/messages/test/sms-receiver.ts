/** An SMS gateway of tests: a real HTTP server that takes what `sms-gateway.ts` sends. */

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

type ReceivedSms = { readonly to: string; readonly text: string; readonly headers: IncomingHttpHeaders };

/** @param status what the next request is answered with */
export async function openSmsReceiver(status: () => number = () => 202) {
  const received: ReceivedSms[] = [];
  const server = createServer(async (request, response) => {
    const sms = JSON.parse(String(await buffer(request)));
    const answer = status();
    if (answer < 300) received.push({ ...sms, headers: request.headers });
    response.writeHead(answer).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listening on TCP
  return { received, url: `http://127.0.0.1:${port}/send`, close: () => void server.close() };
}
