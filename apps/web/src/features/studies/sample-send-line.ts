/** The command that sends a folder of DICOM files to this node with DCMTK's `dcmsend`, ready to be pasted. */

export type DicomAddress = { readonly aeTitle: string; readonly port: number; readonly loopbackOnly: boolean };

/**
 * `host` is that of the page: where the page is reached, the DICOM port most likely is too, unless the node says that it
 * listens for its own machine alone.
 */
export function sampleSendLine({ aeTitle, port, loopbackOnly }: DicomAddress, host: string): string {
  const title = /^[\w.-]+$/.test(aeTitle) ? aeTitle : `'${aeTitle.replaceAll("'", `'\\''`)}'`;
  const address =
    loopbackOnly || host === '127.0.0.1' || host === '[::1]' || host === ''
      ? 'localhost'
      : host.replace(/^\[(.*)\]$/, '$1');
  return `dcmsend -nh -dn +sd +r -aec ${title} ${address} ${port} .`;
}
