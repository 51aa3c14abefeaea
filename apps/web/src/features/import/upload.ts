/**
 * Sends one file to `POST /api/imports`. XMLHttpRequest instead of the typed client, because `fetch` still cannot tell how
 * far a request body has come.
 */

import { csrfHeader, fileNameHeader } from '@isocenter/contract/headers';
import type { ImportResult } from '@isocenter/contract/imports';
import { apiRoutes } from '@isocenter/contract/paths';
import type { Upload, UploadOutcome } from './import-session.ts';
import { isRefusal } from './refusal.ts';

export type UploadDeps = {
  /** The token of the session at that moment. */
  readonly csrfToken: () => Promise<string | undefined>;
  /** Called when the node answers 401: the session has ended. */
  readonly onUnauthenticated: () => void;
};

/** Returns the function that sends files. */
export function createUpload({ csrfToken, onUnauthenticated }: UploadDeps): Upload {
  return async (file, name, { signal, onProgress }) => {
    const token = await csrfToken();
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const abort = () => request.abort();
      request.open(apiRoutes.importFile.method, apiRoutes.importFile.path);
      request.setRequestHeader('accept', 'application/json');
      request.setRequestHeader('content-type', 'application/octet-stream');
      request.setRequestHeader(fileNameHeader, encodeFileName(name));
      if (token !== undefined) request.setRequestHeader(csrfHeader, token);
      request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
      request.addEventListener('load', () => {
        resolve(readAnswer(request.status, request.responseText));
        if (request.status === 401) onUnauthenticated();
      });
      request.addEventListener('error', () => resolve(unreachable));
      request.addEventListener('abort', () => reject(signal.reason));
      request.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
      signal.addEventListener('abort', abort);
      request.send(file);
    });
  };
}

const unreachable: UploadOutcome = {
  state: 'failed',
  reason: { code: 'unreachable' },
};

/** Percent-encoded UTF-8 of at most 960 characters: the end of a path, which says more than its beginning. */
function encodeFileName(name: string): string {
  return encodeURIComponent([...name].slice(-80).join('').toWellFormed());
}

/** Maps an answer of the node; what is not its own answer (a proxy's page) counts as a failure on the way. */
export function readAnswer(status: number, text: string): UploadOutcome {
  const body = parseJson(text);
  if (status >= 200 && status < 300 && isImportResult(body)) {
    return { state: body.outcome, study: { studyInstanceUid: body.studyInstanceUid, studyId: body.studyId } };
  }
  const code = typeof body.code === 'string' ? body.code : 'unexpected';
  const title = typeof body.title === 'string' ? body.title : undefined;
  const detail = typeof body.detail === 'string' ? body.detail : undefined;
  return {
    state: isRefusal(code) ? 'refused' : 'failed',
    reason: { code, title, detail },
  };
}

function parseJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {}; // Members are checked.
  } catch {
    return {}; // Not JSON, so not the node itself.
  }
}

function isImportResult(body: Readonly<Record<string, unknown>>): body is ImportResult {
  return (
    ['stored', 'duplicate', 'conflict'].includes(String(body.outcome)) && typeof body.studyInstanceUid === 'string'
  );
}
