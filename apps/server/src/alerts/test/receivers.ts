/** Who is told in tests: a real HTTP server for web hooks and a real SMTP server for mail. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { MailOptions } from '../../messages/smtp.ts';

type Posted = { readonly body: string; readonly signature: string | undefined };

export async function openHookReceiver(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const posted: Posted[] = [];
  const server = createServer(async (request, response) => {
    const body = String(await buffer(request));
    posted.push({ body, signature: request.headers['x-isocenter-signature']?.toString() });
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listening on TCP
  return { posted, url: `http://127.0.0.1:${port}/hook`, close: () => void server.close() };
}

/** @param refusal the code with which a mail is refused, undefined where it is taken */
export async function openMailReceiver(refusal: () => number | undefined = () => undefined) {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, _session, done) {
      const mail = String(await buffer(stream));
      const responseCode = refusal();
      if (responseCode !== undefined) {
        done(Object.assign(new Error('not now'), { responseCode }));
        return;
      }
      mails.push(mail);
      done();
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo; // listening on TCP
  const options: MailOptions = { host: '127.0.0.1', port, security: 'none', from: 'node@hospital.example' };
  return { mails, options, close: () => void server.close() };
}
