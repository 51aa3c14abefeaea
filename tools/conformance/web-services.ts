/** DICOMweb, security and character sets of the conformance statement: from routes, tables of problems and settings. */

import { graphicSets } from '@isocenter/dicom/graphic-set';
import { findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { secureContextOptions } from '@isocenter/dimse/tls';
import { describeSetting } from '../../apps/server/src/config/load.ts';
import { listSettings, type Setting, settingName } from '../../apps/server/src/config/settings.ts';
import {
  compressedMediaTypes,
  renderedMediaTypes as pictureMediaTypes,
} from '../../apps/server/src/dicomweb/accept.ts';
import type { DicomwebDeps } from '../../apps/server/src/dicomweb/dependencies.ts';
import { qidoParameters } from '../../apps/server/src/dicomweb/qido-query.ts';
import { documentMediaTypes } from '../../apps/server/src/dicomweb/rendered-document.ts';
import { registerDicomweb } from '../../apps/server/src/dicomweb/routes.ts';
import { stowFailureReasons } from '../../apps/server/src/dicomweb/stow-response.ts';
import { problems } from '../../apps/server/src/http/problem-table.ts';
import type { HttpServer } from '../../apps/server/src/http/server.ts';
import { httpsPolicy } from '../../apps/server/src/http/tls.ts';
import { annotations } from '../../apps/server/src/rendering/parameters.ts';
import { byStatus, table } from './markdown.ts';

/** Returns every route of DICOMweb with its methods, as it is registered. */
export function resources(): string {
  const methods = new Map<string, Set<string>>();
  const add = (url: string, names: string | readonly string[]) => {
    methods.set(url, new Set([...(methods.get(url) ?? []), ...[names].flat()]));
  };
  const app = {
    // The framework answers HEAD where it answers GET.
    get: (url: string) => add(url, ['GET', 'HEAD']),
    post: (url: string) => add(url, 'POST'),
    options: (url: string) => add(url, 'OPTIONS'),
    route: ({ url, method }: { readonly url: string; readonly method: string | readonly string[] }) => add(url, method),
    addContentTypeParser: () => undefined,
    addHook: () => undefined,
    register: async (plugin: (server: unknown) => unknown) => plugin(app),
  };
  // Only the addresses are looked at: no handler runs, so none of what they need is used.
  registerDicomweb(app as unknown as HttpServer, { publicUrl: () => '' } as DicomwebDeps);
  const rows = [...methods]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([url, names]) => [`\`${url.replaceAll(/:(\w+)/g, '{$1}')}\``, [...names].sort().join(', ')]);
  return table(['resource', 'methods'], rows);
}

export function searchParameters(): string {
  return `Query parameters of searches besides attributes: ${qidoParameters.map((name) => `\`${name}\``).join(', ')}.`;
}

export function frameMediaTypes(): string {
  const rows = [...compressedMediaTypes].map(([uid, type]) => [
    `\`${type}\``,
    findTransferSyntax(uid)?.name ?? uid,
    uid,
  ]);
  return table(['media type of compressed frames', 'transfer syntax', 'UID'], rows);
}

export function renderedMediaTypes(): string {
  const rows = [
    ['images, one frame each', pictureMediaTypes.map((type) => `\`${type}\``).join(', ')],
    ['structured reports', documentMediaTypes.report.map((type) => `\`${type}\``).join(', ')],
    ['encapsulated PDF', documentMediaTypes.pdf.map((type) => `\`${type}\``).join(', ')],
  ];
  return table(['rendered', 'media types, the default first'], rows);
}

export function renderedAnnotations(): string {
  return `Values of the query parameter \`annotation\` of rendered resources (PS3.18 §8.3.5.1.1): ${annotations.map((name) => `\`${name}\``).join(', ')}.`;
}

export function storeFailures(): string {
  return table(['Failure Reason (0008,1197)', 'STOW-RS refused because'], byStatus(stowFailureReasons));
}

export function httpStatuses(): string {
  const rows = Object.entries(problems).map(([code, { status, title }]) => [status, `\`${code}\``, title] as const);
  return table(
    ['status', 'code', ''],
    rows.toSorted(([a], [b]) => a - b),
  );
}

export function characterSets(): string {
  // JIS X 0201 is one term for its two halves, ISO_IR 13, PS3.3 §C.12.1.1.2.
  const sets = graphicSets
    .filter(({ registration }) => registration !== 14)
    .map(({ registration, bytesPerCharacter }) => [
      bytesPerCharacter === 1 && registration !== 6 ? `ISO_IR ${registration}` : '',
      `ISO 2022 IR ${registration}`,
    ]);
  const whole = [
    ['ISO_IR 192', ''],
    ['GB18030', ''],
    ['GBK', ''],
  ];
  return table(['defined term', 'with code extensions'], [...sets, ...whole]);
}

/** The profiles of PS3.15 where the listener has them: they are settings then. */
export function dicomTls(): string {
  const settings = listSettings().filter(({ path }) => path[0] === 'dicomTls');
  if (settings.every(({ path }) => path[1] === 'port')) return 'DICOM associations over TLS are not offered.';
  const suites = (['bcp195', 'bcp195-modified'] as const).map((profile) => [
    profile,
    String(secureContextOptions(profile, {}).ciphers).replaceAll(':', ', '),
  ]);
  const names = 'BCP 195 TLS and Modified BCP 195 TLS Secure Transport Connection Profiles, PS3.15 §B.12 and §B.13:';
  return [names, table(['profile', 'cipher suites'], suites), settingTable(settings)].join('\n\n');
}

export function https(): string {
  return table(
    ['HTTPS, BCP 195', ''],
    [
      ['oldest version', httpsPolicy.minVersion],
      ['cipher suites', httpsPolicy.ciphers.replaceAll(':', ', ')],
    ],
  );
}

/** Settings that a peer notices; all of them are in `docs/configuration.md`. */
export function dicomSettings(): string {
  return settingTable(listSettings().filter(({ path }) => path[0] === 'dicom'));
}

function settingTable(settings: readonly Setting[]): string {
  const rows = settings.map((setting) => [
    `\`${settingName(setting.path)}\``,
    describeSetting(setting),
    setting.notes.default === undefined ? '' : String(setting.notes.default),
    setting.notes.description ?? '',
  ]);
  return table(['key', 'takes', 'default', ''], rows);
}
