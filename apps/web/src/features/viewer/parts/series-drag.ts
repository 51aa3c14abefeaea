/** Carries a series from the list into a pane by drag and drop. */

const mediaType = 'application/x-isocenter-series';

export function writeDraggedSeries(transfer: DataTransfer, seriesInstanceUid: string): void {
  transfer.setData(mediaType, seriesInstanceUid);
  transfer.effectAllowed = 'copy';
}

export function readDraggedSeries(transfer: DataTransfer): string | undefined {
  const uid = transfer.getData(mediaType);
  return uid === '' ? undefined : uid;
}

/** Whether a series is being dragged; its value cannot be read before the drop. */
export function isSeriesDrag(transfer: DataTransfer): boolean {
  return transfer.types.includes(mediaType);
}
