/** Returns a length in bytes as people read it, in powers of 1000 as disks and networks count: `27.3 MB`. */
export function formatFileSize(lengthBytes: number): string {
  if (lengthBytes < 1000) return `${lengthBytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = lengthBytes;
  let unit = 'B';
  for (const next of units) {
    if (value < 999.5) break;
    value /= 1000;
    unit = next;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
