/**
 * DICOMweb, PS3.18, below `/dicom-web`: search (QIDO-RS), retrieve (WADO-RS) and store (STOW-RS).
 *
 * Each service has its routes in a file of its own; here they are given what they need. Not offered:
 * metadata in XML to store, worklists, the retired WADO-URI.
 */

import type { HttpServer } from '../http/server.ts';
import { registerBulk } from './bulk-routes.ts';
import type { DicomwebRoute } from './capabilities.ts';
import type { DicomwebDeps } from './dependencies.ts';
import { registerOptions } from './options-routes.ts';
import { registerQido } from './qido-routes.ts';
import { registerRendered } from './rendered-routes.ts';
import { createResourceUrls, dicomwebPath } from './resource-urls.ts';
import { registerStow } from './stow-routes.ts';
import { registerWado } from './wado-routes.ts';

export function registerDicomweb(app: HttpServer, deps: DicomwebDeps): void {
  const urls = createResourceUrls(deps.publicUrl);
  const routes: DicomwebRoute[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    if (!url.startsWith(`${dicomwebPath}/`)) return;
    for (const one of [method].flat()) routes.push({ method: one, path: url.slice(dicomwebPath.length) });
  });
  registerQido(app, { db: deps.db, archive: deps.archive, urls });
  registerWado(app, deps, urls);
  registerBulk(app, deps, urls);
  registerRendered(app, deps, urls);
  registerStow(app, deps, urls);
  registerOptions(app, urls, routes);
}
