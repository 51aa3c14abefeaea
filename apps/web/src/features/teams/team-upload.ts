/** Sends one file to the quarantine of a care team, as `ImportSession` wants it sent. What becomes of it there is told later. */

import { type Client, ProblemError } from '@isocenter/contract/client';
import type { Upload } from '../import/import-session.ts';

export function createTeamUpload(client: Client, teamId: string): Upload {
  return async (file, _name, { signal, onProgress }) => {
    try {
      await client.uploadToTeam({ params: { id: teamId }, body: file, signal });
      onProgress(file.size);
      return { state: 'stored', study: undefined };
    } catch (error) {
      if (signal.aborted || !(error instanceof ProblemError)) throw error;
      return { state: 'failed', reason: { code: error.code, title: error.problem.title } };
    }
  };
}
