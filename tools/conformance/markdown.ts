/** Markdown of generated documents. */

export type Cell = string | number;

export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `A900H` */
export function hex(status: number): string {
  return `${status.toString(16).toUpperCase().padStart(4, '0')}H`;
}

/** Codes that share a status, behind it. */
export function byStatus(codes: Readonly<Record<string, number>>): readonly (readonly [string, string])[] {
  const groups = Map.groupBy(Object.entries(codes), ([, status]) => status);
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([status, entries]) => [hex(status), entries.map(([code]) => `\`${code}\``).join(', ')]);
}
