/*
 * The peer `dcmjs-dimse`: a storage SCP as its own documentation builds it, each instance written to a file.
 * usage: node dcmjs-dimse-scp.cjs PORT FOLDER
 */
const path = require('node:path');
const { createRequire } = require('node:module');

const requirePeer = createRequire(path.join(__dirname, '../peers/package.json'));
const { Server, Scp, log, responses, constants } = requirePeer('dcmjs-dimse');

log?.setLevel?.('error');
const [port, folder] = process.argv.slice(2);
const taken = [constants.TransferSyntax.ExplicitVRLittleEndian, constants.TransferSyntax.ImplicitVRLittleEndian];

class FileScp extends Scp {
  associationRequested(association) {
    association.setMaxPduLength(131_072);
    for (const { id } of association.getPresentationContexts()) {
      const context = association.getPresentationContext(id);
      const chosen = context.getTransferSyntaxUids().find((uid) => taken.includes(uid));
      if (chosen) context.setResult(constants.PresentationContextResult.Accept, chosen);
      else context.setResult(constants.PresentationContextResult.RejectTransferSyntaxesNotSupported);
    }
    this.sendAssociationAccept();
  }

  cStoreRequest(request, callback) {
    const response = responses.CStoreResponse.fromRequest(request);
    const dataSet = request.getDataset();
    dataSet.toFile(path.join(folder, String(dataSet.getElement('SOPInstanceUID'))));
    response.setStatus(constants.Status.Success);
    callback(response);
  }

  associationReleaseRequested() {
    this.sendAssociationReleaseResponse();
  }
}

new Server(FileScp).listen(Number(port));
