/**
 * One open stream of server-sent events: the body of an answer that ends when its reader, its session or the node does.
 *
 * A reader that does not keep up gets no more than what a buffer holds; what it missed becomes one event that says
 * "ask again for everything".
 */

import { Readable } from 'node:stream';
import type { StudiesEvent, TeamsEvent } from '@isocenter/contract/events';
import type { Subject } from '../access/subject.ts';

/** Some seven events of the longest kind. */
const bufferedBytes = 16_384;

/** What a page of a team shows; what happened in it; what the listener has handed in to it. */
export type TeamChange = 'teams' | 'activity' | 'uploads';

export class EventStream {
  /** The answer's body, UTF-8. */
  readonly body: Readable;
  /** Finds out who listens now. */
  readonly identify: () => Promise<Subject>;
  /** Who listened when it was last found out. */
  subject: Subject;
  #isFull = false;
  #hasMissed = false;

  constructor(subject: Subject, identify: () => Promise<Subject>) {
    this.subject = subject;
    this.identify = identify;
    this.body = new Readable({ highWaterMark: bufferedBytes, read: () => this.#goOn() });
    this.#push(': connected\n\n');
  }

  /** Tells that studies changed; all of them where the list is empty. */
  tell(studyIds: readonly number[]): void {
    if (this.#isFull) this.#hasMissed = true;
    else this.#push(frameOf(studyIds));
  }

  /** Tells that something of the outgoing queue has changed. */
  tellDeliveries(): void {
    if (this.#isFull) this.#hasMissed = true;
    else this.#push('event: deliveries\ndata: {}\n\n');
  }

  /** Tells what changed of which care teams. */
  tellTeams(change: TeamChange, teamIds: readonly number[]): void {
    if (this.#isFull) this.#hasMissed = true;
    else this.#push(`event: ${change}\ndata: ${JSON.stringify(teamsEventOf(teamIds))}\n\n`);
  }

  /** Tells that the listener has another notice, or has read one. */
  tellNotices(): void {
    if (this.#isFull) this.#hasMissed = true;
    else this.#push('event: notices\ndata: {}\n\n');
  }

  /** Keeps proxies from closing what looks idle. */
  beat(): void {
    if (!this.#isFull) this.#push(': alive\n\n');
  }

  end(): void {
    if (!this.body.destroyed) this.body.push(null);
  }

  #goOn(): void {
    this.#isFull = false;
    if (!this.#hasMissed) return;
    this.#hasMissed = false;
    this.#push(frameOf([]));
  }

  #push(frame: string): void {
    this.#isFull = !this.body.push(frame);
  }
}

function frameOf(studyIds: readonly number[]): string {
  const event: StudiesEvent = { studyIds: studyIds.map(String) };
  return `event: studies\ndata: ${JSON.stringify(event)}\n\n`;
}

function teamsEventOf(teamIds: readonly number[]): TeamsEvent {
  return { teamIds: teamIds.map(String) };
}
