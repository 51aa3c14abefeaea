/** The DICOM listener of a gateway: C-ECHO and C-STORE for the callers that `admission.ts` lets in. */

import { type DimseServer, listenDimse } from '@isocenter/dimse/server';
import { dimseStatus } from '@isocenter/dimse/status';
import { AccessDenied, requireAccess } from '../access/access.ts';
import { type AdmissionOptions, admit } from './admission.ts';
import { openStore, type StoreVerbOptions } from './store-verb.ts';

export type ListenerOptions = AdmissionOptions & StoreVerbOptions & { readonly host: string; readonly port: number };

/** Starts listening. @throws DimseError `connection-failed` where the port is taken. */
export function listenForPeers(options: ListenerOptions): Promise<DimseServer> {
  return listenDimse({
    host: options.host,
    port: options.port,
    accept: (request) => admit(request, options),
    verbs: {
      echo: async ({ context, address }) => {
        try {
          await requireAccess({ ...options, subject: context.subject, address }, 'dimse:echo');
        } catch (error) {
          if (error instanceof AccessDenied) return dimseStatus.notAuthorized;
          throw error;
        }
        return dimseStatus.success;
      },
      store: (request, association) => openStore(request, association, options),
    },
    logger: options.logger,
  });
}
