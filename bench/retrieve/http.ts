/** Requests of the retrieve bench: bodies are read and dropped, or sent, over connections that are kept. */

import { Agent, type IncomingMessage, request } from 'node:http';

export type HttpAnswer = {
  readonly status: number;
  readonly bytes: number;
  readonly text: string;
};

export type HttpRequest = {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: readonly Uint8Array[];
  /** Whether the answer's text is wanted. */
  readonly keepText?: boolean;
  /** Expected; 200 by default. */
  readonly status?: number;
};

export class HttpConnection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #headers: Readonly<Record<string, string>>;

  constructor(headers: Readonly<Record<string, string>>) {
    this.#headers = headers;
  }

  /** Returns another connection for the same subject. */
  another(): HttpConnection {
    return new HttpConnection(this.#headers);
  }

  /** @throws Error where the answer has another status than expected */
  async ask(url: string, asked: HttpRequest = {}): Promise<HttpAnswer> {
    const { method = 'GET', headers = {}, body = [], keepText = false, status = 200 } = asked;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const length = body.reduce((sum, piece) => sum + piece.length, 0);
      const sent = request(url, {
        method,
        agent: this.#agent,
        headers: { ...this.#headers, ...headers, ...(method === 'POST' && { 'content-length': length }) },
      });
      sent.on('response', resolve).on('error', reject);
      for (const piece of body) sent.write(piece);
      sent.end();
    });
    let bytes = 0;
    const kept: Uint8Array[] = [];
    for await (const chunk of answer as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (keepText) kept.push(chunk);
    }
    const read: HttpAnswer = { status: answer.statusCode ?? 0, bytes, text: Buffer.concat(kept).toString('utf8') };
    if (read.status !== status) throw new Error(`${new URL(url).pathname.split('/')[1]} was answered ${read.status}`);
    return read;
  }

  close(): void {
    this.#agent.destroy();
  }
}
